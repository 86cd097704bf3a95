// A library to preload (LD_PRELOAD): the program sees a wall clock that is set. NOTICED_CLOCK_SHIFT names a file of
// eight bytes, the milliseconds to add as an integer of this machine; it is mapped, so that a write to it counts at
// once. NOTICED_CLOCK_FIXED is a time at which it stands still instead, in milliseconds since 1970. The monotonic
// clocks stay as they are. Any thread.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>

namespace {

using Shift = std::atomic<std::int64_t>;
static_assert(sizeof(Shift) == sizeof(std::int64_t) && Shift::is_always_lock_free);

constexpr std::int64_t kMillion = 1'000'000;
constexpr std::int64_t kBillion = 1'000'000'000;

const Shift* map_file() {
  static const Shift none{0};
  const char* path = std::getenv("NOTICED_CLOCK_SHIFT");
  const int file = path == nullptr ? -1 : ::open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return &none;
  void* place = ::mmap(nullptr, sizeof(Shift), PROT_READ, MAP_SHARED, file, 0);
  ::close(file);
  return place == MAP_FAILED ? &none : static_cast<const Shift*>(place);
}

std::int64_t shift_ms() {
  static const Shift* const shift = map_file();
  return shift->load(std::memory_order_relaxed);
}

/// 0: the time passes.
std::int64_t fixed_ms() {
  static const char* const named = std::getenv("NOTICED_CLOCK_FIXED");
  static const std::int64_t fixed = named == nullptr ? 0 : std::strtoll(named, nullptr, 10);
  return fixed;
}

using ClockGettime = int (*)(clockid_t, timespec*);

ClockGettime real_clock() {
  static const auto real = reinterpret_cast<ClockGettime>(::dlsym(RTLD_NEXT, "clock_gettime"));
  return real;
}

timespec shifted_now() {
  timespec now{};
  real_clock()(CLOCK_REALTIME, &now);
  const std::int64_t shifted = now.tv_sec * kBillion + now.tv_nsec + shift_ms() * kMillion;
  const std::int64_t nanoseconds = fixed_ms() == 0 ? shifted : fixed_ms() * kMillion;
  now.tv_sec = nanoseconds / kBillion;
  now.tv_nsec = nanoseconds % kBillion;
  return now;
}

}  // namespace

extern "C" {

// lint: clock: it is the clock
int clock_gettime(clockid_t clock, timespec* out) noexcept {
  if (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE) return real_clock()(clock, out);
  *out = shifted_now();
  return 0;
}

// lint: clock: it is the clock
int gettimeofday(timeval* out, void*) noexcept {
  const timespec now = shifted_now();
  out->tv_sec = now.tv_sec;
  out->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t* out) noexcept {
  const timespec now = shifted_now();
  if (out != nullptr) *out = now.tv_sec;
  return now.tv_sec;
}

}  // extern "C"
