// What a shim is to let fail, in a small file that the shim and whoever attacks map both: it may change while the
// program runs, and is there to be read after its end. Operations are counted from 1.
#pragma once

#include <atomic>
#include <cstdint>

namespace noticed::attack {

/// How an operation fails.
enum class Failure : std::int32_t {
  io,       // EIO
  full,     // ENOSPC
  cut,      // half is written, which is reported
  lies,     // nothing is done, but success is reported
  no_sync,  // as `lies`, for syncs only: a disk with a volatile cache
  memory    // nullptr
};

struct Plan {
  std::atomic<std::uint64_t> operations;  // so far
  std::atomic<std::uint64_t> first;       // the number of the first that fails; 0: none does
  std::atomic<std::uint64_t> times;       // how many fail from there on
  std::atomic<std::uint64_t> failed;      // so far
  std::atomic<Failure> failure;
  char folder[256];  // disk: only files below it
};

/// Whether this operation is to fail; counts it.
inline bool is_struck(Plan& plan) {
  const std::uint64_t number = ++plan.operations;
  const std::uint64_t first = plan.first;
  if (first == 0 || number < first || number - first >= plan.times) return false;
  ++plan.failed;
  return true;
}

constexpr const char* kPlanVariable = "NOTICED_ATTACK_PLAN";

}  // namespace noticed::attack
