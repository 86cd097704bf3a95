#include "daemon/monitoring/store_monitor.h"

#include <algorithm>

#include "daemon/monitoring/daemon_status.h"

namespace noticed {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds kNumbersEvery{10'000};
constexpr milliseconds kSurveyEvery{30'000};
constexpr milliseconds kBetweenParts{20};
constexpr std::size_t kPart = 5'000;  // resources; takes about 10 ms
constexpr int kShare = 50;            // at most 1/50 of the storage thread's time

}  // namespace

void StoreMonitor::start() {
  if (!std::exchange(stopped_, false)) return;
  ask_numbers();
  begin_survey();
}

void StoreMonitor::stop() {
  stopped_ = true;
  numbers_alarm_.cancel();
  survey_alarm_.cancel();
}

milliseconds StoreMonitor::silence() const { return asked_ ? loop_.clock().steady() - *asked_ : milliseconds{0}; }

void StoreMonitor::ask_numbers() {
  asked_ = loop_.clock().steady();
  const auto question = [](Store& store) { return store.numbers(); };
  store_.ask<StoreNumbers>(question, [this](std::exception_ptr error, StoreNumbers numbers) {
    asked_.reset();
    answered_ = loop_.clock().wall();
    if (!error) numbers_ = std::move(numbers);  // store errors are reported elsewhere
    if (!stopped_) numbers_alarm_ = loop_.after(kNumbersEvery, [this] { ask_numbers(); });
  });
}

void StoreMonitor::begin_survey() {
  growing_ = {};
  growing_.at = loop_.clock().wall();
  spent_ = milliseconds{0};
  ask_part(0);
}

void StoreMonitor::ask_part(std::int64_t after) {
  const std::size_t failing = kMostFailing - growing_.failing.size();
  const SteadyPoint asked = loop_.clock().steady();
  const auto question = [after, failing](Store& store) { return store.survey(after, kPart, failing); };
  store_.ask<SurveyPart>(question, [this, asked](std::exception_ptr error, SurveyPart part) {
    if (stopped_) return;
    spent_ += loop_.clock().steady() - asked;
    if (error) return schedule_next();  // keeps the previous survey
    on_part(std::move(part));
  });
}

void StoreMonitor::on_part(SurveyPart part) {
  for (auto& group : part.groups) {
    auto [entry, first] = growing_.groups.try_emplace({group.account, group.service}, group);
    if (first) continue;
    SurveyGroup& sum = entry->second;
    sum.resources += group.resources;
    sum.uncovered += group.uncovered;
    sum.oldest_good = std::min(sum.oldest_good, group.oldest_good);
    sum.oldest_poll = std::min(sum.oldest_poll, group.oldest_poll);
  }
  std::move(part.failing.begin(), part.failing.end(), std::back_inserter(growing_.failing));
  if (part.next) {
    survey_alarm_ = loop_.after(kBetweenParts, [this, next = *part.next] { ask_part(next); });
    return;
  }
  survey_ = std::exchange(growing_, {});
  schedule_next();
}

void StoreMonitor::schedule_next() {
  survey_alarm_ = loop_.after(std::max(kSurveyEvery, spent_ * kShare), [this] { begin_survey(); });
}

}  // namespace noticed
