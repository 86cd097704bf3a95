// When a credential that ends is fetched anew: before it ends, once for all who wait, and after a failure not too soon.
// What is fetched, and how, is its owner's. Network thread only.
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

  /// The loop must outlive it. `seed`: of the jitter in the pauses after failures.
  CredentialRefresh(Loop& loop, std::uint32_t seed) : loop_(loop), random_(seed) {}

  /// A credential is at hand and has not ended.
  bool usable() const { return ends_ && loop_.clock().steady() < *ends_; }
  /// Nothing to fetch, or nothing that may be fetched yet. While one is on its way, the old one goes on being used.
  bool ready() const;

  /// Calls `done` later: when the attempt on its way ends, or soon if none is needed. True: start one now; it must end
  /// in succeeded() or failed().
  bool join(Done done);
  /// A credential came that lives so long, counted from the attempt's start.
  void succeeded(std::chrono::milliseconds life);
  /// None came. The next attempt waits 1 s, doubling up to 60 s, a random part of it; `at_least` if that is longer.
  void failed(std::optional<std::chrono::milliseconds> at_least = {});
  /// Takes the pause away that the last failure brought.
  void may_try_again();
  /// Tells those who wait: at the end of an attempt, after succeeded() or failed(), as the last thing, for a `done` may
  /// destroy this object.
  void tell();

  /// The credential was refused: a fresh one is wanted before it ends. False if that cannot be had now: at most one a
  /// minute, and none during a pause.
  bool demand();
  /// The credential at hand is worth nothing any more.
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
