// What is measured, in which order: first sight, then rounds in which the daemon and the bare loop take turns at the
// same server, so that both see the same noise. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace noticed::bench {

struct Options {
  std::uint64_t resources = 100'000;
  double seconds = 20;  // of each measurement of each side
  unsigned rounds = 3;
  bool json = false;
};

/// One side's turn.
struct Turn {
  double seconds = 0;
  double polls = 0;
  double cpu_seconds = 0;        // the daemon's, all its threads; the bare loop's thread
  double cloud_cpu_seconds = 0;  // the server's meanwhile: near `seconds`, it was the limit
  double rate() const { return polls / seconds; }
  double per_cpu_second() const { return polls / cpu_seconds; }
};

struct Round {
  Turn daemon;
  Turn bare;
  double flushes = 0;              // whole ones within the daemon's turn
  double disk_bytes_per_poll = 0;  // what reaches the block layer
  double call_bytes_per_poll = 0;  // what was handed to write()
  double disk_bytes_per_row = 0;   // by confirmed resource and flush: the price of a poll of a slow schedule
};

struct Outcome {
  std::string folder;          // where the database was
  std::string file_system;     // of which type
  double start_seconds = 0;    // until `watching`, new database
  double restart_seconds = 0;  // until `watching`, the database is there
  double first_sight_seconds = 0;
  std::uint64_t memory_of_one = 0;        // bytes resident, one resource
  std::uint64_t memory_after_sight = 0;   // bytes resident, all of them, after first sight
  std::uint64_t memory_after_rounds = 0;  // and at the end
  std::vector<Round> rounds;
  double memory_per_resource(std::uint64_t memory, std::uint64_t resources) const;
};

/// Runs it all; says on standard error how far it is. Throws std::runtime_error if anything was not as it should be:
/// the figures would mean nothing.
Outcome measure(const Options& options);

}  // namespace noticed::bench
