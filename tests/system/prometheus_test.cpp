// A real Prometheus watches the daemon by the shipped rules; the cloud goes dark, and it raises alarm.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>

#include "system/http_get.h"
#include "system/scene.h"

namespace noticed::test {
namespace {

using codearts::Service;
using testing::HasSubstr;

/// A port that nobody has right now.
std::uint16_t free_port() {
  boost::asio::io_context io;
  const Tcp::acceptor acceptor(io, Tcp::endpoint(boost::asio::ip::make_address("127.0.0.1"), 0));
  return acceptor.local_endpoint().port();
}

/// The shipped rules with less patience: as they stand they would take half an hour.
std::string hasty_rules() {
  std::string rules = read_file(NOTICED_ALERTS);
  rules = std::regex_replace(rules, std::regex("for: [0-9]+[mh]"), "for: 0s");
  return std::regex_replace(rules, std::regex("\\[15m\\]"), "[10s]");
}

/// Prometheus with a folder of its own, scraping one port.
class Prometheus {
 public:
  Prometheus(const std::filesystem::path& dir, std::uint16_t scraped) : port_(free_port()) {
    write_file(dir / "rules.yml", hasty_rules());
    write_file(dir / "prometheus.yml",
               "global: { scrape_interval: 1s, evaluation_interval: 1s }\nrule_files: [rules.yml]\nscrape_configs:\n"
               "  - job_name: noticed\n    static_configs: [{ targets: [\"127.0.0.1:" +
                   std::to_string(scraped) + "\"] }]\n");
    process_.emplace(std::vector<std::string>{"prometheus", "--config.file=" + (dir / "prometheus.yml").string(),
                                              "--storage.tsdb.path=" + (dir / "tsdb").string(),
                                              "--web.listen-address=127.0.0.1:" + std::to_string(port_)},
                     dir / "prometheus.log");
  }
  nlohmann::json get(const std::string& path) const {
    const std::string answer = http_get(port_, path);
    return nlohmann::json::parse(answer.substr(4), nullptr, false);
  }
  /// The labels of an alert that fires; null: it does not.
  nlohmann::json firing(const std::string& name) const {
    const auto answer = get("/api/v1/alerts");
    if (!answer.is_object()) return nullptr;
    for (const auto& alert : answer["data"]["alerts"])
      if (alert["labels"]["alertname"] == name && alert["state"] == "firing") return alert["labels"];
    return nullptr;
  }

 private:
  std::uint16_t port_;
  std::optional<DaemonProcess> process_;
};

TEST(PrometheusTest, CloudGoesDarkThenOneAlertForEachServiceFires) {
  // lint: skip: needs the program prometheus, of the package of that name
  if (std::system("command -v prometheus >/dev/null") != 0) GTEST_SKIP() << "no prometheus: install that package";
  SceneOptions options;
  options.listen = "127.0.0.1:0";
  Scene scene(options);
  scene.watch(Service::build, 0);
  scene.watch(Service::repo, 0);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  static const std::regex kListening("listening address=\"?127\\.0\\.0\\.1:([0-9]+)");
  std::smatch found;
  const std::string log = scene.log();
  ASSERT_TRUE(std::regex_search(log, found, kListening));
  const Prometheus prometheus(scene.dir(), static_cast<std::uint16_t>(std::stoi(found[1])));
  const auto up = [&] {
    return prometheus.get("/api/v1/query?query=up%3D%3D1").dump().find("\"noticed\"") != std::string::npos;
  };
  ASSERT_TRUE(eventually(up, std::chrono::seconds{60})) << read_file(scene.dir() / "prometheus.log");
  EXPECT_TRUE(prometheus.firing("NoticedCloudDark").is_null());
  scene.fault("/", "close");
  EXPECT_TRUE(eventually([&] { return !prometheus.firing("NoticedCloudDark").is_null(); }, std::chrono::seconds{90}));
  EXPECT_EQ(prometheus.firing("NoticedCloudDark")["account"], "prod");
  EXPECT_TRUE(prometheus.firing("NoticedDown").is_null());
  scene.clear_faults();
  EXPECT_TRUE(eventually([&] { return prometheus.firing("NoticedCloudDark").is_null(); }, std::chrono::seconds{90}));
  scene.kill_hard();
  EXPECT_TRUE(eventually([&] { return !prometheus.firing("NoticedDown").is_null(); }, std::chrono::seconds{60}));
}

}  // namespace
}  // namespace noticed::test
