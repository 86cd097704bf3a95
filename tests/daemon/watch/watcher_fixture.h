// A watcher of build jobs, with a scripted store and cloud.
#pragma once

#include <gtest/gtest.h>

#include "daemon/watch/watcher.h"
#include "pollers/fake_account.h"
#include "pollers/fake_loop.h"

namespace noticed {

using namespace std::chrono_literals;

/// A watcher of build jobs at one host; requests wait until the test answers them.
class WatcherTest : public testing::Test {
 protected:
  WatcherTest() : fetcher_(loop_, transport_, 1), watcher_(loop_, fetcher_, redactor_, log_, hooks()) {}

  Watcher::Hooks hooks() {
    Watcher::Hooks hooks;
    hooks.commit = [this](PollReport report, std::function<void(const CommitResult*)> done) {
      if (!storing) return loop_.post([done = std::move(done)] { done(nullptr); });
      CommitResult result;
      result.resource = report.resource;
      result.stored = true;
      result.sections.seen = result.sections.nonempty = bit(0);
      if (report.sections.front().state == SectionReport::State::failed) result.sections.failing = bit(0);
      result.events = std::exchange(notified, {});
      if (finding) result.changed = bit(0);
      if (slow) return kept.push_back([result, done = std::move(done)] { done(&result); });
      loop_.post([result, done = std::move(done)] { done(&result); });
    };
    hooks.on_committed = [](const std::vector<Event>&) {};
    hooks.outage = [this](const OutageTurn& turn, const std::function<void(bool)>& done) {
      outages.push_back(turn);
      loop_.post([this, done] { done(storing); });
    };
    hooks.all_seen = [] {};
    hooks.idle = [this] { ++times_idle_; };
    hooks.asked = [this](std::uint32_t index, const PollOutcome& outcome) {
      if (asked) asked(index, outcome);
    };
    return hooks;
  }
  static Remembered job(std::int64_t number) {
    Remembered job;
    job.resource = number;
    job.account = "prod";
    job.id = "job" + std::to_string(number);
    job.interval = 60s;
    job.wanted = bit(0);
    return job;
  }
  void start(std::int64_t jobs, bool once) {
    auto generation = std::make_shared<Generation>();
    for (const char* name : {"prod", "test"})
      generation->accounts.push_back(std::make_unique<Account>(name, Account::Endpoints{{"http://b", "", "", ""}, ""},
                                                               std::make_shared<tests::FakeSignIn>()));
    generation->paces = {{"http://b", {"b", pace}}};
    for (std::int64_t i = 1; i <= jobs; ++i) {
      Remembered remembered = job(i);
      if (known) remembered.sections.seen = remembered.sections.nonempty = bit(0);
      remembered.times.resize(1);
      if (due_in) {
        const TimePoint due = loop_.clock().wall() + due_in(i);
        remembered.times[0] = {due, due - remembered.interval, due - remembered.interval, 0};
      }
      add_remembered(generation->list, account, remembered);
      generation->times.push_back(remembered.times[0]);
    }
    watcher_.start(generation, once);
    loop_.advance(100ms);
  }
  void refuse() {
    ASSERT_FALSE(transport_.waiting.empty());
    HttpResult result;
    result.reply.status = 403;
    result.reply.body = "{}";
    transport_.answer(std::move(result));
    loop_.advance(100ms);
  }
  void answer(bool enabled = true) {
    ASSERT_FALSE(transport_.waiting.empty());
    HttpResult result;
    result.reply.status = 200;
    const std::string on = enabled ? "true" : "false";
    result.reply.body = R"({"result":[{"notice_type":"MAIL","enable_map":{"buildJobFail":)" + on;
    result.reply.body += R"(}}],"status":"success"})";
    transport_.answer(std::move(result));
    loop_.advance(100ms);
  }

  tests::FakeLoop loop_;
  tests::HeldTransport transport_;
  Redactor redactor_{FingerprintKey{}};
  Log log_{loop_.clock(), "error", LogFormat::text};
  Fetcher fetcher_;
  int times_idle_ = 0;
  double pace = 1000;                                        // requests per second that the host allows
  std::function<std::chrono::seconds(std::int64_t)> due_in;  // the next poll of a job, by number; none: all are new
  std::uint8_t account = 0;                                  // whose jobs they are
  bool known = false;                                        // the store knows them from an earlier run
  bool finding = false;                                      // every stored result is a different change
  bool slow = false;                                         // the store answers only when the test says so
  std::vector<std::function<void()>> kept;                   // its answers
  bool storing = true;                                       // false: the store cannot write
  std::vector<Event> notified;                               // what the next commit leads to
  std::vector<OutageTurn> outages;                           // passed to the store
  std::function<void(std::uint32_t, const PollOutcome&)> asked;
  Watcher watcher_;
};

}  // namespace noticed
