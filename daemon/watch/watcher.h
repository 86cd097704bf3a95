// The watcher: starts due polls, runs them, submits what is new to the store. Network thread only.
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

/// Everything that the watcher needs of one configuration generation.
struct Generation {
  std::uint32_t number = 0;
  WatchList list;
  std::vector<std::optional<TimePoint>> due;  // stored next poll of each resource, in list order
  std::vector<std::unique_ptr<Account>> accounts;
  std::map<std::string, std::shared_ptr<CredentialProvider>> sign_ins;  // by their configuration as text
  std::vector<Outage> outages;                                          // reported and still open
  std::map<std::string, Fetcher::Pace> paces;                           // by endpoint
  std::chrono::milliseconds timeout{10'000};
  std::size_t concurrency = 64;
  std::uint32_t fail_after = 3;
  std::uint32_t gone_after = 3;
};

class Watcher {
 public:
  struct Hooks {
    /// Submits a poll to the store; the handler is called later, on this thread.
    std::function<void(PollReport, std::function<void(const CommitResult*)>)> commit;
    std::function<void(const std::vector<Event>&)> on_committed;  // these events were committed
    /// Stores the outage's begin or end, and alerts.
    std::function<void(const OutageTurn&, std::function<void(bool stored)> done)> outage;
    std::function<void()> all_seen;  // every resource was polled at least once
    std::function<void()> swept;     // `once` mode: all were polled once
    /// The result of a poll that listen() subscribed to, after it was stored. Not called for polls that start()
    /// replaced or stop() ended.
    std::function<void(std::uint32_t index, const PollOutcome&)> asked;
  };

  /// All references must outlive the watcher.
  Watcher(Loop& loop, Fetcher& fetcher, const Redactor& redactor, Log& log, Hooks hooks, std::uint32_t seed);

  /// Replaces what is watched. Polls in flight for an earlier generation end without effect.
  void start(std::shared_ptr<Generation> generation, bool once);
  /// Adds resources found by a listing; their first poll comes within their interval.
  void add(const std::vector<Remembered>& added);
  /// Removes resources that a listing no longer contains, by the store's id.
  void drop(const std::vector<std::int64_t>& dropped);
  /// Queues one extra poll of each selected resource; the schedule does not change.
  void poll_now(const std::function<bool(const Watched&)>& which);
  /// Hooks::asked is called once, later, with the result of this resource's next poll to end. `index`: in the watch
  /// list. Returns false if it is no longer watched.
  bool listen(std::uint32_t index);
  /// The same, and queues an extra poll unless one is queued or under way; the schedule does not change.
  bool poll_asked(std::uint32_t index);

  bool all_seen() const { return unseen_ == 0; }
  /// `once` mode: whether every known resource was polled, and whether all polls succeeded.
  bool all_swept() const { return unswept_ == 0; }
  bool all_good() const { return all_good_; }
  const std::shared_ptr<Generation>& generation() const { return generation_; }
  const PollStats& poll_stats() const { return poll_stats_; }

  /// Starts no new poll. Polls in flight end without effect.
  void stop();

  /// Returns the confirmations gathered since the last call.
  std::vector<Confirmation> gather();
  /// The longest delay of a poll beyond the jitter, since the last call or still queued at the last look_at_waiting().
  std::chrono::milliseconds lag();
  /// Checks the queues for staleness that begins or ends. Call every few seconds.
  void look_at_waiting();
  const Staleness& staleness() const { return staleness_; }
  std::vector<Fetcher::HostState> hosts() const { return fetcher_.hosts(); }

 private:
  struct PollRun;
  class PollCall;
  using PollRunPtr = std::shared_ptr<PollRun>;

  void plan();
  void take_in(Watched& watched);  // adds it to all counters of watched resources
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
  std::vector<Breaker> breakers_;                                   // by account
  std::vector<std::array<Fetcher::LinePtr, kMostServices>> lines_;  // by account and service
  std::vector<std::size_t> watched_by_;                             // resources by account
  std::shared_ptr<Generation> generation_;
  std::set<PollRunPtr> paused_;  // waiting for their second request
  Alarm alarm_;
  std::optional<SteadyPoint> armed_for_;
  std::vector<std::uint32_t> touched_;  // resources with counted polls
  std::chrono::milliseconds lag_{0};
  std::size_t unseen_ = 0;   // never polled
  std::size_t unswept_ = 0;  // `once` mode: still to poll
  std::size_t storing_ = 0;  // polls submitted to the store, no reply yet
  bool held_ = false;        // no poll begins: too many wait for the store
  bool all_good_ = true;
  bool once_ = false;
  bool stopped_ = true;
};

}  // namespace noticed
