#include "bench/cloud_run.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "bench/daemon_run.h"
#include "bench/fetch_text.h"
#include "bench/watch_clock.h"

namespace noticed::bench {

namespace fs = std::filesystem;

CloudRun::CloudRun(const fs::path& folder, std::uint64_t build_jobs) {
  const nlohmann::json state{{"tokens", {kToken}}, {"generate", {{"build", build_jobs}}}, {"vary", true}};
  std::ofstream(folder / "cloud.json") << state;
  const fs::path port_file = folder / "port";
  const std::vector<std::string> arguments{CODEARTS_CLOUD_BINARY, "--state", folder / "cloud.json", "--port-file",
                                           port_file};
  process_ = std::make_unique<ChildProcess>(arguments, folder / "cloud.log");
  wait_until("the simulated cloud", Seconds{30}, [&] {
    process_->require_running();
    return fs::exists(port_file);
  });
  std::string port;
  std::ifstream(port_file) >> port;
  url_ = "http://127.0.0.1:" + port;
}

std::string CloudRun::complaint() const {
  const auto body = fetch_text(url_ + "/_control/stats");
  if (!body) return "the simulated cloud tells no statistics";
  const auto seen = nlohmann::json::parse(*body);
  const auto& by_status = seen.at("by_status");
  const bool good = by_status.size() == 1 && by_status.contains("200") && seen.at("unauthorized") == 0 &&
                    seen.at("faults_served") == 0;
  return good ? "" : "the simulated cloud refused or failed requests: " + *body;
}

}  // namespace noticed::bench
