// `noticed run` as a process of its own, on a real configuration whose interval is so short that it is always behind:
// every free transfer is used at once. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "bench/child_process.h"
#include "bench/watch_clock.h"

namespace noticed::bench {

constexpr const char* kToken = "bench-token";
constexpr unsigned kInFlight = 64;  // the daemon's default, and the bare loop's
constexpr Seconds kFlushEvery{10};  // how often the daemon writes its confirmations

/// Ids of the simulated cloud's generated build jobs.
std::vector<std::string> build_job_ids(std::uint64_t count);

struct DaemonPlan {
  std::filesystem::path program = NOTICED_BINARY;
  std::filesystem::path folder{};  // made; keeps configuration, database and log
  std::string cloud_url{};
  std::filesystem::path ca_file{};  // empty: the cloud does not use TLS
  std::vector<std::string> ids{};   // of build jobs
  unsigned discovering = 0;         // this many accounts use discovery instead of `ids`; 0: one account with `ids`
  std::string sink_url{};           // a webhook without grouping; empty: none
  std::string interval = "1s";
  Seconds timeout{600};  // of one request: longer than any pause, which must not look like a slow cloud
};

class DaemonRun {
 public:
  /// Writes the configuration; an existing one is kept. Starts the daemon, waits for `watching`.
  explicit DaemonRun(const DaemonPlan& plan);

  pid_t pid() const { return process_->pid(); }
  /// Seconds from the start until it was `watching`.
  double start_seconds() const { return start_seconds_; }
  /// Waits until all resources were polled and the posture message is stored; seconds since `watching`.
  double first_sight(Seconds patience);
  /// Returns just after a flush of confirmations has ended.
  void wait_flush();
  void pause() { process_->pause(); }
  void resume() { process_->resume(); }
  /// TERM; throws std::runtime_error unless it ends well.
  void stop();

  /// Unexpected rows in the stopped daemon's database: gaps, events. "" if none.
  std::string complaint() const;
  /// Rows of a table; -1 if it cannot be read.
  long count(const std::string& table) const;

 private:
  bool logged(const std::string& event) const;

  std::filesystem::path folder_;
  std::unique_ptr<ChildProcess> process_;
  std::filesystem::path log_;
  SteadyTime watching_{};
  double start_seconds_ = 0;
};

}  // namespace noticed::bench
