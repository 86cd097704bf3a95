// The simulated cloud as a process of its own, with generated build jobs, and what it counted. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "bench/child_process.h"

namespace noticed::bench {

constexpr const char* kToken = "bench-token";

class CloudRun {
 public:
  /// Starts it and waits until it listens. `folder` keeps its state and its log.
  CloudRun(const std::filesystem::path& folder, std::uint64_t build_jobs);
  ~CloudRun();

  const std::string& url() const { return url_; }
  pid_t pid() const { return process_->pid(); }
  /// Requests to the services so far; the control endpoint's own are not among them.
  std::uint64_t served();
  /// What went wrong in its eyes, for people; "" if every request was answered by 200.
  std::string complaint();

 private:
  nlohmann::json stats();

  std::unique_ptr<ChildProcess> process_;
  std::string url_;
  void* easy_ = nullptr;  // CURL
};

}  // namespace noticed::bench
