// What /metrics prints, line by line; Prometheus's own tool must accept it without complaints.
#include "daemon/admin/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <set>

#include "sample_status.h"
#include "support/temp_dir.h"

namespace noticed {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Whether `line` is a complete line of the text.
bool has(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST(Metrics, PollsThenCountedByOutcome) {
  const std::string text = metrics_text(sample_status());
  const std::string build = "noticed_polls_total{service=\"build\",account=\"prod\",region=\"ap-southeast-3\",outcome=";
  EXPECT_TRUE(has(text, build + "\"ok\"} 40"));
  EXPECT_TRUE(has(text, build + "\"timeout\"} 2"));
  EXPECT_TRUE(has(text, build + "\"unsigned\"} 0"));
  EXPECT_TRUE(has(
      text, "noticed_polls_total{service=\"repo\",account=\"prod\",region=\"ap-southeast-3\",outcome=\"partial\"} 5"));
}

TEST(Metrics, PollTimesThenAHistogram) {
  const std::string text = metrics_text(sample_status());
  EXPECT_TRUE(has(text, "noticed_poll_seconds_bucket{le=\"1\"} 0"));
  EXPECT_TRUE(has(text, "noticed_poll_seconds_bucket{le=\"2.5\"} 1"));
  EXPECT_TRUE(has(text, "noticed_poll_seconds_bucket{le=\"60\"} 1"));
  EXPECT_TRUE(has(text, "noticed_poll_seconds_bucket{le=\"+Inf\"} 2"));
  EXPECT_TRUE(has(text, "noticed_poll_seconds_count 2"));
  EXPECT_TRUE(has(text, "noticed_poll_seconds_sum 91.5"));
}

TEST(Metrics, AgesThenAHistogramOfNow) {
  DaemonStatus daemon_status = sample_status();
  for (const int age : {10, 61, 301, 100'000}) daemon_status.groups[0].ages.add(std::chrono::seconds{age});
  const std::string text = metrics_text(daemon_status);
  const std::string build = "noticed_observation_age_seconds_bucket{service=\"build\",account=\"prod\",le=";
  EXPECT_TRUE(has(text, build + "\"60\"} 1"));
  EXPECT_TRUE(has(text, build + "\"300\"} 2"));
  EXPECT_TRUE(has(text, build + "\"86400\"} 3"));
  EXPECT_TRUE(has(text, build + "\"+Inf\"} 4"));
  EXPECT_TRUE(has(text, "noticed_observation_age_seconds_sum{service=\"build\",account=\"prod\"} 100372"));
}

TEST(Metrics, ResourcesThenByStateWithWhatTheSurveyKnows) {
  const std::string text = metrics_text(sample_status());
  const std::string labels = "{service=\"build\",account=\"prod\"";
  EXPECT_TRUE(has(text, "noticed_resources" + labels + ",state=\"ok\"} 7"));
  EXPECT_TRUE(has(text, "noticed_resources" + labels + ",state=\"new\"} 1"));
  EXPECT_TRUE(has(text, "noticed_resources" + labels + ",state=\"unreachable\"} 1"));
  EXPECT_TRUE(has(text, "noticed_uncovered" + labels + "} 2"));
  EXPECT_TRUE(has(text, "noticed_oldest_observation_seconds" + labels + "} 600"));
  EXPECT_THAT(text, Not(HasSubstr("noticed_uncovered{service=\"repo\""))) << "not known yet";
  EXPECT_TRUE(has(text, "noticed_changes_total{service=\"build\",severity=\"critical\"} 3"));
}

TEST(Metrics, WhatIsNotLookedAtThenCountedAndItsHostNamed) {
  DaemonStatus daemon_status = sample_status();
  daemon_status.hosts[0].refuses_since = noon() - std::chrono::minutes{12};
  const std::string text = metrics_text(daemon_status);
  EXPECT_TRUE(has(text, "noticed_observation_stale{service=\"build\",account=\"prod\"} 4"));
  EXPECT_TRUE(has(text, "noticed_observation_stale{service=\"repo\",account=\"prod\"} 0"));
  EXPECT_TRUE(has(text, "noticed_host_refusing_seconds{host=\"build.example.com\"} 720"));
  EXPECT_TRUE(has(text, "noticed_host_refusing_seconds{host=\"repo.example.com\"} 0"));
  EXPECT_TRUE(has(text, "noticed_listen_failures_total 2"));
}

TEST(Metrics, SinksThenWhatWaitsAndWhatCameOfRequests) {
  const std::string text = metrics_text(sample_status());
  EXPECT_TRUE(has(text, "noticed_deliveries_total{sink=\"ops\",outcome=\"delivered\"} 9"));
  EXPECT_TRUE(has(text, "noticed_deliveries_total{sink=\"ops\",outcome=\"suspend\"} 4"));
  EXPECT_TRUE(has(text, "noticed_deliveries_dead{sink=\"ops\"} 2"));
  EXPECT_TRUE(has(text, "noticed_sink_suspended{sink=\"ops\"} 1"));
  EXPECT_TRUE(has(text, "noticed_sink_suspended{sink=\"pager\"} 0"));
  EXPECT_TRUE(has(text, "noticed_outbox_pending{sink=\"ops\"} 12"));
  EXPECT_TRUE(has(text, "noticed_outbox_oldest_seconds{sink=\"ops\"} 90"));
  EXPECT_TRUE(has(text, "noticed_outbox_oldest_seconds{sink=\"pager\"} 0"));
}

TEST(Metrics, AccountsAndTheDaemonItselfThenSaid) {
  DaemonStatus daemon_status = sample_status();
  daemon_status.config_good = false;
  const std::string text = metrics_text(daemon_status);
  EXPECT_TRUE(has(text, "noticed_credential_expires_seconds{account=\"prod\"} 7200"));
  EXPECT_TRUE(has(text, "noticed_discovery_age_seconds{account=\"prod\"} 1800"));
  EXPECT_THAT(text, Not(HasSubstr("account=\"test\""))) << "its key never ends, no rule names it";
  EXPECT_TRUE(has(text, "noticed_poll_lag_seconds 1.25"));
  EXPECT_TRUE(has(text, "noticed_config_reload_success 0"));
  EXPECT_TRUE(has(text, "noticed_db_bytes 4194304"));
  EXPECT_TRUE(has(text, "noticed_wal_bytes 65536"));
  EXPECT_THAT(text, HasSubstr("\nnoticed_build_info{version=\""));
}

TEST(Metrics, NoCompleteRoundYetThenItsAgeCountsFromTheStart) {
  DaemonStatus daemon_status = sample_status();
  daemon_status.accounts[0].discovered.reset();
  EXPECT_TRUE(has(metrics_text(daemon_status), "noticed_discovery_age_seconds{account=\"prod\"} 93600"));
}

TEST(Metrics, NamesFullOfQuotesThenEscaped) {
  DaemonStatus daemon_status = sample_status();
  daemon_status.sinks[0].now.sink = "a\"b\\c\nd";
  EXPECT_TRUE(has(metrics_text(daemon_status), "noticed_outbox_pending{sink=\"a\\\"b\\\\c\\nd\"} 12"));
}

TEST(Metrics, TenThousandMoreResourcesThenNoMoreSeries) {
  DaemonStatus many = sample_status();
  many.groups[0].poll_stats.resources[0] += 10'000;
  const auto lines = [](const std::string& text) { return std::count(text.begin(), text.end(), '\n'); };
  EXPECT_EQ(lines(metrics_text(many)), lines(metrics_text(sample_status())));
}

TEST(Metrics, CheckedByPromtoolThenNothingToSay) {
  // lint: skip: needs promtool, of the package prometheus
  if (std::system("command -v promtool >/dev/null") != 0) GTEST_SKIP() << "no promtool: install the package prometheus";
  TempDir dir;
  const auto file = dir.write("metrics", metrics_text(sample_status()));
  FILE* pipe = ::popen(("promtool check metrics < " + file.string() + " 2>&1").c_str(), "r");
  std::string said;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) said += static_cast<char>(c);
  EXPECT_EQ(::pclose(pipe), 0);
  EXPECT_EQ(said, "");
}

}  // namespace
}  // namespace noticed
