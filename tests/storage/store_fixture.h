// A store in its own folder, and short functions that build its input.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "storage/store.h"
#include "tests/support/temp_dir.h"

namespace noticed {

using namespace std::chrono_literals;

/// 2026-11-21T14:00:00Z plus this many milliseconds.
inline TimePoint at(std::chrono::milliseconds offset) { return *parse_rfc3339("2026-11-21T14:00:00Z") + offset; }

/// One poll of some sections of one resource: request at `started`, response 100 ms later.
class RecordedPoll {
 public:
  RecordedPoll(std::int64_t resource, TimePoint started) {
    report_.resource = resource;
    report_.generation = 1;
    report_.started = started;
  }
  RecordedPoll& fetched(SectionIndex section, Settings settings) {
    auto& part = add(section, SectionReport::State::fetched);
    part.answer = "answer " + canonical_text(settings);
    part.settings = std::move(settings);
    return *this;
  }
  RecordedPoll& failed(SectionIndex section, FailureKind kind, const std::string& detail = "") {
    auto& part = add(section, SectionReport::State::failed);
    part.kind = kind;
    part.detail = detail;
    report_.failures = 1;
    return *this;
  }
  RecordedPoll& unchanged(SectionIndex section) { return add(section, SectionReport::State::unchanged), *this; }
  RecordedPoll& unsupported(SectionIndex section) { return add(section, SectionReport::State::unsupported), *this; }
  RecordedPoll& late(SectionIndex section) { return add(section, SectionReport::State::late), *this; }
  /// Earlier polls of the same sections without a change, the last of them at `last`.
  RecordedPoll& after(std::uint32_t polls, TimePoint last) {
    polls_ = polls;
    last_ = last;
    return *this;
  }
  RecordedPoll& generation(std::uint32_t number) { return report_.generation = number, *this; }
  /// Earlier polls were lost because the store failed.
  RecordedPoll& unstored() { return unstored_ = true, *this; }
  /// A change of the resource's reachability, with the number of failed polls in a row.
  RecordedPoll& step(ReachabilityTransition standing, std::uint32_t count) {
    return report_.standing = standing, failures(count);
  }
  RecordedPoll& failures(std::uint32_t count) { return report_.failures = count, *this; }
  operator PollReport() const {  // NOLINT: a builder's last word
    PollReport report = report_;
    for (SectionReport& part : report.sections) {
      part.next_due = report.started + 5min;
      if (part.state == SectionReport::State::failed) part.failures = report.failures;
      if (unstored_) report.unstored = static_cast<SectionMask>(report.unstored | bit(part.section));
      if (polls_ > 0) report.so_far.push_back({report.resource, part.section, false, polls_, last_, report.started, 0});
    }
    return report;
  }

 private:
  SectionReport& add(SectionIndex section, SectionReport::State state) {
    SectionReport part;
    part.section = section;
    part.state = state;
    part.asked = report_.started;
    part.answered = report_.started + 100ms;
    report_.sections.push_back(part);
    return report_.sections.back();
  }
  PollReport report_;
  std::uint32_t polls_ = 0;
  TimePoint last_{};
  bool unstored_ = false;
};

inline WatchedResource watched(Service service, const std::string& id, SectionMask sections = 1) {
  WatchedResource resource;
  resource.info = {"prod", "ap-southeast-3", service, id, "name-" + id, "p1", "Shop", {{"team", "payments"}}};
  resource.interval = 300s;
  resource.sections = sections;
  return resource;
}

/// E-mail reaches people; the sink `ops` gets every event, `pager` critical ones.
inline Policy plain_policy(std::uint32_t generation = 1) {
  Policy policy;
  policy.generation = generation;
  policy.host = "watcher";
  policy.notify_channels = {"email", "feishu"};
  policy.failure_events = {"buildJobFail"};
  Route ops;
  ops.sink = "ops";
  Route pager;
  pager.sink = "pager";
  pager.min_severity = Severity::critical;
  policy.routes = {ops, pager};
  return policy;
}

inline Settings mail(bool enabled) { return {{"email/buildJobFail/enabled", enabled}}; }

class StoreTest : public testing::Test {
 protected:
  StoreTest() { open(at(0ms)); }

  void open(TimePoint now) { store_ = std::make_unique<Store>(options(), now); }
  StoreOptions options() const { return {db_, "0011223344556677", "0.1.0", false}; }
  void restart(TimePoint stopped, TimePoint started) {
    store_->close(stopped);
    store_.reset();
    open(started);
  }
  std::vector<Remembered> watch(const std::vector<WatchedResource>& resources, TimePoint now = at(0ms),
                                const Policy& policy = plain_policy()) {
    const Inventory inventory{resources, {}, {}, {}};
    return store_->begin_generation(inventory, std::make_shared<const Policy>(policy), now).watched;
  }
  /// Watches one resource and returns its row's id.
  std::int64_t watch_one(const WatchedResource& resource, TimePoint now = at(0ms)) {
    return watch({resource}, now).front().resource;
  }
  CommitResult commit(const PollReport& cycle) { return store_->commit({&cycle, 1}).front(); }

  /// All events so far: type, severity and summary.
  std::vector<std::string> notified() const { return rows("SELECT type, severity, summary FROM events ORDER BY seq"); }
  /// The newest event's value at a path into its data: "$.failure".
  std::string newest(const std::string& path) const {
    return row("SELECT json_extract(body, '$.data' || substr('" + path +
               "', 2)) FROM events ORDER BY seq DESC LIMIT 1");
  }

  /// The rows of a query on a separate connection: columns joined by '|', NULL as an empty text.
  std::vector<std::string> rows(const std::string& sql) const {
    SQLite::Database database(db_.string(), SQLite::OPEN_READONLY, 1000);
    SQLite::Statement query(database, sql);
    std::vector<std::string> result;
    while (query.executeStep()) {
      std::string row;
      for (int i = 0; i < query.getColumnCount(); ++i) row += (i > 0 ? "|" : "") + query.getColumn(i).getString();
      result.push_back(row);
    }
    return result;
  }
  std::string row(const std::string& sql) const {
    const auto all = rows(sql);
    return all.size() == 1 ? all.front() : std::to_string(all.size()) + " rows";
  }

  TempDir dir_;
  std::filesystem::path db_ = dir_.path() / "noticed.db";
  std::unique_ptr<Store> store_;
};

/// The kind of the StoreError that `work` throws; nullopt if it throws none.
template <typename Work>
std::optional<StoreError::Kind> store_error(Work&& work) {
  try {
    work();
  } catch (const StoreError& error) {
    return error.kind();
  }
  return {};
}

}  // namespace noticed
