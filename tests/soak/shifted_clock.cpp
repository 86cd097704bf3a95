#include "soak/shifted_clock.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <stdexcept>

namespace noticed::soak {

ShiftedClock::ShiftedClock(const std::filesystem::path& library, const std::filesystem::path& folder)
    : file_(folder / "clock_shift") {
  shift(std::chrono::milliseconds{0});
  ::setenv("NOTICED_CLOCK_SHIFT", file_.c_str(), 1);
  ::setenv("LD_PRELOAD", library.c_str(), 1);
}

ShiftedClock::~ShiftedClock() {
  ::unsetenv("LD_PRELOAD");
  ::unsetenv("NOTICED_CLOCK_SHIFT");
}

void ShiftedClock::shift(std::chrono::milliseconds by) {
  const std::int64_t value = by.count();
  const int file = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  const bool written = file >= 0 && ::pwrite(file, &value, sizeof value, 0) == sizeof value;
  if (file >= 0) ::close(file);
  if (!written) throw std::runtime_error("cannot write " + file_.string());
}

}  // namespace noticed::soak
