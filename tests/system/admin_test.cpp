// How the running daemon is watched: metrics, health, the status page, the heartbeat.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <csignal>
#include <regex>

#include "system/http_get.h"
#include "system/scene.h"

namespace noticed::test {
namespace {

using codearts::Json;
using codearts::Service;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// A daemon that listens on a port of its own.
class AdminTest : public testing::Test {
 protected:
  static SceneOptions listening(const std::string& daemon_extra = "") {
    SceneOptions options;
    options.listen = "127.0.0.1:0";
    options.daemon_extra = daemon_extra;
    return options;
  }
  /// Starts it, and waits until it listens.
  static std::uint16_t start(Scene& scene) {
    scene.write();
    scene.start();
    static const std::regex kListening("listening address=\"?127\\.0\\.0\\.1:([0-9]+)");
    std::smatch found;
    std::string log;
    eventually([&] { return std::regex_search(log = scene.log(), found, kListening); });
    return found.empty() ? std::uint16_t{0} : static_cast<std::uint16_t>(std::stoi(found[1]));
  }
};

TEST_F(AdminTest, FirstPollDoneThenReadyAndItsMetricsTellOfThePolls) {
  Scene scene(listening());
  scene.watch_all(0);
  scene.fault("/v1/task/notification", "status", {{"status", 503}});
  const auto port = start(scene);
  EXPECT_EQ(http_get(port, "/healthz"), "200 alive\n");
  EXPECT_THAT(http_get(port, "/readyz"), StartsWith("503 "));
  EXPECT_TRUE(eventually([&] {
    return http_get(port, "/metrics")
               .find("noticed_resources{service=\"check\",account=\"prod\",state=\"unreachable\"} 1\n") !=
           std::string::npos;
  }));
  const std::string metrics = http_get(port, "/metrics");
  EXPECT_THAT(metrics, HasSubstr("noticed_resources{service=\"build\",account=\"prod\",state=\"ok\"} 1\n"));
  EXPECT_THAT(
      metrics,
      HasSubstr(
          "noticed_polls_total{service=\"build\",account=\"prod\",region=\"ap-southeast-3\",outcome=\"server\"} 0\n"));
  EXPECT_TRUE(std::regex_search(
      metrics, std::regex("service=\"check\",account=\"prod\",region=\"ap-southeast-3\",outcome=\"server\"\\} [1-9]")));
  scene.clear_faults();
  EXPECT_TRUE(eventually([&] { return http_get(port, "/readyz") == "200 ready\n"; }));
  EXPECT_EQ(http_get(port, "/control/status"), "404 no such path\n") << "on the control socket only";
  EXPECT_EQ(scene.stop(), 0);
  EXPECT_EQ(http_get(port, "/healthz"), "000 ");
}

TEST_F(AdminTest, PageSwitchedOnByAReloadThenShown) {
  Scene scene(listening());
  scene.watch(Service::build, 0);
  const auto port = start(scene);
  ASSERT_TRUE(scene.first_sight());
  EXPECT_THAT(http_get(port, "/"), StartsWith("404 "));
  std::string config = read_file(scene.config());
  config.replace(config.find("[daemon]\n"), 9, "[daemon]\nstatus_page = true\n");
  write_file(scene.config(), config);
  scene.daemon().signal(SIGHUP);
  EXPECT_TRUE(eventually([&] { return http_get(port, "/").starts_with("200 <!doctype html>"); }));
  EXPECT_THAT(http_get(port, "/"), HasSubstr("<dt>Resources</dt><dd>1</dd>"));
}

TEST_F(AdminTest, ReloadRefusedThenNotReadyUntilOneIsTaken) {
  Scene scene(listening());
  scene.watch(Service::build, 0);
  const auto port = start(scene);
  EXPECT_TRUE(eventually([&] { return http_get(port, "/readyz") == "200 ready\n"; }));
  const std::string good = read_file(scene.config());
  write_file(scene.config(), good + "[polling]\nintervall = \"1s\"\n");
  scene.daemon().signal(SIGHUP);
  EXPECT_TRUE(
      eventually([&] { return http_get(port, "/readyz").starts_with("503 config: the last reload was rejected"); }));
  EXPECT_THAT(http_get(port, "/metrics"), HasSubstr("\nnoticed_config_reload_success 0\n"));
  write_file(scene.config(), good);
  scene.daemon().signal(SIGHUP);
  EXPECT_TRUE(eventually([&] { return http_get(port, "/readyz") == "200 ready\n"; }));
}

TEST_F(AdminTest, ListenChangedByAReloadThenToldToNeedARestart) {
  Scene scene(listening());
  scene.watch(Service::build, 0);
  const auto port = start(scene);
  std::string config = read_file(scene.config());
  config.replace(config.find("127.0.0.1:0"), 11, "127.0.0.2:0");
  write_file(scene.config(), config);
  scene.daemon().signal(SIGHUP);
  EXPECT_TRUE(eventually([&] { return scene.log().find("restart_needed") != std::string::npos; }));
  EXPECT_EQ(http_get(port, "/healthz"), "200 alive\n");
}

/// Whoever is on this machine may bind the port first; the watch must not hang on that.
TEST_F(AdminTest, AddressInUseThenItWatchesAllTheSameAndSaysWhy) {
  Scene first(listening());
  first.watch(Service::build, 0);
  const auto port = start(first);
  SceneOptions options = listening();
  options.listen = "127.0.0.1:" + std::to_string(port);
  Scene second(options);
  second.watch(Service::build, 0);
  second.write();
  second.start();
  EXPECT_TRUE(second.first_sight());
  EXPECT_THAT(second.log(), HasSubstr("another program listens there already"));
  std::string said;
  EXPECT_EQ(second.command({"status"}, &said), 0);
  EXPECT_THAT(said, HasSubstr("metrics and health are not served: [daemon] listen = \"127.0.0.1:" +
                              std::to_string(port) + "\": another program listens there already"));
  first.stop();
  EXPECT_TRUE(eventually([&] { return http_get(port, "/readyz") == "200 ready\n"; }));
  EXPECT_THAT(http_get(port, "/metrics"), HasSubstr("\nnoticed_listen_failures_total "));
  EXPECT_EQ(second.stop(), 0);
}

/// One page of a gateway must not blind a host for a day without a word.
TEST_F(AdminTest, HostAsksForAPauseOfADayThenItShowsEverywhereAndIsTold) {
  Scene scene(listening());
  for (std::uint64_t i = 0; i < 5; ++i) scene.watch(Service::build, i);
  scene.watch(Service::check, 0);
  const auto port = start(scene);
  ASSERT_TRUE(scene.first_sight());
  EXPECT_EQ(http_get(port, "/readyz"), "200 ready\n");
  scene.fault("/v", "status",
              {{"status", 503}, {"body", "<html>busy</html>"}, {"headers", {{"Retry-After", "86400"}}}, {"times", 1}});
  EXPECT_TRUE(scene.until_events("observation.stale", 2));
  EXPECT_THAT(http_get(port, "/readyz"), StartsWith("503 host: http://127.0.0.1:"));
  EXPECT_TRUE(eventually([&] {
    return http_get(port, "/metrics").find("noticed_observation_stale{service=\"build\",account=\"prod\"} 5\n") !=
           std::string::npos;
  }));
  const std::string metrics = http_get(port, "/metrics");
  EXPECT_THAT(metrics, HasSubstr("noticed_observation_stale{service=\"check\",account=\"prod\"} 1\n"));
  EXPECT_TRUE(std::regex_search(metrics, std::regex("noticed_host_refusing_seconds\\{host=\"[^\"]+\"\\} [1-9]")));
  EXPECT_TRUE(std::regex_search(metrics, std::regex("noticed_poll_lag_seconds ([3-9]|[1-9][0-9])"))) << metrics;
  std::string said;
  EXPECT_EQ(scene.command({"status"}, &said), 0);
  EXPECT_THAT(said, HasSubstr(" has refused requests for "));
  EXPECT_THAT(said, HasSubstr("; next request in 14m"));
  EXPECT_THAT(said, HasSubstr("build RESOURCES ARE NOT POLLED ON TIME"));
  EXPECT_EQ(scene.count("SELECT count(*) FROM events WHERE type LIKE '%stale'"), 2) << "one for many";
  EXPECT_EQ(scene.events("resource.unreachable") + scene.events("service.unreachable"), 0);
  // A restart sends requests at once: the state of hosts is not stored.
  EXPECT_EQ(scene.stop(), 0);
  scene.start();
  EXPECT_TRUE(scene.until_events("observation.recovered", 2)) << scene.log();
  EXPECT_EQ(scene.stop(), 0);
}

TEST_F(AdminTest, DatabaseTakesNothingThenNotReadyAndTheHeartbeatStaysAwayUntilItDoes) {
  PlainServer switch_("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  Scene scene(listening());
  scene.credential("hc-url", "http://127.0.0.1:" + std::to_string(switch_.port()) + "/ping/5f0c-secret\n");
  scene.add("[heartbeat]\nurl_file = \"hc-url\"\nevery = \"1s\"");
  scene.watch(Service::build, 0);
  const auto port = start(scene);
  EXPECT_TRUE(eventually([&] { return http_get(port, "/readyz") == "200 ready\n" && switch_.heads().size() >= 2; }));
  EXPECT_THAT(switch_.heads().front(), StartsWith("GET /ping/5f0c-secret HTTP/1.1\r\n"));
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(scene.database().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_TRUE(
      eventually([&] { return http_get(port, "/readyz").starts_with("503 database: "); }, std::chrono::seconds{60}));
  EXPECT_EQ(http_get(port, "/healthz"), "200 alive\n");
  EXPECT_TRUE(eventually([&] { return scene.log().find("heartbeat_withheld") != std::string::npos; }));
  sqlite3_close(other);
  EXPECT_TRUE(eventually([&] { return http_get(port, "/readyz") == "200 ready\n"; }, std::chrono::seconds{60}));
  const std::size_t before = switch_.heads().size();
  EXPECT_TRUE(eventually([&] { return switch_.heads().size() > before; }));
  EXPECT_EQ(scene.stop(), 0);
  EXPECT_THAT(scene.log(), Not(HasSubstr("5f0c-secret")));
}

}  // namespace
}  // namespace noticed::test
