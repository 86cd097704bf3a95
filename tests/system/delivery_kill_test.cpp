// Killed hard forty times at random instants while some hundred changes flow to three sinks, of which one is down,
// one slow, one answers 200 with an error inside every other time.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>
#include <nlohmann/json.hpp>
#include <random>

#include "system/scene.h"
#include "tests/support/event_numbers.h"

namespace noticed::test {
namespace {

using codearts::Service;

constexpr int kKills = 40;
constexpr long kEvents = 250;
constexpr int kJobs = 120;

/// A port of loopback that nobody listens at.
std::uint16_t closed_port() {
  const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(probe, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(probe);
  return ntohs(address.sin_port);
}

/// How often a message that was taken told of each event.
std::map<long, long> told_at(const receiver::Receiver& receiver, const std::function<bool(const std::string&)>& taken) {
  std::map<long, long> told;
  for (const auto& delivery : receiver.deliveries()) {
    if (!taken(delivery.body)) continue;
    const auto json = nlohmann::json::parse(delivery.body);
    if (json.contains("data")) {
      ++told[json["data"]["seq"].get<long>()];
      continue;
    }
    for (const std::int64_t number : event_numbers(json.dump())) ++told[number];
  }
  return told;
}

class DeliveryUnderKills : public testing::Test {
 protected:
  static SceneOptions options(std::uint16_t down, const std::string& lying) {
    SceneOptions options;
    options.cloud["generate"] = {{"build", kJobs}, {"pipeline", 1}, {"check", 1}, {"repo", 1}};
    options.extra =
        "[[sink]]\nname = \"down\"\ntype = \"mattermost\"\nurl = \"http://127.0.0.1:" + std::to_string(down) +
        "/hooks/x\"\ngroup_wait = \"200ms\"\nmax_age = \"30s\"\n" +
        "[[sink]]\nname = \"lying\"\ntype = \"dingtalk\"\nurl = \"" + lying + "\"\ngroup_wait = \"200ms\"\n";
    return options;
  }

  DeliveryUnderKills() {
    for (int i = 0; i < 2000; ++i) {
      lying_.answer({.status = 200, .body = R"({"errcode":-1,"errmsg":"system busy"})"}, 1);
      lying_.answer({.status = 200, .body = R"({"errcode":0,"errmsg":"ok"})"}, 1);
    }
    lying_.answer({.status = 200, .body = R"({"errcode":0,"errmsg":"ok"})"});
    scene_.receiver().answer({.status = 200, .body = {}, .headers = {}, .delay = std::chrono::milliseconds{300}});
    for (int i = 0; i < kJobs; ++i) jobs_.push_back(scene_.watch(Service::build, static_cast<std::uint64_t>(i)));
    scene_.write();
  }
  void change(std::size_t count) {
    for (; count > 0; --count, ++changes_) {
      const auto& job = jobs_[changes_ % jobs_.size()];
      const bool on = changes_ / jobs_.size() % 2 == 0;
      scene_.set(Service::build, job, "query", "/result/0/enable_map/deleteJob", on);
    }
  }
  long events() const { return scene_.count("SELECT count(*) FROM events"); }

  /// Every event arrived at `sink`; again at most once for each message that was in flight at a kill.
  void expect_delivered(const std::string& sink, const std::map<long, long>& told) const {
    long twice = 0;
    for (const auto& row :
         scene_.query("SELECT e.seq, (SELECT count(*) FROM attempts a WHERE a.event_id = e.id AND a.sink = '" + sink +
                      "' AND a.verdict IS NULL) FROM events e "
                      "JOIN deliveries d ON d.event_id = e.id AND d.sink = '" +
                      sink + "'")) {
      const auto found = told.find(std::stol(row[0]));
      ASSERT_NE(found, told.end()) << sink << " was never told of #" << row[0];
      ASSERT_LE(found->second, 1 + std::stol(row[1])) << sink << " was told too often of #" << row[0];
      twice += found->second - 1;
    }
    std::printf("%s: every event told, %ld of them once more\n", sink.c_str(), twice);
  }

  std::uint16_t down_port_ = closed_port();
  receiver::Receiver lying_;
  Scene scene_{options(down_port_, lying_.url())};
  std::vector<std::string> jobs_;
  std::size_t changes_ = 0;
};

TEST_F(DeliveryUnderKills, EveryEventIsDeliveredOrVisiblyDeadAndOnlyLettersInFlightAreRepeated) {
  std::mt19937 random(20261122);
  scene_.start();
  ASSERT_TRUE(scene_.first_sight());
  for (int kill = 0; kill < kKills; ++kill) {
    change(8);
    ::poll(nullptr, 0, static_cast<int>(random() % 700));
    scene_.kill_hard();
    scene_.start();
  }
  while (events() < kEvents) {
    change(20);
    ::poll(nullptr, 0, 1000);
  }
  const auto all_settled = [&](const std::string& sink) {
    return scene_.until_count("SELECT count(*) FROM deliveries WHERE state = 'pending' AND sink = '" + sink + "'", 0,
                              std::chrono::seconds{180});
  };
  EXPECT_TRUE(all_settled("ops"));
  EXPECT_TRUE(all_settled("lying"));
  // After an outage longer than max_age its messages are dead, and `replay` sends them again.
  EXPECT_GT(scene_.count("SELECT count(*) FROM deliveries WHERE sink = 'down' AND state = 'dead'"), 0);
  EXPECT_EQ(scene_.count("SELECT count(*) FROM deliveries WHERE sink = 'down' AND state = 'delivered'"), 0);
  receiver::Receiver back({.port = down_port_});
  back.answer({.status = 200, .body = "ok"});
  std::string output;
  EXPECT_EQ(scene_.command({"replay", "--sink", "down", "--dead", "--since", "1d ago"}, &output), 0) << output;
  EXPECT_TRUE(all_settled("down"));
  EXPECT_EQ(scene_.count("SELECT count(*) FROM deliveries WHERE state <> 'delivered'"), 0);
  EXPECT_EQ(scene_.stop(), 0);

  expect_delivered("ops", told_at(scene_.receiver(), [](const std::string&) { return true; }));
  expect_delivered("down", told_at(back, [](const std::string&) { return true; }));
  bool odd = false;  // whether it refuses this request
  expect_delivered("lying", told_at(lying_, [&](const std::string&) { return !(odd = !odd); }));
  EXPECT_EQ(scene_.count("SELECT count(*) FROM events e WHERE NOT EXISTS "
                         "(SELECT 1 FROM deliveries d WHERE d.event_id = e.id AND d.sink = 'ops')"),
            0);
  std::printf("%d kills, %ld events\n", kKills, events());
}

}  // namespace
}  // namespace noticed::test
