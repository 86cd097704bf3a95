// Repositories, each with a status call and five channels, as the watcher asks them: what each API is sent, and when.
#include <gtest/gtest.h>

#include <deque>
#include <map>

#include "daemon/watch/watcher.h"
#include "pollers/fake_account.h"
#include "pollers/fake_loop.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

/// Answers at once. Each API has a limit of its own, counted in whole minutes.
class CountingCloud final : public Transport {
 public:
  explicit CountingCloud(tests::FakeLoop& loop) : loop_(loop) {}
  void send(HttpRequest request, Handler handler) override {
    const bool status = request.url.ends_with("/status");
    asked[request.url].push_back(loop_.clock().steady());
    const auto minute = loop_.clock().steady().time_since_epoch() / 1min;
    HttpResult result;
    if (++counts_[{status, minute}] > per_minute) {
      refusals.push_back(loop_.clock().steady());
      result.reply.status = 429;
      result.reply.body =
          R"({"error_code":"APIGW.0308","error_msg":"The throttling threshold has been reached: policy api over )"
          R"(ratelimit,limit:)" +
          std::to_string(per_minute) + R"(,time:1 minute"})";
    } else {
      result.reply.status = 200;
      result.reply.body = status ? status_of() : R"({"enabled":true,"subscript_events":[],"webhook_config":{}})";
    }
    loop_.post([handler = std::move(handler), result = std::move(result)]() mutable { handler(std::move(result)); });
  }
  std::map<std::string, std::deque<SteadyPoint>> asked;  // by address
  std::deque<SteadyPoint> refusals;
  int per_minute = 1'000'000;
  bool dingtalk = false;  // is on

 private:
  std::string status_of() const {
    std::string body = "{";
    for (const char* channel : {"internal_message", "email", "qyweixin", "feishu"})
      body += std::string("\"") + channel + R"(":{"enabled":true,"config_source":"repository"},)";
    return body + R"("dingding":{"enabled":)" + (dingtalk ? "true" : "false") + R"(,"config_source":"repository"}})";
  }
  tests::FakeLoop& loop_;
  std::map<std::pair<bool, std::int64_t>, int> counts_;
};

class Repositories : public testing::Test {
 protected:
  Repositories() : cloud_(loop_), fetcher_(loop_, cloud_, 1), watcher_(loop_, fetcher_, redactor_, log_, hooks()) {}

  /// The store, as far as the watcher sees it: settings are kept, dingtalk's switch is read.
  Watcher::Hooks hooks() {
    Watcher::Hooks hooks;
    hooks.commit = [this](PollReport report, std::function<void(const CommitResult*)> done) {
      CommitResult result;
      result.resource = report.resource;
      result.stored = true;
      SectionState& state = states_[report.resource];
      for (const SectionReport& section : report.sections) {
        state.seen = static_cast<SectionMask>(state.seen | bit(section.section));
        const bool failed =
            section.state == SectionReport::State::failed || section.state == SectionReport::State::late;
        if (first_reports_.size() < 100) first_reports_.push_back(section.next_due);
        late += section.state == SectionReport::State::late ? 1 : 0;
        state.failing = static_cast<SectionMask>(failed ? state.failing | bit(section.section)
                                                        : state.failing & ~bit(section.section));
        if (section.section == 0 && section.state == SectionReport::State::fetched)
          state.off = switched_off(service::repo, section.settings);
      }
      result.sections = state;
      loop_.post([result, done = std::move(done)] { done(&result); });
    };
    hooks.on_committed = [](const std::vector<Event>&) {};
    hooks.outage = [](const OutageTurn&, const std::function<void(bool)>& done) { done(true); };
    hooks.all_seen = [] {};
    hooks.idle = [] {};
    return hooks;
  }
  void start(int count) {
    auto generation = std::make_shared<Generation>();
    generation->accounts.push_back(std::make_unique<Account>("prod", Account::Endpoints{{"", "", "", "http://r"}, ""},
                                                             std::make_shared<tests::FakeSignIn>()));
    generation->paces = {{"http://r", {"r", total_.value_or(3), total_}}};
    for (int i = 1; i <= count; ++i) {
      Remembered remembered;
      remembered.resource = i;
      remembered.account = "prod";
      remembered.service = service::repo;
      remembered.id = std::to_string(i);
      remembered.project_id = remembered.id;
      remembered.interval = 300s;
      remembered.wanted = all_sections(service::repo);
      remembered.times.resize(sections_of(service::repo).size());
      add_remembered(generation->list, 0, remembered);
      generation->times.insert(generation->times.end(), remembered.times.begin(), remembered.times.end());
    }
    watcher_.start(generation, false);
  }
  void run(std::chrono::milliseconds time) {
    for (std::chrono::milliseconds gone{0}; gone < time; gone += 10s) {
      loop_.advance(10s);
      watcher_.check_staleness();
    }
  }
  /// The longest time between two looks at one section, since `from`.
  std::chrono::milliseconds longest_pause(const std::string& ending, SteadyPoint from) const {
    std::chrono::milliseconds longest{0};
    for (const auto& [address, times] : cloud_.asked) {
      if (!address.ends_with(ending)) continue;
      for (std::size_t i = 1; i < times.size(); ++i)
        if (times[i] > from) longest = std::max(longest, times[i] - times[i - 1]);
    }
    return longest;
  }

  tests::FakeLoop loop_;
  CountingCloud cloud_;
  Redactor redactor_{FingerprintKey{}};
  Log log_{loop_.clock(), "error", LogFormat::text};
  Fetcher fetcher_;
  std::map<std::int64_t, SectionState> states_;
  std::optional<double> total_;          // of the host
  std::deque<TimePoint> first_reports_;  // when the sections that were stored first are due
  int late = 0;
  Watcher watcher_;
};

TEST_F(Repositories, AllFitThenEverySectionKeepsItsIntervalThoseOfChannelsThatAreOffToo) {
  start(50);
  run(3h);
  EXPECT_EQ(cloud_.asked.size(), 300U);
  for (const char* section : {"/status", "type=email", "type=dingding"}) {
    EXPECT_LE(longest_pause(section, SteadyPoint{}), 300s * 105 / 100) << section;
    EXPECT_GE(longest_pause(section, SteadyPoint{}), 299s) << section << ": no oftener than necessary";
  }
  EXPECT_EQ(late, 0);
}

TEST_F(Repositories, NotAllFitThenChannelsThatAreOffWaitAndAreAskedAtOnceWhenSwitchedOn) {
  start(180);  // 3 a second for the channels: 900 sections, 180 of them off
  run(2h);
  const SteadyPoint warm = loop_.clock().steady();
  run(8h);
  EXPECT_LE(longest_pause("/status", warm), 300s * 105 / 100);
  EXPECT_LE(longest_pause("type=email", warm), 300s * 110 / 100);
  EXPECT_GE(longest_pause("type=dingding", warm), 9min) << "a tenth of the rate is left for them";
  EXPECT_EQ(late, 0);
  cloud_.dingtalk = true;
  const SteadyPoint switched = loop_.clock().steady();
  run(15min);
  for (const auto& [address, times] : cloud_.asked)
    if (address.ends_with("type=dingding")) {
      EXPECT_GT(times.back(), switched) << address;
    }
}

TEST_F(Repositories, HostIsLimitedThenItsApisShareThatFromTheFirstPollOn) {
  total_ = 3;
  start(20);
  loop_.advance(1s);  // before the limits are divided again
  run(1h);
  EXPECT_LE(longest_pause("/status", SteadyPoint{}), 300s * 105 / 100);
  EXPECT_LE(longest_pause("type=email", SteadyPoint{}), 300s * 105 / 100);
  for (const auto& report : first_reports_) EXPECT_LE(report, loop_.clock().wall()) << "a due time of days";
  EXPECT_FALSE(first_reports_.empty());
}

TEST_F(Repositories, CloudAllowsSixtyAMinuteOfEachApiThenNoneIsRefusedOnceThatIsKnown) {
  cloud_.per_minute = 60;
  start(200);
  run(10min);
  ASSERT_FALSE(cloud_.refusals.empty());
  const std::size_t known = cloud_.refusals.size();
  EXPECT_LE(known, 10U);
  run(1h);
  EXPECT_EQ(cloud_.refusals.size(), known);
}

}  // namespace
}  // namespace noticed
