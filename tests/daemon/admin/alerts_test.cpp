// The shipped alert rules and the dashboard: they name metrics that exist, and each rule fires when it should.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "daemon/admin/metrics.h"
#include "sample_status.h"
#include "tests/support/file_text.h"

namespace noticed {
namespace {

using Names = std::set<std::string>;

Names names_in(const std::string& text) {
  static const std::regex kName("noticed_[a-z_]+");
  Names names;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), kName); at != std::sregex_iterator(); ++at)
    names.insert(at->str());
  return names;
}

/// The names of its series; a histogram has three.
Names printed() {
  std::istringstream lines(metrics_text(sample_status()));
  Names names;
  for (std::string line; std::getline(lines, line);)
    if (!line.starts_with('#')) names.insert(line.substr(0, line.find_first_of("{ ")));
  return names;
}

Names without(const Names& wanted, const Names& known) {
  Names rest;
  std::set_difference(wanted.begin(), wanted.end(), known.begin(), known.end(), std::inserter(rest, rest.end()));
  return rest;
}

/// Runs it, expects success, and returns its output for messages.
std::string run(const std::string& command, int* status) {
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  std::string said;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) said += static_cast<char>(c);
  *status = ::pclose(pipe);
  return said;
}

TEST(Metrics, AllThatIsPromisedThenPrinted) {
  const Names promised{"noticed_polls_total",
                       "noticed_poll_seconds_bucket",
                       "noticed_poll_seconds_count",
                       "noticed_poll_seconds_sum",
                       "noticed_poll_lag_seconds",
                       "noticed_observation_age_seconds_bucket",
                       "noticed_observation_age_seconds_count",
                       "noticed_observation_age_seconds_sum",
                       "noticed_observation_stale",
                       "noticed_host_refusing_seconds",
                       "noticed_listen_failures_total",
                       "noticed_resources",
                       "noticed_uncovered",
                       "noticed_oldest_observation_seconds",
                       "noticed_changes_total",
                       "noticed_deliveries_total",
                       "noticed_deliveries_dead",
                       "noticed_sink_suspended",
                       "noticed_outbox_pending",
                       "noticed_outbox_oldest_seconds",
                       "noticed_credential_expires_seconds",
                       "noticed_discovery_age_seconds",
                       "noticed_config_reload_success",
                       "noticed_db_bytes",
                       "noticed_wal_bytes",
                       "noticed_build_info"};
  EXPECT_EQ(printed(), promised);
}

TEST(Alerts, EveryMetricTheyNameThenPrinted) {
  const Names named = names_in(read_file(NOTICED_SYSTEMD "/noticed-alerts.yml"));
  EXPECT_GE(named.size(), 11U);
  EXPECT_EQ(without(named, printed()), Names{});
}

TEST(Dashboard, EveryMetricItNamesThenPrinted) {
  const auto board = nlohmann::json::parse(read_file(NOTICED_SYSTEMD "/noticed-dashboard.json"));
  Names named;
  for (const auto& panel : board.at("panels"))
    for (const auto& target : panel.at("targets")) named.merge(names_in(target.at("expr").get<std::string>()));
  EXPECT_EQ(without(named, printed()), Names{});
  Names unseen = without(printed(), named);
  EXPECT_EQ(unseen, (Names{"noticed_config_reload_success", "noticed_listen_failures_total",
                           "noticed_observation_age_seconds_count", "noticed_observation_age_seconds_sum",
                           "noticed_poll_seconds_count", "noticed_poll_seconds_sum"}))
      << "a metric that no panel shows";
}

TEST(Dashboard, PanelsThenOnOneScreenWithoutOverlap) {
  const auto board = nlohmann::json::parse(read_file(NOTICED_SYSTEMD "/noticed-dashboard.json"));
  std::set<std::pair<int, int>> taken;
  for (const auto& panel : board.at("panels")) {
    const auto& place = panel.at("gridPos");
    for (int x = place.at("x"); x < place.at("x").get<int>() + place.at("w").get<int>(); ++x)
      for (int y = place.at("y"); y < place.at("y").get<int>() + place.at("h").get<int>(); ++y) {
        EXPECT_TRUE(taken.emplace(x, y).second) << panel.at("title");
        EXPECT_TRUE(x < 24 && y < 24) << panel.at("title");
      }
  }
}

TEST(Alerts, JudgedByPromtoolThenEachFiresWhenItShould) {
  // lint: skip: needs promtool, of the package prometheus
  if (std::system("command -v promtool >/dev/null") != 0) GTEST_SKIP() << "no promtool: install the package prometheus";
  int status = 0;
  const std::string rules = read_file(NOTICED_SYSTEMD "/noticed-alerts.yml");
  static const std::regex kAlert("- alert: ");
  const auto count = std::distance(std::sregex_iterator(rules.begin(), rules.end(), kAlert), std::sregex_iterator());
  const std::string checked = run("promtool check rules '" NOTICED_SYSTEMD "/noticed-alerts.yml'", &status);
  EXPECT_EQ(status, 0) << checked;
  EXPECT_THAT(checked, testing::HasSubstr(" " + std::to_string(count) + " rules found"));
  const std::string tested = run("promtool test rules '" NOTICED_ALERT_TESTS "'", &status);
  EXPECT_EQ(status, 0) << tested;
  EXPECT_THAT(tested, testing::HasSubstr("SUCCESS"));
}

TEST(Alerts, EachRuleThenHasATestThatFiresIt) {
  const std::string tests = read_file(NOTICED_ALERT_TESTS);
  const std::string rules = read_file(NOTICED_SYSTEMD "/noticed-alerts.yml");
  static const std::regex kAlert("- alert: (\\w+)");
  for (auto at = std::sregex_iterator(rules.begin(), rules.end(), kAlert); at != std::sregex_iterator(); ++at)
    EXPECT_THAT(tests, testing::HasSubstr("alertname: " + at->str(1) + "\n        exp_alerts:\n")) << at->str(1);
}

}  // namespace
}  // namespace noticed
