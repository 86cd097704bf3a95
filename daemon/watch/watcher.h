// The watcher: begins polls of sections when their turn comes, submits what is new to the store. Network thread only.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/runtime/log.h"
#include "daemon/watch/breaker.h"
#include "daemon/watch/confirmation_buffer.h"
#include "daemon/watch/generation.h"
#include "daemon/watch/haste.h"
#include "daemon/watch/outage_detector.h"
#include "daemon/watch/poll_outcome.h"
#include "daemon/watch/poll_run.h"
#include "daemon/watch/poll_stats.h"
#include "daemon/watch/staleness.h"
#include "daemon/watch/timetable.h"
#include "daemon/watch/watch_list.h"
#include "pollers/fetcher.h"
#include "storage/store.h"

namespace noticed {

class Watcher : private PollRun::Owner, private Fetcher::Turns {
 public:
  struct Hooks {
    /// Submits a poll to the store; the handler is called later, on this thread.
    std::function<void(PollReport, std::function<void(const CommitResult*)>)> commit;
    std::function<void(const std::vector<Event>&)> on_committed;  // these events were committed
    /// Stores the start or end of the outage, and alerts.
    std::function<void(const OutageTurn&, std::function<void(bool stored)> done)> outage;
    std::function<void()> all_seen;  // every resource was polled at least once
    std::function<void()> idle;      // idle() became true
    /// The result of a poll that listen() subscribed to, after it was stored. Not called for polls that start()
    /// replaced or stop() ended.
    std::function<void(std::uint32_t index, const PollOutcome&)> asked;
  };

  /// All references must outlive the watcher.
  Watcher(Loop& loop, Fetcher& fetcher, const Redactor& redactor, Log& log, Hooks hooks);

  /// Replaces what is watched. Polls in flight for an earlier generation end without effect. `once`: each resource is
  /// polled one time, now.
  void start(std::shared_ptr<Generation> generation, bool once);
  /// Adds resources found by a listing; their first poll comes within their interval.
  void add(const std::vector<Remembered>& added);
  /// Removes resources that a listing no longer contains, by the store's id.
  void drop(const std::vector<std::int64_t>& dropped);
  /// Hooks::asked is called once, later, with the result of this resource's next poll of all its sections. `index`: in
  /// the watch list. Returns false if it is no longer watched.
  bool listen(std::uint32_t index);
  /// The same, and makes such a poll urgent, unless one is under way.
  bool poll_asked(std::uint32_t index);

  bool all_seen() const { return unseen_ == 0; }
  /// Whether nothing is left to be done: with `once`, all resources were polled; else nothing is watched.
  bool idle() const { return busy_ == 0 && left_ == 0; }
  /// Whether all polls so far succeeded.
  bool all_good() const { return all_good_; }
  const std::shared_ptr<Generation>& generation() const { return generation_; }
  const PollStats& poll_stats() const { return poll_stats_; }

  /// Starts no new poll. Polls in flight end without effect.
  void stop();

  /// The promises in force, if they changed since the last call.
  std::optional<std::vector<SectionPromise>> take_promises();
  /// Returns the polls without news since the last call.
  std::vector<Confirmation> take_confirmations();
  /// The most by which a section exceeded its promise: when it was asked since the last call, or at the last
  /// check_staleness().
  std::chrono::milliseconds lag();
  /// Checks all sections for staleness that begins or ends, and for those that are late. Call every few seconds.
  void check_staleness();
  const Staleness& staleness() const { return staleness_; }
  std::vector<Fetcher::HostState> hosts() const { return fetcher_.hosts(); }

 private:
  bool in_force(const PollRun& run) const override;
  bool must_confirm(const PollRun& run) override;
  void conclude(const PollRunPtr& run) override;
  const Fetcher::LinePtr& line_of(const PollRun& run, SectionIndex section) const override;
  std::optional<SteadyPoint> next_turn(const Fetcher::Line& line, SteadyPoint now) override;
  bool begin_turn(const Fetcher::Line& line, SteadyPoint now) override;

  void set_up_accounts();
  void plan();
  void count(std::uint32_t index);  // in everything that counts watched resources
  void schedule(std::uint32_t index, const SectionTimes* times);
  void begin(std::uint32_t index, SectionMask sections);
  void begin_waiting(std::uint32_t index);
  Ending ending_after(const PollRun& run, const Conclusion& conclusion);
  void look_closer(const PollRun& run, const Conclusion& conclusion);
  std::optional<ReachabilityTransition> reachability_after(const PollRun& run, const Conclusion& conclusion);
  void record_unchanged(const PollRunPtr& run, const Conclusion& conclusion);
  void submit(const PollRunPtr& run, Conclusion conclusion, std::optional<ReachabilityTransition> transition,
              std::vector<Confirmation> so_far);
  void submit_late(const Staleness::Late& late);
  void on_committed(const PollRunPtr& run, const Conclusion& conclusion, const CommitResult* result);
  void limit_uncommitted();
  void follow_change(std::uint32_t index, SectionMask changed);
  void end(const PollRun& run, const PollOutcome& outcome);
  std::size_t account_number(const std::string& name) const;
  TimePoint due_of(const Watched& watched, SectionIndex section);

  Fetcher& fetcher_;
  const Clock& clock_;
  const Redactor& redactor_;
  Log& log_;
  Hooks hooks_;
  const SteadyPoint started_;
  BodyHasher hasher_;
  Timetable timetable_;
  OutageDetector outage_detector_;
  Staleness staleness_;
  Haste haste_;
  std::vector<SectionPromise> promises_;  // as last taken
  PollStats poll_stats_;
  std::vector<Breaker> breakers_;        // by account
  std::vector<std::size_t> watched_by_;  // resources by account
  ConfirmationBuffer confirmations_;
  std::shared_ptr<Generation> generation_;
  std::chrono::milliseconds lag_{0};
  std::size_t unseen_ = 0;       // resources that were never polled
  std::size_t busy_ = 0;         // resources with a poll under way
  std::size_t left_ = 0;         // resources: with `once`, those not polled yet; else all that are watched
  std::size_t uncommitted_ = 0;  // polls submitted to the store, no reply yet
  bool held_ = false;            // no poll begins: too many wait for the store
  bool all_good_ = true;
  bool once_ = false;
  bool stopped_ = true;
};

}  // namespace noticed
