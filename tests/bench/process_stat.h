// What the kernel says of a process: CPU time of all its threads, memory, bytes written. Any thread.
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace noticed::bench {

struct ProcessStat {
  double cpu_seconds = 0;              // user and system, all threads, in ticks of 10 ms
  std::uint64_t written_to_disk = 0;   // bytes of dirtied pages, as counted for the block layer
  std::uint64_t written_by_calls = 0;  // bytes passed to write() and similar calls, for all kinds of descriptors
};

/// Throws std::runtime_error if there is no such process.
ProcessStat process_stat(pid_t pid);

/// User and system time of RUSAGE_THREAD, or of the children that have ended, RUSAGE_CHILDREN.
double used_cpu_seconds(int who);

/// Resident memory in bytes (VmRSS).
std::uint64_t resident_memory(pid_t pid);
/// The most it ever had (VmHWM).
std::uint64_t peak_memory(pid_t pid);

}  // namespace noticed::bench
