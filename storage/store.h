// The history in SQLite: the one writer. Owns the database file, its lock and its transactions.
// One thread at a time (the storage thread). After a crash at any instruction the file holds whole transactions only:
// a cycle's snapshot, changes, event and deliveries are there together or not at all.
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
  std::string version;  // of the program, kept in the table of runs
  bool accept_new_key = false;
  Normalizers normalizers{};           // without a function, nothing is read anew
  std::function<void()> on_upgrade{};  // may be empty; called often while the schema is brought up to date
};

class Store {
 public:
  /// Creates or opens, checks (application id, schema, owner, file system, key id), migrates, takes the lock file,
  /// and writes the beginning of a run. Throws StoreError.
  Store(const StoreOptions& options, TimePoint now);
  /// Releases the lock. Does not end the run: that is close().
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// Makes `inventory` what is watched: adds, updates, returns to life those named again, retires those that neither
  /// the list nor a rule wants (their gap `not_watched` opens). Tells who left, who was renamed and what changed in the
  /// configuration; forgets outages of what is no longer watched. One transaction. Policy and rules are used for all
  /// that follows; if the policy judges coverage differently from the stored one, coverage is computed anew.
  /// Throws StoreError; then nothing was written.
  Started begin_generation(const Inventory& inventory, PolicyPtr policy, TimePoint now);

  /// Takes the complete list of an account's projects: what is known of a project that it does not name counts as
  /// missed once, as by an empty complete listing. An account that no rule names: nothing. Throws StoreError; then
  /// nothing was written.
  ListingResult apply_projects(const std::string& account, std::span<const ProjectInfo> projects, TimePoint now);

  /// Takes a complete listing: adds what the rules want, renames, retires what was renamed into an exclusion, and what
  /// was missed by two listings in a row while its own polls fail, too. Never touches what is watched by hand.
  /// New resources are told once the account has had a complete round, if the listing could have named them before.
  /// Unchanged rows are not written. Throws StoreError; then nothing was written.
  ListingResult apply_listing(const Listing& listing, TimePoint now);

  /// Notes the end of a round of discovery: all projects, all wanted services. `trouble` is for people, without
  /// secrets; empty if there was none. Throws StoreError.
  void end_round(const std::string& account, bool complete, const std::string& trouble, TimePoint now);

  /// Tells and keeps an outage; nothing if that one is on record already. Throws StoreError; then nothing was written.
  std::optional<Event> begin_outage(const Outage& outage, TimePoint now);
  /// Tells the end of an outage and forgets it; nothing if none is on record. Throws StoreError, as above.
  std::optional<Event> end_outage(const OutageKey& key, TimePoint now);

  /// Stores cycles, each atomic, all in one transaction; first sight of a section is silent. A step in standing is told
  /// unless it was told already. A cycle that makes no
  /// sense (a setting of another section) is left out with its `error`; the others are stored.
  /// Throws StoreError; then nothing was written.
  std::vector<CommitResult> commit(std::span<const PollReport> cycles);

  /// Stores gathered confirmations. Throws StoreError; then nothing was written.
  void flush(std::span<const Confirmation> confirmations, TimePoint now);

  /// Keeps the longest that a poll began after its time since the last call, in the row of this run. Throws StoreError.
  void note_lag(std::chrono::milliseconds most, TimePoint now);

  /// `noticed.report.posture`, once in a database's life: nothing if it was told before, or while no resource has
  /// answered yet. Throws StoreError.
  std::optional<Event> record_posture(TimePoint now);

  /// `noticed.report.quiet` for one sink, about the time since its last one. Throws StoreError.
  Event record_quiet(const std::string& sink, TimePoint now);
  /// When that sink was last told how quiet it is; nothing: never.
  std::optional<TimePoint> last_quiet(const std::string& sink);

  /// What waits for a sink, at most `limit` events. by_number: the first ones; newest: the last one; by_resource: of
  /// each resource the first one, if its time has come, those that have waited longest.
  Outgoing outgoing(const std::string& sink, QueueOrder order, TimePoint now, std::size_t limit);
  /// How many resources are watched, by account, service and project id.
  std::map<std::tuple<std::string, std::string, std::string>, std::int64_t> watched_counts();

  /// Notes that a request is about to be sent: who is killed before its outcome is stored sends it again, and the
  /// history shows both. Returns the attempt's number. Throws StoreError; then it must not be sent.
  std::int64_t begin_attempt(const DeliveryAttempt& attempt);
  /// Stores what came of it. Events whose time is over become dead letters; a sink that is wrong is suspended, and one
  /// that takes a letter again resumed, which is told through the other sinks. Throws StoreError, as above.
  RecordedResult record_result(const AttemptResult& outcome);

  /// The wall clock was set by so much, forward or back: what waits for a time waits as long as before.
  void clock_was_set(std::chrono::milliseconds by, TimePoint now);
  /// A number that is another one once another process has written to the database.
  std::int64_t data_version();

  /// Removes one batch of what was over before `horizon` (see storage/retention/prune.h). To be called until it is
  /// done, with pauses. Throws StoreError; then that batch stays.
  PruneStep prune(TimePoint horizon, const Clock& clock);

  StoreSizes sizes();
  /// What waits, what is lost, how far discovery came: some milliseconds, unless very much waits. Throws StoreError.
  StoreNumbers numbers();
  /// One part of a survey: the next `limit` rows after row `after` (0: from the beginning), with at most `most_failing`
  /// of those that fail. Some microseconds a row. Throws StoreError.
  SurveyPart survey(std::int64_t after, std::size_t limit, std::size_t most_failing);
  /// Writes the write-ahead log into the database and empties its file, without waiting. False: a reader that is inside
  /// a transaction still needs it. Throws StoreError.
  bool empty_log();

  /// From now on waits for other programs' locks for half a second, not for five: the program is to end.
  void hurry();
  /// Ends the run, checkpoints and truncates the WAL. Only destruction may follow.
  void close(TimePoint now);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace noticed
