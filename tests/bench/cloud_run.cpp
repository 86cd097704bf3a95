#include "bench/cloud_run.h"

#include <curl/curl.h>

#include <fstream>
#include <stdexcept>

#include "bench/watch_clock.h"

namespace noticed::bench {

namespace fs = std::filesystem;

namespace {

std::size_t append(char* data, std::size_t, std::size_t size, void* body) {
  static_cast<std::string*>(body)->append(data, size);
  return size;
}

}  // namespace

CloudRun::CloudRun(const fs::path& folder, std::uint64_t build_jobs) : easy_(curl_easy_init()) {
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

CloudRun::~CloudRun() { curl_easy_cleanup(easy_); }

nlohmann::json CloudRun::stats() {
  std::string body;
  curl_easy_setopt(easy_, CURLOPT_URL, (url_ + "/_control/stats").c_str());
  curl_easy_setopt(easy_, CURLOPT_PROXY, "");
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &append);
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, &body);
  const CURLcode code = curl_easy_perform(easy_);
  if (code != CURLE_OK) throw std::runtime_error(std::string("the simulated cloud: ") + curl_easy_strerror(code));
  return nlohmann::json::parse(body);
}

std::uint64_t CloudRun::served() { return stats().at("requests").get<std::uint64_t>(); }

std::string CloudRun::complaint() {
  const auto seen = stats();
  const auto& by_status = seen.at("by_status");
  const bool good = by_status.size() == 1 && by_status.contains("200") && seen.at("unauthorized") == 0 &&
                    seen.at("faults_served") == 0;
  return good ? "" : "the simulated cloud refused or failed requests: " + seen.dump();
}

}  // namespace noticed::bench
