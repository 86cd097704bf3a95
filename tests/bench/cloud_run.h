// The simulated cloud as a process of its own, with generated build jobs, and what it counted. One thread.
#pragma once

#include <memory>
#include <string>

#include "bench/child_process.h"

namespace noticed::bench {

class CloudRun {
 public:
  /// Starts it and waits until it listens. `folder` keeps its state and its log.
  CloudRun(const std::filesystem::path& folder, std::uint64_t build_jobs);

  const std::string& url() const { return url_; }
  /// Its error counts, for people; "" if every request was answered by 200.
  std::string complaint() const;

 private:
  std::unique_ptr<ChildProcess> process_;
  std::string url_;
};

}  // namespace noticed::bench
