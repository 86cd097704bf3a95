// A loop whose time changes only when the test advances it; waiting takes no real time.
#pragma once

#include <algorithm>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "pollers/loop.h"

namespace noticed::tests {

/// move() advances both clocks; set_wall() sets the wall clock only.
class FakeClock final : public Clock {
 public:
  TimePoint wall() const override { return wall_; }
  SteadyPoint steady() const override { return steady_; }

  void move(std::chrono::milliseconds by) {
    wall_ += by;
    steady_ += by;
  }
  void set_wall(TimePoint wall) { wall_ = wall; }

 private:
  TimePoint wall_ = *parse_rfc3339("2026-11-21T14:00:00Z");
  SteadyPoint steady_{std::chrono::milliseconds(500)};  // the machine has just started
};

class FakeLoop final : public Loop {
 public:
  const Clock& clock() const override { return time_; }
  FakeClock& time() { return time_; }

  void post(std::function<void()> work) override { posted_.push_back(std::move(work)); }

  [[nodiscard]] Alarm after(std::chrono::milliseconds delay, std::function<void()> work) override {
    auto pending = std::make_shared<std::function<void()>>(std::move(work));
    alarms_.emplace(time_.steady() + std::max(delay, std::chrono::milliseconds(0)), pending);
    return Alarm(std::move(pending));
  }

  /// Runs posted calls, including those that they post. Returns how many ran.
  std::size_t run_posted() {
    std::size_t ran = 0;
    for (; !posted_.empty(); ++ran) {
      const auto work = std::move(posted_.front());
      posted_.pop_front();
      work();
    }
    return ran;
  }

  /// Advances the time: every alarm runs at its due time, in order (alarms of one time in the order they were set),
  /// followed by the calls posted meanwhile.
  void advance(std::chrono::milliseconds by) {
    const SteadyPoint end = time_.steady() + by;
    run_posted();
    while (!alarms_.empty() && alarms_.begin()->first <= end) {
      const auto [due, weak] = *alarms_.begin();
      alarms_.erase(alarms_.begin());
      const auto pending = weak.lock();
      if (!pending) continue;
      if (due > time_.steady()) time_.move(due - time_.steady());
      const auto work = std::exchange(*pending, nullptr);
      work();
      run_posted();
    }
    time_.move(end - time_.steady());
  }

  /// The number of pending alarms, without cancelled ones.
  std::size_t waiting() const {
    std::size_t count = 0;
    for (const auto& [due, pending] : alarms_) count += pending.expired() ? 0U : 1U;
    return count;
  }

  /// Time until the first alarm is due.
  std::optional<std::chrono::milliseconds> next() const {
    for (const auto& [due, pending] : alarms_)
      if (!pending.expired()) return due - time_.steady();
    return {};
  }

 private:
  FakeClock time_;
  std::deque<std::function<void()>> posted_;
  std::multimap<SteadyPoint, std::weak_ptr<std::function<void()>>> alarms_;
};

}  // namespace noticed::tests
