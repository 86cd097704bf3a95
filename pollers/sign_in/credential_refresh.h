// Schedules the refresh of a credential that expires: before its end, once for all waiting callers, and with a pause
// after a failure. The owner does the fetching. Network thread only.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <vector>

#include "pollers/loop.h"

namespace noticed {

class CredentialRefresh {
 public:
  using Done = std::function<void()>;

  /// `loop` must outlive it. `seed`: for the jitter of pauses after failures.
  CredentialRefresh(Loop& loop, std::uint32_t seed) : loop_(loop), random_(seed) {}

  /// There is a credential and it has not expired.
  bool usable() const { return ends_ && loop_.clock().steady() < *ends_; }
  /// Nothing to fetch, or nothing that may be fetched yet. During a fetch the old credential stays in use.
  bool ready() const;

  /// Calls `done` later: when the running attempt ends, or soon if none is needed. True: start an attempt now; it must
  /// end in succeeded() or failed().
  bool join(Done done);
  /// Got a credential that lives for `life`, counted from the attempt's start.
  void succeeded(std::chrono::milliseconds life);
  /// Got none. The next attempt waits a random part of 1 s, doubling up to 60 s; `at_least` if that is longer.
  void failed(std::optional<std::chrono::milliseconds> at_least = {});
  /// Cancels the pause after the last failure.
  void may_try_again();
  /// Notifies the waiting callers. Call it at the end of an attempt, after succeeded() or failed(), as the last thing,
  /// because a `done` may destroy this object.
  void notify_waiting();

  /// The credential was refused: requests a new one before it expires. False if that is not possible now: at most one
  /// per minute, and none during a pause.
  bool demand();
  /// Discards the credential.
  void drop() { ends_.reset(); }

  std::optional<SteadyPoint> ends() const { return ends_; }

 private:
  bool due() const;

  Loop& loop_;
  std::minstd_rand random_;
  std::optional<SteadyPoint> ends_;
  SteadyPoint renew_at_{};
  bool demanded_ = false;
  std::optional<SteadyPoint> demanded_at_;
  bool on_its_way_ = false;
  SteadyPoint started_{};
  std::optional<SteadyPoint> not_before_;
  unsigned failures_ = 0;  // in a row
  std::vector<Done> waiting_;
  std::shared_ptr<int> alive_ = std::make_shared<int>();
};

}  // namespace noticed
