#include "daemon/admin/admin_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample_status.h"

namespace noticed {
namespace {

using testing::HasSubstr;

class PagesTest : public testing::Test {
 protected:
  struct KeptReply final : AdminReply {
    void send(const AdminAnswer& sent) override { answer = sent; }
    void begin(const AdminAnswer&) override {}
    void add(const std::string&) override {}
    void end() override {}
    void keep(std::shared_ptr<void>) override {}
    AdminAnswer answer;
  };
  AdminAnswer get(const std::string& path) {
    const auto reply = std::make_shared<KeptReply>();
    for (const auto& page : pages_)
      if (page.path == path) page.handle({}, reply);
    return reply->answer;
  }
  std::string said(const std::string& path) { return std::to_string(get(path).status) + " " + get(path).body; }

  DaemonStatus daemon_status_ = sample_status();
  bool wanted_ = false;
  AdminRoutes pages_ = admin_pages([this] { return daemon_status_; }, [this] { return wanted_; });
};

TEST_F(PagesTest, AllWellThenAliveAndReady) {
  EXPECT_EQ(said("/healthz"), "200 alive\n");
  EXPECT_EQ(said("/readyz"), "200 ready\n");
}

TEST_F(PagesTest, StorageThreadSilentThenNeitherAliveNorReady) {
  daemon_status_.storage_silence = kStorageBound - std::chrono::milliseconds{1};
  EXPECT_EQ(said("/healthz"), "200 alive\n");
  daemon_status_.storage_silence = kStorageBound;
  EXPECT_EQ(said("/healthz"), "503 the storage thread has owed an answer for 60 s\n");
  EXPECT_EQ(said("/readyz"), "503 database: the storage thread has not answered for 60 s\n");
}

TEST_F(PagesTest, StorageFailsThenAliveButNotReady) {
  daemon_status_.storage_failing = true;
  EXPECT_EQ(said("/healthz"), "200 alive\n");
  EXPECT_EQ(said("/readyz"), "503 database: results cannot be stored; the log says why\n");
}

TEST_F(PagesTest, JustStartedThenALineForEachReason) {
  daemon_status_.watching = daemon_status_.first_poll_done = false;
  EXPECT_EQ(said("/readyz"), "503 config: not in force yet\n");
  daemon_status_.watching = true;
  daemon_status_.config_good = false;
  EXPECT_EQ(said("/readyz"),
            "503 config: the last reload was rejected, the previous one is in force; `noticed check` says why\n"
            "first poll: not finished, 1 of 12 resources not polled yet\n");
  daemon_status_.groups[0].poll_stats.resources[static_cast<std::size_t>(ResourceState::fresh)] = 0;
  daemon_status_.config_good = true;
  EXPECT_EQ(said("/readyz"), "503 first poll: discovery has not finished\n");
  daemon_status_.stopping = true;
  EXPECT_THAT(said("/readyz"), testing::StartsWith("503 stopping\n"));
}

TEST_F(PagesTest, HostRefusesForAMinuteThenNotReadyAndNamed) {
  using namespace std::chrono_literals;
  daemon_status_.hosts[0] = {"build.example.com", noon() - 2s, noon() + 3s, "HTTP 429"};
  EXPECT_EQ(said("/readyz"), "200 ready\n") << "so a rate limit works";
  daemon_status_.hosts[0] = {"build.example.com", noon() - 2s, noon() + 15min, "HTTP 503: an HTML page"};
  EXPECT_EQ(said("/readyz"),
            "503 host: build.example.com has refused requests for 2s (HTTP 503: an HTML page); next request in 15m\n");
  daemon_status_.hosts[0] = {"build.example.com", noon() - 20min, noon() - 1s, "HTTP 429"};
  EXPECT_EQ(said("/readyz"),
            "503 host: build.example.com has refused requests for 20m (HTTP 429); next request in 0s\n");
}

TEST_F(PagesTest, MetricsThenInTheFormatThatPrometheusReads) {
  EXPECT_EQ(get("/metrics").type, "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_THAT(get("/metrics").body, HasSubstr("# HELP noticed_polls_total Polls that ended"));
}

TEST_F(PagesTest, PageNotWantedThenNotFound) {
  EXPECT_EQ(said("/"), "404 here are /metrics, /healthz and /readyz; [daemon] status_page is false\n");
  wanted_ = true;
  EXPECT_EQ(get("/").status, 200U);
  EXPECT_EQ(get("/").type, "text/html; charset=utf-8");
}

TEST_F(PagesTest, TableThenThesePagesAndNoOther) {
  std::string table;
  for (const auto& page : pages_) table += page.method + " " + page.path + " " + std::to_string(page.body) + "\n";
  EXPECT_EQ(table, "GET /metrics 0\nGET /healthz 0\nGET /readyz 0\nGET / 0\n");
}

TEST(DaemonStatus, NotEverythingWellThenNoHeartbeat) {
  DaemonStatus daemon_status = sample_status();
  EXPECT_TRUE(well(daemon_status));
  daemon_status.config_good = daemon_status.first_poll_done = false;  // it watches all the same
  EXPECT_TRUE(well(daemon_status));
  daemon_status.storage_failing = true;
  EXPECT_FALSE(well(daemon_status));
  daemon_status = sample_status();
  daemon_status.storage_silence = kStorageBound;
  EXPECT_FALSE(well(daemon_status));
  daemon_status = sample_status();
  daemon_status.stopping = true;
  EXPECT_FALSE(well(daemon_status));
}

TEST(DaemonStatus, GroupsThenSums) {
  const DaemonStatus daemon_status = sample_status();
  EXPECT_EQ(daemon_status.resources(), 12);
  EXPECT_EQ(daemon_status.resources(ResourceState::ok), 10);
  EXPECT_EQ(daemon_status.failing_resources(), 1);
  EXPECT_EQ(daemon_status.pending(), 12);
}

}  // namespace
}  // namespace noticed
