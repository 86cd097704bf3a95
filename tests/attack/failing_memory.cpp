// Stands before the C library's allocations (LD_PRELOAD) and lets some return nothing.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "attack/plan.h"

// The C library's own names: dlsym() would allocate.
extern "C" {
void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* old, size_t size);
void* __libc_memalign(size_t alignment, size_t size);
}

namespace {

using noticed::attack::Plan;

Plan* plan = nullptr;  // nothing is counted before main()

[[gnu::constructor]] void map_plan() {
  const char* name = std::getenv(noticed::attack::kPlanVariable);
  const int file = name == nullptr ? -1 : ::open(name, O_RDWR | O_CLOEXEC);
  if (file < 0) return;
  void* mapped = ::mmap(nullptr, sizeof(Plan), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  ::close(file);
  if (mapped != MAP_FAILED) plan = static_cast<Plan*>(mapped);
}

bool denied() {
  if (plan == nullptr || !noticed::attack::is_struck(*plan)) return false;
  errno = ENOMEM;
  return true;
}

}  // namespace

extern "C" {

void* malloc(size_t size) { return denied() ? nullptr : __libc_malloc(size); }
void* calloc(size_t count, size_t size) { return denied() ? nullptr : __libc_calloc(count, size); }
void* realloc(void* old, size_t size) { return denied() ? nullptr : __libc_realloc(old, size); }
void* memalign(size_t alignment, size_t size) { return denied() ? nullptr : __libc_memalign(alignment, size); }
void* aligned_alloc(size_t alignment, size_t size) { return denied() ? nullptr : __libc_memalign(alignment, size); }
int posix_memalign(void** made, size_t alignment, size_t size) {
  *made = denied() ? nullptr : __libc_memalign(alignment, size);
  return *made == nullptr ? ENOMEM : 0;
}

}  // extern "C"
