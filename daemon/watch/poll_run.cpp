#include "daemon/watch/poll_run.h"

#include <algorithm>

namespace noticed {

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr seconds kConfirmAfter{2};      // a reply that must be confirmed is requested again after this
constexpr seconds kLongestRetrying{60};  // a poll's attempts begin within this, and within half an interval

Target target_of(const WatchList& list, const Watched& watched, SectionMask sections) {
  return {list.id(watched), list.project_id(watched), sections};
}

}  // namespace

/// One request of the poll.
class PollRun::SectionRequest final : public Call {
 public:
  SectionRequest(PollRunPtr run, std::size_t number) : run_(std::move(run)), number_(number) {}
  std::optional<Failure> take(HttpResult result) override {
    const TimePoint now = run_->parts_.clock.wall();
    if (!asked_) asked_ = sent() == SteadyPoint{} ? run_->started_ : now - (run_->parts_.clock.steady() - sent());
    return run_->poll_.take(number_, std::move(result), *asked_, now);
  }
  void done() override { run_->answered(); }

 private:
  PollRunPtr run_;
  std::size_t number_;
  std::optional<TimePoint> asked_;  // when its first attempt was sent: it may have waited for its turn
};

PollRun::PollRun(const Collaborators& parts, std::shared_ptr<Generation> generation, std::uint32_t index,
                 SectionMask sections)
    : parts_(parts),
      generation_(std::move(generation)),
      index_(index),
      started_(parts.clock.wall()),
      began_(parts.clock.steady()),
      give_up_(began_ + std::min<milliseconds>(milliseconds{seconds{watched().interval_s}} / 2, kLongestRetrying)),
      poll_(poller_for(watched().service), target_of(list(), watched(), sections), watched(), parts.redactor,
            parts.hasher, list()) {}

void PollRun::begin() {
  unanswered_ = poll_.requests().size();
  for (std::size_t i = 0; i < poll_.requests().size(); ++i) fetch(i, SteadyPoint{});
}

void PollRun::fetch(std::size_t number, SteadyPoint not_before) {
  auto request = std::make_shared<SectionRequest>(shared_from_this(), number);
  request->target = poll_.requests()[number].target;
  request->timeout = generation_->timeout;
  request->give_up = give_up_;
  parts_.fetcher.fetch(parts_.owner.line_of(*this, poll_.requests()[number].section), std::move(request), not_before);
}

void PollRun::answered() {
  if (--unanswered_ > 0 || !parts_.owner.in_force(*this)) return;
  if (confirming_) return parts_.owner.conclude(shared_from_this());
  const bool changes = poll_.would_change();
  previous_unknown_ = changes && poll_.previous_unknown();
  const auto numbers = poll_.replies_to_confirm(changes && parts_.owner.must_confirm(*this));
  if (numbers.empty()) return parts_.owner.conclude(shared_from_this());
  confirming_ = true;
  unanswered_ = numbers.size();
  const SteadyPoint now = parts_.clock.steady();
  give_up_ = std::max(give_up_, now + 2 * kConfirmAfter);
  for (const auto number : numbers) fetch(number, now + kConfirmAfter);
}

}  // namespace noticed
