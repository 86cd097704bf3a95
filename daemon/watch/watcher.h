// The watch: starts what is due, runs each resource's cycle, hands what is new to the store. Network thread only.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "daemon/runtime/log.h"
#include "daemon/watch/mass_change.h"
#include "daemon/watch/outage_detector.h"
#include "daemon/watch/poll.h"
#include "daemon/watch/poll_outcome.h"
#include "daemon/watch/poll_stats.h"
#include "daemon/watch/schedule.h"
#include "daemon/watch/staleness.h"
#include "daemon/watch/watch_list.h"
#include "pollers/fetcher.h"
#include "storage/store.h"

namespace noticed {

/// One configuration generation's watch, ready to run.
struct Generation {
  std::uint32_t number = 0;
  WatchList list;
  std::vector<std::optional<TimePoint>> due;  // the stored next poll of each resource, in list order
  std::vector<std::unique_ptr<Account>> accounts;
  std::map<std::string, std::shared_ptr<CredentialProvider>> sign_ins;  // by what the configuration says of them
  std::vector<Outage> outages;                                          // told before, and not over
  std::map<std::string, Fetcher::Pace> paces;                           // by endpoint
  std::chrono::milliseconds timeout{10'000};
  std::size_t concurrency = 64;
  std::uint32_t fail_after = 3;
  std::uint32_t gone_after = 3;
};

class Watcher {
 public:
  struct Hooks {
    /// Hands a cycle to the store; the handler is called later, on this thread.
    std::function<void(PollReport, std::function<void(const CommitResult*)>)> commit;
    std::function<void(const std::vector<Event>&)> on_committed;  // these were committed
    /// To be stored and told.
    std::function<void(const OutageTurn&, std::function<void(bool stored)> done)> outage;
    std::function<void()> all_seen;  // every resource was polled at least once
    std::function<void()> swept;     // `once` mode: all were polled once
    /// What came of a poll that listen() asked about, once it is stored. Not called for what start() replaced or stop()
    /// ended.
    std::function<void(std::uint32_t index, const PollOutcome&)> asked;
  };

  /// All references must outlive it.
  Watcher(Loop& loop, Fetcher& fetcher, const Redactor& redactor, Log& log, Hooks hooks, std::uint32_t seed);

  /// Replaces what is watched. Cycles in flight for an earlier generation end without effect.
  void start(std::shared_ptr<Generation> generation, bool once);
  /// Resources that a listing brought; their first poll comes within their interval.
  void add(const std::vector<Remembered>& added);
  /// Resources that a listing took away, by the store's id.
  void drop(const std::vector<std::int64_t>& dropped);
  /// Polls every resource once at its next turn, besides its schedule.
  void poll_now(const std::function<bool(const Watched&)>& which);
  /// Hooks::asked tells, later and once, what comes of the next poll of this one to end. `index`: its place in the
  /// list. False: it is no longer watched.
  bool listen(std::uint32_t index);
  /// The same, and polls it at its next turn, besides its schedule; a poll that waits or is under way will do.
  bool poll_asked(std::uint32_t index);

  bool all_seen() const { return unseen_ == 0; }
  /// `once` mode: every resource that is known was polled; whether all went well.
  bool all_swept() const { return unswept_ == 0; }
  bool all_good() const { return all_good_; }
  const std::shared_ptr<Generation>& generation() const { return generation_; }
  const PollStats& poll_stats() const { return poll_stats_; }

  /// Starts no new cycle. Those in flight end without effect.
  void stop();

  /// Confirmations gathered since the last call.
  std::vector<Confirmation> gather();
  /// The longest that a poll began after its time, beyond the jitter, since the last call, or waited at the last
  /// look_at_waiting().
  std::chrono::milliseconds lag();
  /// Looks at what waits: whether resources are not looked at in time, or are again. To be called every few seconds.
  void look_at_waiting();
  const Staleness& staleness() const { return staleness_; }
  std::vector<Fetcher::HostState> hosts() const { return fetcher_.hosts(); }

 private:
  struct PollRun;
  class PollCall;
  using PollRunPtr = std::shared_ptr<PollRun>;

  void plan();
  void take_in(Watched& watched);  // counts it wherever those that are watched are
  void take_lines();
  void pump();
  void arm();
  void queue(std::uint32_t index);
  void begin(std::uint32_t index);
  void ask(const PollRunPtr& run, std::size_t number);
  void answered(const PollRunPtr& run);
  bool needs_confirmation(const PollRunPtr& run);
  void schedule_confirmation(const PollRunPtr& run, std::vector<std::size_t> numbers);
  void conclude(const PollRunPtr& run);
  std::optional<ReachabilityTransition> judge(const PollRunPtr& run, const Conclusion& conclusion);
  void record_unchanged(const PollRunPtr& run, const Conclusion& conclusion);
  void submit(const PollRunPtr& run, Conclusion conclusion, std::optional<ReachabilityTransition> standing);
  void on_committed(const PollRunPtr& run, const Conclusion& conclusion, const CommitResult* result);
  void hold_back();
  void follow_change(const Watched& watched, const std::string& likeness);
  void end(const PollRunPtr& run, const PollOutcome& outcome);
  bool current(const PollRunPtr& run) const;
  std::size_t account_number(const std::string& name) const;
  TimePoint wall_of(SteadyPoint slot) const { return clock_.wall() + (slot - clock_.steady()); }
  Confirmation confirmation_of(const Watched& watched) const;

  Loop& loop_;
  Fetcher& fetcher_;
  const Clock& clock_;
  const Redactor& redactor_;
  Log& log_;
  Hooks hooks_;
  BodyHasher hasher_;
  std::uint32_t seed_;
  Schedule schedule_;
  OutageDetector outage_detector_;
  Staleness staleness_;
  MassChange mass_change_;
  PollStats poll_stats_;
  std::vector<Breaker> breakers_;                       // by account
  std::vector<std::array<Fetcher::LinePtr, 4>> lines_;  // by account and service
  std::vector<std::size_t> watched_by_;                 // resources by account
  std::shared_ptr<Generation> generation_;
  std::set<PollRunPtr> paused_;  // between two looks
  Alarm alarm_;
  std::optional<SteadyPoint> armed_for_;
  std::vector<std::uint32_t> touched_;  // resources with counted polls
  std::chrono::milliseconds lag_{0};
  std::size_t unseen_ = 0;   // never polled
  std::size_t unswept_ = 0;  // `once` mode: still to poll
  std::size_t storing_ = 0;  // cycles that the store was given and has not answered
  bool held_ = false;        // no poll begins, for so many wait for the store
  bool all_good_ = true;
  bool once_ = false;
  bool stopped_ = true;
};

}  // namespace noticed
