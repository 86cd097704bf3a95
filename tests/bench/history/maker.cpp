#include "bench/history/maker.h"

#include <algorithm>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/watch_clock.h"
#include "storage/file/key_file.h"
#include "storage/model/service.h"
#include "storage/store.h"
#include "tests/support/services.h"

namespace noticed::bench {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::uint32_t kPerProject = 1000;
constexpr std::uint32_t kCyclesTogether = 200;
constexpr std::uint32_t kBatchesPerLetter = 20;
constexpr std::size_t kEventsPerLetter = 1000;
constexpr std::uint64_t kRuns = 50;
constexpr auto kSpan = hours{24 * 730};
const char* const kBegin = "2024-11-01T00:00:00Z";
const char* const kEvents[] = {"buildJobFail", "buildJobSuccess", "deleteJob", "disableJob", "createJob", "updateJob"};
constexpr std::uint32_t kBits = 12;  // bits of a section's state that may flip: two for each of six events

constexpr SectionIndex kEmail = 2;
constexpr SectionIndex kFeishu = 5;
constexpr SectionMask kPipelineSections = 1U << kEmail | 1U << kFeishu;

/// Two sections a pipeline, one a build job; a state is bits, which spell settings.
struct Watched {
  std::int64_t row = 0;
  Service service{};
  std::uint32_t states[2] = {0x55, 0x55};
  bool failing = false;
};

Settings build_settings(std::uint32_t bits) {
  Settings settings;
  for (std::uint32_t i = 0; i < kBits; ++i)
    settings.emplace(encode(i % 2 == 0 ? "email" : "system", kEvents[i / 2], "enabled"), (bits >> i & 1U) != 0);
  return settings;
}

Settings email_settings(std::uint32_t bits) {
  Settings settings;
  for (std::uint32_t i = 0; i < kBits; ++i) {
    if (i % 2 == 0)
      settings.emplace(encode("email", kEvents[i / 2], "enabled"), (bits >> i & 1U) != 0);
    else
      settings.emplace(encode("email", kEvents[i / 2], "recipients.roles"),
                       make_list({"owner", (bits >> i & 1U) != 0 ? "member" : "reviewer"}));
  }
  return settings;
}

Settings feishu_settings(std::uint32_t bits) {
  Settings settings{
      {"feishu/*/webhook.url", "https://open.feishu.cn/#00000000000000" + std::to_string(10 + (bits & 7U))}};
  for (std::uint32_t i = 6; i < kBits; ++i)
    if ((bits >> i & 1U) != 0) settings.emplace(encode("feishu", kEvents[i - 6], "webhook.subscribed"), true);
  return settings;
}

std::uint64_t changes_in(std::string_view body) {
  constexpr std::string_view kMark = "\"op\":\"";
  std::uint64_t count = 0;
  for (auto at = body.find(kMark); at != std::string_view::npos; at = body.find(kMark, at + 1)) ++count;
  return count;
}

class Maker {
 public:
  Maker(const HistoryPlan& plan, const MakingProgress& progress)
      : plan_(plan), progress_(progress), random_(plan.seed), begin_(*parse_rfc3339(kBegin)), now_(begin_) {}

  HistoryMade make();

 private:
  void open();
  void discover();
  void first_sight();
  void restart();
  void add_batch();
  void deliver();
  SectionReport section_of_state(const Watched& watched, std::size_t number) const;
  PollReport cycle_of(const Watched& watched) const;
  PollReport change_one();
  PollReport fail_one();
  PollReport mend(std::size_t index);
  Watched& pick();
  void commit();
  std::uint32_t below(std::uint32_t most) { return static_cast<std::uint32_t>(random_()) % most; }

  const HistoryPlan& plan_;
  const MakingProgress& progress_;
  std::mt19937 random_;
  TimePoint begin_;
  TimePoint now_;
  std::string key_id_;
  std::unique_ptr<Store> store_;
  std::vector<Watched> watched_;
  std::vector<std::size_t> failing_;
  std::vector<PollReport> batch_;
  HistoryMade made_;
};

void Maker::open() {
  store_ = std::make_unique<Store>(StoreOptions{plan_.database, key_id_, "bench", false}, now_);
  DiscoverRule rule;
  rule.account = "prod";
  rule.sections = {1, kPipelineSections, 0, 0};
  rule.interval = seconds{300};
  Policy policy;
  policy.generation = 1;
  policy.host = "watcher";
  policy.notify_channels = {"email", "feishu"};
  policy.failure_events = {"buildJobFail"};
  Route pager;
  pager.sink = "pager";
  pager.min_severity = Severity::critical;
  policy.routes = {pager};
  const Inventory inventory{{}, {&rule, 1}, {{"prod", "ap-southeast-3"}}, {}};
  store_->begin_generation(inventory, std::make_shared<const Policy>(policy), now_);
}

void Maker::discover() {
  std::vector<ProjectInfo> projects;
  for (std::uint32_t first = 0; first < plan_.resources; first += kPerProject)
    projects.push_back(
        {"project" + std::to_string(first / kPerProject), "Team " + std::to_string(first / kPerProject)});
  store_->apply_projects("prod", projects, now_);
  for (std::uint32_t number = 0; number < plan_.resources; ++number) {
    if (number % kPerProject != 0) continue;
    const ProjectInfo& project = projects[number / kPerProject];
    for (const Service service : {service::build, service::pipeline}) {
      Listing listing{"prod", service, project, {}};
      for (std::uint32_t i = number; i < std::min(number + kPerProject, plan_.resources); ++i)
        if ((i % 5 < 3) == (service == service::build))
          listing.rows.push_back({"id" + std::to_string(1'000'000 + i), "service-" + std::to_string(1'000'000 + i)});
      for (const Remembered& row : store_->apply_listing(listing, now_).added)
        watched_.push_back({row.resource, service});
    }
  }
  store_->end_round("prod", true, "", now_);
}

SectionReport Maker::section_of_state(const Watched& watched, std::size_t number) const {
  SectionReport part;
  part.state = SectionReport::State::fetched;
  part.asked = now_;
  part.answered = now_ + milliseconds{100};
  const std::uint32_t bits = watched.states[number];
  if (watched.service == service::build) {
    part.settings = build_settings(bits);
  } else {
    part.section = number == 0 ? kEmail : kFeishu;
    part.settings = number == 0 ? email_settings(bits) : feishu_settings(bits);
  }
  part.answer = canonical_text(part.settings);
  return part;
}

PollReport Maker::cycle_of(const Watched& watched) const {
  PollReport cycle;
  cycle.generation = 1;
  cycle.started = now_;
  cycle.resource = watched.row;
  return cycle;
}

/// Each fifth change is one of the hundredth part of the resources that never rests.
Watched& Maker::pick() {
  const auto all = static_cast<std::uint32_t>(watched_.size());
  return watched_[below(5) == 0 ? below(std::max(1U, all / 100)) : below(all)];
}

PollReport Maker::change_one() {
  Watched& watched = pick();
  const std::size_t number = watched.service == service::build ? 0 : below(2);
  for (std::uint32_t flips = 1U << below(4); flips > 0; --flips) watched.states[number] ^= 1U << below(kBits);
  PollReport cycle = cycle_of(watched);
  cycle.sections.push_back(section_of_state(watched, number));
  const SectionIndex section = cycle.sections.front().section;
  cycle.so_far.push_back({watched.row, section, false, 1 + below(100), now_ - seconds{1 + below(300)}, now_, 0});
  return cycle;
}

PollReport Maker::fail_one() {
  const std::size_t index = below(static_cast<std::uint32_t>(watched_.size()));
  PollReport cycle = cycle_of(watched_[index]);
  cycle.failures = 1;
  SectionReport part = section_of_state(watched_[index], 0);
  part.state = SectionReport::State::failed;
  part.kind = FailureKind::timeout;
  part.detail = "no answer within 10 s";
  part.settings.clear();
  cycle.sections.push_back(part);
  failing_.push_back(index);
  return cycle;
}

PollReport Maker::mend(std::size_t index) {
  PollReport cycle = cycle_of(watched_[index]);
  cycle.sections.push_back(section_of_state(watched_[index], 0));
  return cycle;
}

void Maker::commit() {
  for (const CommitResult& result : store_->commit(batch_)) {
    if (!result.error.empty()) throw std::runtime_error("the store refused a cycle: " + result.error);
    made_.events += result.events.size();
    for (const Event& event : result.events) made_.changes += changes_in(event.body);
  }
  batch_.clear();
}

void Maker::first_sight() {
  for (const Watched& watched : watched_) {
    PollReport cycle = cycle_of(watched);
    for (std::size_t i = 0; i < (watched.service == service::build ? 1U : 2U); ++i)
      cycle.sections.push_back(section_of_state(watched, i));
    batch_.push_back(std::move(cycle));
    if (batch_.size() == kCyclesTogether) commit();
  }
  commit();
}

void Maker::add_batch() {
  for (const std::size_t index : failing_) batch_.push_back(mend(index));
  failing_.clear();
  while (batch_.size() < kCyclesTogether) {
    batch_.push_back(below(100) < 2 ? fail_one() : change_one());
    now_ += milliseconds{7};
  }
  commit();
}

void Maker::deliver() {
  const Outgoing waiting = store_->outgoing("pager", QueueOrder::by_number, now_, kEventsPerLetter);
  if (waiting.due.empty()) return;
  AttemptResult outcome;
  for (const auto& message : waiting.due) outcome.event_ids.push_back(message.seq);
  outcome.attempt = store_->begin_attempt({"pager", outcome.event_ids, 1, 1, now_, now_});
  outcome.sink = "pager";
  outcome.completed = outcome.event_ids;
  outcome.verdict = below(100) == 0 ? Verdict::drop : Verdict::delivered;
  outcome.status = outcome.verdict == Verdict::drop ? 400 : 200;
  outcome.at = now_;
  store_->record_result(outcome);
}

void Maker::restart() {
  store_->close(now_);
  store_.reset();
  now_ += minutes{10};
  open();
}

HistoryMade Maker::make() {
  const SteadyTime start = steady_now();
  key_id_ = load_or_create_key(plan_.database, false).id;
  open();
  discover();
  first_sight();
  std::uint64_t batches = 0;
  std::uint64_t runs = 1;
  while (made_.changes < plan_.changes) {
    now_ = std::max(now_, begin_ + kSpan / 10'000 * static_cast<int>(made_.changes * 10'000 / plan_.changes));
    add_batch();
    if (++batches % kBatchesPerLetter == 0) deliver();
    if (made_.changes * kRuns / plan_.changes > runs) restart(), ++runs;
    if (batches % 100 == 0) {
      made_.seconds = seconds_since(start);
      progress_(made_);
    }
  }
  store_->close(now_);
  made_.seconds = seconds_since(start);
  return made_;
}

}  // namespace

HistoryMade make_history(const HistoryPlan& plan, const MakingProgress& progress) {
  if (std::filesystem::exists(plan.database))
    throw std::runtime_error(plan.database.string() +
                             " is there already; name a new file with --db, or ask it with --ask");
  return Maker(plan, progress).make();
}

}  // namespace noticed::bench
