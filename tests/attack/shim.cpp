#include "attack/shim.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>

namespace noticed::attack {

Shim::Shim(std::string library, const std::filesystem::path& home, const std::filesystem::path& folder)
    : library_(std::move(library)), file_(home / "plan") {
  const int file = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  const bool sized = file >= 0 && ::ftruncate(file, sizeof(Plan)) == 0;
  void* mapped = sized ? ::mmap(nullptr, sizeof(Plan), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0) : MAP_FAILED;
  if (file >= 0) ::close(file);
  if (mapped == MAP_FAILED) throw std::runtime_error(file_.string() + ": cannot be mapped");
  plan_ = static_cast<Plan*>(mapped);
  std::strncpy(plan_->folder, folder.c_str(), sizeof plan_->folder - 1);
}

Shim::~Shim() { ::munmap(plan_, sizeof(Plan)); }

std::vector<std::string> Shim::wrapper() const {
  return {"env", "LD_PRELOAD=" + library_, std::string(kPlanVariable) + "=" + file_.string()};
}

void Shim::strike(Failure failure, std::uint64_t first, std::uint64_t times) {
  plan_->failure = failure;
  plan_->times = times;
  plan_->first = first;
}

}  // namespace noticed::attack
