// The simulated cloud as a process of its own, with generated build jobs, and what it counted. One thread.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "bench/child_process.h"
#include "bench/server_run.h"

namespace noticed::bench {

class CloudRun final : public ServerRun {
 public:
  /// Starts it and waits until it listens. `folder` keeps its state and its log.
  CloudRun(const std::filesystem::path& folder, std::uint64_t build_jobs);

  const std::string& url() const override { return url_; }
  std::filesystem::path ca_file() const override { return {}; }
  pid_t pid() const override { return process_->pid(); }
  /// Requests to the services; the control endpoint's own are not among them.
  std::uint64_t served() override;
  std::string complaint() override;

 private:
  nlohmann::json stats();

  std::unique_ptr<ChildProcess> process_;
  std::string url_;
};

}  // namespace noticed::bench
