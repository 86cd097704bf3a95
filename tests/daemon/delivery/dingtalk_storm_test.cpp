// Three thousand changes at once, for a robot that takes twenty messages a minute and locks whoever sends more for ten
// minutes, and says so inside HTTP 200.
#include <deque>
#include <regex>
#include <set>

#include "dispatcher_fixture.h"
#include "tests/support/event_numbers.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

/// A robot as DingTalk's are documented.
class Robot {
 public:
  explicit Robot(const Clock& clock) : clock_(clock) {}

  HttpResult take(const std::string& body) {
    const SteadyPoint now = clock_.steady();
    while (!lately_.empty() && lately_.front() <= now - 1min) lately_.pop_front();
    if (now < locked_until_) return refuse();
    lately_.push_back(now);
    if (lately_.size() > 20) {
      locked_until_ = now + 10min;
      return refuse();
    }
    if (body.size() > 20'000) return tests::reply(200, R"({"errcode":460101,"errmsg":"message too long"})");
    messages.push_back(nlohmann::json::parse(body)["markdown"]["text"].get<std::string>());
    return tests::reply(200, R"({"errcode":0,"errmsg":"ok"})");
  }

  std::vector<std::string> messages;
  int refusals = 0;

 private:
  HttpResult refuse() {
    ++refusals;
    return tests::reply(200, R"({"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"})");
  }
  const Clock& clock_;
  std::deque<SteadyPoint> lately_;
  SteadyPoint locked_until_{};
};

/// How often each event's number stands in the messages.
std::map<int, int> told_in(const std::vector<std::string>& messages) {
  std::map<int, int> told;
  for (const auto& message : messages)
    for (const std::int64_t number : event_numbers(message)) ++told[static_cast<int>(number)];
  return told;
}

class DingtalkStorm : public DispatcherTest {
 protected:
  DingtalkStorm() : robot_(loop_.clock()) {
    add_sink("robot", "dingtalk").group_wait = 10s;
    script = [this](const SinkConfig&, const HttpRequest& request) -> std::optional<HttpResult> {
      return robot_.take(*request.post);
    };
  }
  void expect_each_once(int events) const {
    const auto told = told_in(robot_.messages);
    for (int event = 1; event <= events; ++event) {
      const auto found = told.find(event);
      ASSERT_NE(found, told.end()) << "event " << event << " was told in no message";
      ASSERT_EQ(found->second, 1) << "event " << event << " was told more than once";
    }
  }
  Robot robot_;
};

TEST_F(DingtalkStorm, ThreeThousandDifferentChangesThenNeverLockedAndEachToldOnce) {
  begin(3000);
  for (std::size_t i = 0; i < 3000; ++i) poll(i, "event" + std::to_string(i), true);
  for (std::size_t i = 0; i < 3000; ++i) poll(i, "event" + std::to_string(i), false);
  loop_.advance(30min);
  EXPECT_EQ(robot_.refusals, 0);
  EXPECT_EQ(pending("robot"), 0U);
  expect_each_once(3000);
  RecordProperty("messages", static_cast<int>(robot_.messages.size()));
}

TEST_F(DingtalkStorm, ThreeThousandLikeChangesThenFewMessages) {
  begin(3000);
  change(3000);
  loop_.advance(30min);
  EXPECT_EQ(robot_.refusals, 0);
  expect_each_once(3000);
  RecordProperty("messages", static_cast<int>(robot_.messages.size()));
}

TEST_F(DingtalkStorm, KilledAgainAndAgainThenStillNeverLocked) {
  begin(200);
  for (std::size_t i = 0; i < 200; ++i) poll(i, "event" + std::to_string(i), true);
  for (std::size_t i = 0; i < 200; ++i) poll(i, "event" + std::to_string(i), false);
  for (int kill = 0; kill < 40; ++kill) {
    loop_.advance(std::chrono::milliseconds{(kill * 7919) % 15'000});
    crash();
  }
  loop_.advance(30min);
  EXPECT_EQ(robot_.refusals, 0);
  EXPECT_EQ(pending("robot"), 0U);
}

}  // namespace
}  // namespace noticed
