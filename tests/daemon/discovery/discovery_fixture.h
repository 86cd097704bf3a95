// A cloud that lists what a test puts into it, with faults by request, and hooks that record their calls.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "daemon/discovery/discovery.h"
#include "pollers/fake_loop.h"

namespace noticed::tests {

class DiscoveryTest : public testing::Test {
 protected:
  using Answer = std::variant<RedactedJson, Failure>;

  static std::string project(char digit) { return std::string(32, digit); }

  /// A rule for only these services, with a round every hour.
  static DiscoverRule rule(const std::string& account, const std::vector<Service>& services) {
    DiscoverRule rule;
    rule.account = account;
    for (const Service service : services) rule.sections[static_cast<std::size_t>(service)] = 1;
    return rule;
  }

  void start(std::vector<DiscoverRule> rules, std::vector<std::string> accounts = {"prod"}, std::uint32_t seed = 7) {
    discovery_ = std::make_unique<Discovery>(loop_, hooks(), std::move(accounts), std::move(rules), seed);
    discovery_->start();
    run();
  }
  /// Runs until only timers are left.
  void run() { loop_.advance(std::chrono::milliseconds(0)); }
  /// A whole round: advances the time until the next one begins.
  void next_round() {
    heard_.clear();
    asked_.clear();
    loop_.advance(loop_.next().value_or(std::chrono::milliseconds(0)));
  }

  DiscoveryHooks hooks() {
    DiscoveryHooks hooks;
    hooks.ask = [this](std::size_t account, std::optional<Service> service, ListingRequest request,
                       std::function<void(Answer)> answered) {
      const std::string what = about(service, request);
      asked_.push_back(std::to_string(account) + " " + what);
      answers_.push_back([this, what, request = std::move(request), answered = std::move(answered)] {
        answered(answer_to(what, request));
      });
      if (!hold_answers_) loop_.post([this] { answer_next(); });
    };
    hooks.projects = [this](std::size_t account, std::vector<ProjectInfo> projects, std::function<void(bool)> done) {
      std::string line = std::to_string(account) + " projects:";
      for (const ProjectInfo& one : projects) line += " " + one.id.substr(0, 2) + "=" + one.name;
      take(std::move(line), std::move(done));
    };
    hooks.listing = [this](Listing listing, std::function<void(bool)> done) {
      std::string line = listing.account + " " + std::string(to_text(listing.service)) + " ";
      line += listing.project.id.substr(0, 2) + "=" + listing.project.name + ": " + std::to_string(listing.rows.size());
      rows_ = std::move(listing.rows);
      take(std::move(line), std::move(done));
    };
    hooks.round_ended = [this](std::size_t account, bool complete, const std::string& trouble,
                               std::function<void()> done) {
      hear(std::to_string(account) + (complete ? " complete" : " incomplete: ") + trouble);
      if (hold_end_) {
        held_end_ = std::move(done);
      } else {
        loop_.post(std::move(done));
      }
    };
    hooks.trouble = [this](std::size_t account, std::string_view what, const std::string& detail) {
      hear(std::to_string(account) + " trouble " + std::string(what) + ": " + detail);
    };
    return hooks;
  }

  /// Gives the answer of the oldest pending request.
  void answer_next() {
    const auto answer = std::move(answers_.front());
    answers_.pop_front();
    answer();
  }

  void take(std::string line, std::function<void(bool)> done) {
    hear(std::move(line));
    if (hold_store_) {
      held_.push_back(std::move(done));
    } else {
      loop_.post([this, done = std::move(done)] { done(store_takes_); });
    }
  }

  void hear(std::string line) {
    heard_.push_back(std::move(line));
    if (on_hearing_) on_hearing_();
  }

  /// "projects" or "build 1111…", as in reported troubles.
  static std::string about(std::optional<Service> service, const ListingRequest& request) {
    if (!service) return "projects";
    const std::string marks[] = {"/v1/job/", "/v5/", "/v2/", "/v4/projects/"};
    const std::string& mark = marks[static_cast<std::size_t>(*service)];
    EXPECT_TRUE(request.target.starts_with(mark)) << request.target;
    return std::string(to_text(*service)) + " " + request.target.substr(mark.size(), 32);
  }

  /// The cloud's rows, page by page, unless a fault is set for this listing.
  Answer answer_to(const std::string& what, const ListingRequest& request) {
    const std::size_t page = number_in(request) / (counts_pages(what) ? 1 : limit(what));
    if (const auto fault = faults_.find(what); fault != faults_.end())
      if (auto answer = fault->second(page)) return std::move(*answer);
    return page_of(what, page);
  }

  Answer page_of(const std::string& what, std::size_t page) const {
    nlohmann::json rows = nlohmann::json::array();
    const std::size_t total = what == "projects" ? projects_.size() : rows_in_.contains(what) ? rows_in_.at(what) : 0;
    for (std::size_t i = page * limit(what); i < std::min(total, (page + 1) * limit(what)); ++i)
      rows.push_back(row(what, i));
    return answer_of(what, std::move(rows), total);
  }

  static Answer answer_of(const std::string& what, nlohmann::json rows, std::size_t total) {
    if (what.starts_with("repo")) return Redactor(FingerprintKey{}).redact(std::move(rows));
    const std::string list = what.starts_with("build")      ? "jobs"
                             : what.starts_with("pipeline") ? "pipelines"
                             : what.starts_with("check")    ? "tasks"
                                                            : "projects";
    return Redactor(FingerprintKey{}).redact({{list, std::move(rows)}, {"total", total}});
  }

  nlohmann::json row(const std::string& what, std::size_t number) const {
    if (what == "projects") return {{"project_id", projects_[number].id}, {"project_name", projects_[number].name}};
    if (what.starts_with("repo")) return {{"id", number + 1}, {"name", "r"}};
    std::string key = std::to_string(number);
    key.insert(0, 32 - key.size(), '0');
    return {{what.starts_with("build") ? "id" : what.starts_with("pipeline") ? "pipeline_id" : "task_id", key}};
  }

  static bool counts_pages(const std::string& what) { return what.starts_with("build") || what.starts_with("check"); }
  static std::size_t limit(const std::string& what) { return what.starts_with("pipeline") ? 50 : 100; }
  static std::size_t number_in(const ListingRequest& request) {
    if (request.post) return nlohmann::json::parse(*request.post).at("offset").get<std::size_t>();
    return std::stoul(request.target.substr(request.target.find('=') + 1));
  }

  static Failure failure(FailureKind kind, const std::string& detail) {
    Failure failure;
    failure.kind = kind;
    failure.detail = detail;
    return failure;
  }

  FakeLoop loop_;
  std::vector<ProjectInfo> projects_{{project('1'), "Shop"}};
  std::map<std::string, std::size_t> rows_in_;  // by what
  std::map<std::string, std::function<std::optional<Answer>(std::size_t page)>> faults_;
  std::vector<std::string> asked_;
  std::vector<std::string> heard_;
  std::vector<ListedResource> rows_;  // of the last stored listing
  std::function<void()> on_hearing_;
  bool store_takes_ = true;
  bool hold_store_ = false;
  std::vector<std::function<void(bool)>> held_;
  bool hold_end_ = false;
  std::function<void()> held_end_;
  bool hold_answers_ = false;
  std::deque<std::function<void()>> answers_;
  std::unique_ptr<Discovery> discovery_;
};

}  // namespace noticed::tests
