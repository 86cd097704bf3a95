// The unchanged path, in rounds in which the daemon and the bare loop take turns at the same server, so that both see
// the same noise. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/nginx_run.h"

namespace noticed::bench {

struct Options {
  Speech speech = Speech::http1;
  double changing = 0;  // share of polls that find another answer
  std::uint64_t resources = 20'000;
  double seconds = 10;  // of each measurement of each side
  unsigned rounds = 5;
};

/// One side's turn.
struct Turn {
  double seconds = 0;
  double polls = 0;
  double cpu_seconds = 0;         // the daemon's, all its threads; the bare loop's thread
  double server_cpu_seconds = 0;  // of the server; close to `seconds`: the server was the bottleneck
  double rate() const { return polls / seconds; }
  double per_cpu_second() const { return polls / cpu_seconds; }
};

struct Round {
  Turn daemon;
  Turn bare;
  double disk_bytes_per_poll = 0;  // what reaches the block layer
  double disk_bytes_per_row = 0;   // per confirmed resource and flush: the cost of a poll in a slow schedule
};

struct Measured {
  std::string folder;           // where the database was
  std::string file_system;      // of which type
  double changes_per_poll = 0;  // changes in the database per poll, after the first observation
  std::vector<Round> rounds;
};

/// Runs it all; says on standard error how far it is. Throws std::runtime_error if anything was not as it should be:
/// the figures would mean nothing.
Measured measure(const Options& options);

/// Throws std::runtime_error with the complaint of a daemon or server, if there is one.
void require_healthy(const std::string& complaint);

}  // namespace noticed::bench
