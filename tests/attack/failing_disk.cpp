// Stands before the C library's writes and syncs (LD_PRELOAD) and lets some fail, of files below one folder. Reads, and
// what is written through mapped memory, pass.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "attack/plan.h"

namespace {

using noticed::attack::Failure;
using noticed::attack::Plan;

Plan* map_plan() {
  const char* name = std::getenv(noticed::attack::kPlanVariable);
  const int file = name == nullptr ? -1 : ::open(name, O_RDWR | O_CLOEXEC);
  if (file < 0) return nullptr;
  void* mapped = ::mmap(nullptr, sizeof(Plan), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  ::close(file);
  return mapped == MAP_FAILED ? nullptr : static_cast<Plan*>(mapped);
}

Plan* plan() {
  static Plan* const mapped = map_plan();
  return mapped;
}

template <typename Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

/// Whether the file is below the folder; leaves errno alone.
bool is_ours(int file) {
  if (plan() == nullptr) return false;
  const int before = errno;
  char link[64];
  char path[PATH_MAX];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  const ssize_t length = ::readlink(link, path, sizeof path);
  errno = before;
  const std::size_t folder = std::strlen(plan()->folder);
  return length > 0 && static_cast<std::size_t>(length) > folder && std::strncmp(path, plan()->folder, folder) == 0;
}

enum class Fate { done_really, refused, cut, pretended };

Fate fate_of(int file, bool is_sync) {
  if (!is_ours(file) || !noticed::attack::is_struck(*plan())) return Fate::done_really;
  switch (plan()->failure) {
    case Failure::lies: return Fate::pretended;
    case Failure::no_sync: return is_sync ? Fate::pretended : Fate::done_really;
    case Failure::cut:
      if (!is_sync) return Fate::cut;
      errno = EIO;
      return Fate::refused;
    case Failure::full:
      // A sync needs no space.
      errno = is_sync ? EIO : ENOSPC;
      return Fate::refused;
    default: errno = EIO; return Fate::refused;
  }
}

template <typename Do>
ssize_t written(int file, size_t size, Do really) {
  switch (fate_of(file, false)) {
    case Fate::refused: return -1;
    case Fate::cut: return really(size / 2);
    case Fate::pretended: return static_cast<ssize_t>(size);
    default: return really(size);
  }
}

template <typename Do>
int settled(int file, bool is_sync, Do really) {
  switch (fate_of(file, is_sync)) {
    case Fate::refused: return -1;
    case Fate::pretended: return 0;
    default: return really();
  }
}

}  // namespace

extern "C" {

ssize_t write(int file, const void* data, size_t size) {
  static auto* const real = next<ssize_t(int, const void*, size_t)>("write");
  return written(file, size, [&](size_t part) { return real(file, data, part); });
}

ssize_t pwrite(int file, const void* data, size_t size, off_t place) {
  static auto* const real = next<ssize_t(int, const void*, size_t, off_t)>("pwrite");
  return written(file, size, [&](size_t part) { return real(file, data, part, place); });
}

ssize_t pwrite64(int file, const void* data, size_t size, off64_t place) {
  static auto* const real = next<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  return written(file, size, [&](size_t part) { return real(file, data, part, place); });
}

int fsync(int file) {
  static auto* const real = next<int(int)>("fsync");
  return settled(file, true, [&] { return real(file); });
}

int fdatasync(int file) {
  static auto* const real = next<int(int)>("fdatasync");
  return settled(file, true, [&] { return real(file); });
}

int ftruncate(int file, off_t size) noexcept {
  static auto* const real = next<int(int, off_t)>("ftruncate");
  return settled(file, false, [&] { return real(file, size); });
}

int ftruncate64(int file, off64_t size) noexcept {
  static auto* const real = next<int(int, off64_t)>("ftruncate64");
  return settled(file, false, [&] { return real(file, size); });
}

}  // extern "C"
