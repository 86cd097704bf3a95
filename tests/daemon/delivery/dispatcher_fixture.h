// A dispatcher over a real store, with time that the test moves and chats that answer by script.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "daemon/delivery/dispatcher.h"
#include "pollers/fake_loop.h"
#include "pollers/fake_transport.h"
#include "support/temp_dir.h"
#include "tests/support/services.h"

namespace noticed {

/// The store on the one thread there is; answers come later, as from another.
class DirectStore final : public StoreAccess {
 public:
  DirectStore(tests::FakeLoop& loop, std::unique_ptr<Store>& store) : loop_(loop), store_(store) {}
  void run(std::function<void(Store&)> work, std::function<void(std::exception_ptr)> done) override {
    std::exception_ptr error;
    try {
      if (failing) throw StoreError(StoreError::Kind::full, "disk full");
      work(*store_);
    } catch (...) {
      error = std::current_exception();
    }
    loop_.post([done = std::move(done), error] { done(error); });
  }
  bool failing = false;

 private:
  tests::FakeLoop& loop_;
  std::unique_ptr<Store>& store_;
};

class DispatcherTest : public testing::Test {
 protected:
  using Names = std::vector<std::string>;

  DispatcherTest() {
    listen();
    start();
  }
  /// The reply of a chat that accepted a message.
  static HttpResult taken(const std::string& type) {
    if (type == "slack" || type == "mattermost") return tests::reply(200, "ok");
    return tests::reply(200, R"({"errcode":0,"code":0,"id":"1"})");
  }
  void listen() {
    transport_->server = [this](const HttpRequest& request) -> std::optional<HttpResult> {
      for (const auto& sink : sinks_) {
        if (!request.url.starts_with(sink.url)) continue;
        if (script) {
          if (auto answer = script(sink, request)) return answer;
        }
        const auto answer = answers_.find(sink.name);
        return answer != answers_.end() ? answer->second : taken(sink.type);
      }
      return {};
    };
  }

  TimePoint now() const { return loop_.clock().wall(); }
  void start() {
    store_ =
        std::make_unique<Store>(StoreOptions{dir_.path() / "noticed.db", "0011223344556677", "0.1.0", false}, now());
    dispatcher_ = std::make_unique<Dispatcher>(parts());
  }
  /// As after kill -9: requests in flight are lost.
  void crash() {
    dispatcher_.reset();
    const auto sent = std::move(transport_->sent);
    transport_ = std::make_unique<tests::FakeTransport>(loop_);
    transport_->sent = sent;
    listen();
    loop_.run_posted();
    store_.reset();
    start();
    begin();
  }
  QueueParts parts() {
    const auto on_committed = [this](const std::vector<Event>&) { dispatcher_->wake(); };
    return {loop_, *transport_, access_, log_, on_committed, 7, once_};
  }

  /// A sink that gets every event without grouping, at http://NAME.
  SinkConfig& add_sink(const std::string& name, const std::string& type) {
    SinkConfig sink;
    sink.name = name;
    sink.type = type;
    sink.url = "https://" + name + ".example.com/hook";
    sink.group_wait = std::chrono::milliseconds{0};
    sink.route.sink = name;
    sinks_.push_back(sink);
    return sinks_.back();
  }
  /// Watches this many build jobs, and configures store and dispatcher.
  void begin(std::size_t jobs = 0) {
    for (; jobs > 0; --jobs) {
      WatchedResource job;
      job.info = {"prod", "ap-southeast-3", service::build, "job" + std::to_string(wanted_.size()), "", "p1", "Shop",
                  {}};
      job.info.name = "name-" + std::to_string(wanted_.size());
      job.interval = std::chrono::seconds{300};
      job.sections = 1;
      wanted_.push_back(job);
    }
    auto policy = std::make_shared<Policy>();
    policy->generation = 1;
    policy->host = "watcher";
    policy->notify_channels = {"email"};
    policy->failure_events = {"buildJobFail"};
    for (const auto& sink : sinks_) policy->routes.push_back(sink.route);
    rows_.clear();
    for (const auto& row : store_->begin_generation({wanted_, {}, {}, {}}, policy, now()).watched)
      rows_.push_back(row.resource);
    dispatcher_->configure(sinks_, {});
    loop_.advance(std::chrono::milliseconds{0});
  }

  /// A job's setting as a poll finds it. The first value makes no event, every other one does.
  void poll(std::size_t job, const std::string& setting, bool on) {
    PollReport report;
    report.resource = rows_.at(job);
    report.generation = 1;
    report.started = now();
    SectionReport section;
    section.state = SectionReport::State::fetched;
    section.asked = section.answered = now();
    section.settings = {{"email/" + setting + "/enabled", on}};
    section.answer = setting + (on ? "1" : "0");
    report.sections.push_back(section);
    store_->commit({&report, 1});
    dispatcher_->wake();
  }
  /// One event for each of the first `jobs` build jobs.
  void change(std::size_t jobs) {
    for (std::size_t i = 0; i < jobs; ++i) poll(i, "buildJobFail", true);
    for (std::size_t i = 0; i < jobs; ++i) poll(i, "buildJobFail", false);
    loop_.run_posted();
  }

  /// The bodies that arrived at a sink, in order.
  Names sent_to(const std::string& name) const {
    Names bodies;
    for (const auto& request : transport_->sent)
      if (request.url.starts_with("https://" + name + ".")) bodies.push_back(*request.post);
    return bodies;
  }
  std::size_t pending(const std::string& sink) {
    return store_->outgoing(sink, QueueOrder::by_number, now(), 100'000).due.size();
  }
  SinkState state(const std::string& sink) { return store_->outgoing(sink, QueueOrder::by_number, now(), 1).state; }

  /// Answers by sink; a sink without one answers "ok" in the form of every chat.
  void answer(const std::string& sink, HttpResult result) { answers_[sink] = std::move(result); }

  /// Asked first, if set; nullopt: the default answer.
  std::function<std::optional<HttpResult>(const SinkConfig&, const HttpRequest&)> script;

  TempDir dir_;
  tests::FakeLoop loop_;
  std::map<std::string, HttpResult> answers_;
  std::unique_ptr<tests::FakeTransport> transport_ = std::make_unique<tests::FakeTransport>(loop_);
  std::unique_ptr<Store> store_;
  DirectStore access_{loop_, store_};
  Log log_{loop_.clock(), "off", LogFormat::text};
  std::vector<SinkConfig> sinks_;
  std::vector<WatchedResource> wanted_;
  std::vector<std::int64_t> rows_;
  bool once_ = false;
  std::unique_ptr<Dispatcher> dispatcher_;
};

}  // namespace noticed
