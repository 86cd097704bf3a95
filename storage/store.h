// The only writer of the history database. Owns the file, its lock and its transactions. One thread at a time (the
// storage thread). After a crash at any instruction the file holds whole transactions only: a poll's snapshot, changes,
// event and deliveries are stored together or not at all.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include "storage/model/delivery.h"
#include "storage/model/discover_rule.h"
#include "storage/model/event.h"
#include "storage/model/normalizers.h"
#include "storage/model/outage.h"
#include "storage/model/policy.h"
#include "storage/model/poll_report.h"
#include "storage/model/pruned.h"
#include "storage/model/store_error.h"
#include "storage/model/store_results.h"
#include "storage/model/survey.h"

namespace noticed {

struct StoreOptions {
  std::filesystem::path path;
  std::string key_id;   // id of the fingerprint key in use
  std::string version;  // of the program; stored in the table of runs
  bool accept_new_key = false;
  Normalizers normalizers{};           // without a function, stored answers are not normalized again
  std::function<void()> on_upgrade{};  // may be empty; called often during a schema upgrade
};

class Store {
 public:
  /// Creates or opens the database, checks it (application id, schema, owner, file system, key id), migrates it, takes
  /// the lock file and records the start of a run. Throws StoreError.
  Store(const StoreOptions& options, TimePoint now);
  /// Releases the lock. Does not end the run: call close() for that.
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// Applies a configuration: adds, updates and un-retires resources; retires those that neither the list nor a rule
  /// wants and opens their `not_watched` gaps. Records events for resources no longer watched, renames and
  /// configuration changes; deletes outages that concern nothing watched any more. One transaction. `policy` and the
  /// rules apply to all later calls; if the policy assesses coverage differently from the stored one, coverage is
  /// recomputed. Throws StoreError; then nothing was written.
  Started begin_generation(const Inventory& inventory, PolicyPtr policy, TimePoint now);

  /// Takes the complete list of an account's projects. Resources of a project missing from it count as missed once, as
  /// if a complete listing had been empty. No effect on an account without rules. Throws StoreError; then nothing was
  /// written.
  ListingResult apply_projects(const std::string& account, std::span<const ProjectInfo> projects, TimePoint now);

  /// Takes a complete listing: adds what the rules want, renames, and retires resources whose new name a rule excludes,
  /// or that were missing from two listings in a row while their own polls fail. Never touches manually configured
  /// resources. New resources are reported only after the account has had a complete round, and only if their service
  /// was listed in that project before, or the project is new. Unchanged rows are not written. Throws StoreError; then
  /// nothing was written.
  ListingResult apply_listing(const Listing& listing, TimePoint now);

  /// Records the end of a discovery round (all projects, all wanted services). `trouble` is shown to people, contains
  /// no secrets, and is empty if there was none. Throws StoreError.
  void end_round(const std::string& account, bool complete, const std::string& trouble, TimePoint now);

  /// Records an outage and its event; nullopt if already on record. Throws StoreError; then nothing was written.
  std::optional<Event> begin_outage(const Outage& outage, TimePoint now);
  /// Records the end of an outage and deletes it; nullopt if none is on record. Throws StoreError, as above.
  std::optional<Event> end_outage(const OutageKey& key, TimePoint now);

  /// Stores polls, each atomically, all in one transaction. The first answer of a section produces no event. A
  /// reachability transition is recorded unless it already was. An inconsistent report (a setting of another section)
  /// is skipped and its `error` set; the others are stored. Throws StoreError; then nothing was written.
  std::vector<CommitResult> commit(std::span<const PollReport> cycles);

  /// Stores accumulated confirmations. Throws StoreError; then nothing was written.
  void flush(std::span<const Confirmation> confirmations, TimePoint now);

  /// Replaces the promises in force. Throws StoreError; then nothing was written.
  void keep_promises(std::span<const SectionPromise> promises);

  /// Stores in this run's row the longest delay of a poll since the last call. Throws StoreError.
  void note_lag(std::chrono::milliseconds most, TimePoint now);

  /// Records `noticed.report.posture`, once in a database's life; nullopt if already recorded or while no resource has
  /// answered. Throws StoreError.
  std::optional<Event> record_posture(TimePoint now);

  /// Records `noticed.report.quiet` for one sink, covering the time since its last one. Throws StoreError.
  Event record_quiet(const std::string& sink, TimePoint now);
  /// When that sink last got a quiet report; nullopt if never.
  std::optional<TimePoint> last_quiet(const std::string& sink);

  /// The pending events of a sink, at most `limit`. by_number: the first ones; newest: only the last one; by_resource:
  /// the first one of each resource if it is due, longest waiting first.
  Outgoing outgoing(const std::string& sink, QueueOrder order, TimePoint now, std::size_t limit);
  /// Number of watched resources by account, service and project id.
  std::map<std::tuple<std::string, std::string, std::string>, std::int64_t> watched_counts();

  /// Records that a request is about to be sent. After a crash before its result is stored it is sent again, and the
  /// history shows both attempts. Returns the attempt's number. Throws StoreError; then the request must not be sent.
  std::int64_t begin_attempt(const DeliveryAttempt& attempt);
  /// Stores the result of an attempt. Events past their maximum age become dead letters. Verdict::suspend suspends the
  /// sink; a sink that accepts a message again is resumed. Both are reported through the other sinks. Throws
  /// StoreError, as above.
  RecordedResult record_result(const AttemptResult& outcome);

  /// Adjusts stored waiting times after the wall clock was set by `by` (either sign), so that waits keep their length.
  void clock_was_set(std::chrono::milliseconds by, TimePoint now);
  /// A number that changes whenever another process has written to the database.
  std::int64_t data_version();

  /// Removes one batch of data older than `horizon` (see storage/retention/prune.h). Call repeatedly, with pauses,
  /// until done. Throws StoreError; then that batch stays.
  PruneStep prune(TimePoint horizon, const Clock& clock);

  StoreSizes sizes();
  /// Pending and dead deliveries, discovery progress. Takes milliseconds unless very many deliveries wait. Throws
  /// StoreError.
  StoreNumbers numbers();
  /// One part of a survey: the next `limit` rows after row `after` (0: from the beginning), with at most `most_failing`
  /// of the failing ones. Takes microseconds per row. Throws StoreError.
  SurveyPart survey(std::int64_t after, std::size_t limit, std::size_t most_failing);
  /// Checkpoints and truncates the write-ahead log without waiting. False if a reader inside a transaction still needs
  /// it. Throws StoreError.
  bool empty_log();

  /// Shortens the wait for other programs' locks from 5 s to 0.5 s, because the program is stopping.
  void shorten_lock_wait();
  /// Ends the run, checkpoints and truncates the WAL. Afterwards only destroy the object.
  void close(TimePoint now);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace noticed
