#include "storage/store.h"

#include <algorithm>

#include "storage/file/database.h"
#include "storage/file/database_file.h"
#include "storage/file/lock_file.h"
#include "storage/file/transaction.h"
#include "storage/read/survey_query.h"
#include "storage/retention/prune.h"
#include "storage/write/apply_listing.h"
#include "storage/write/begin_generation.h"
#include "storage/write/commit.h"
#include "storage/write/discovery_progress.h"
#include "storage/write/outages.h"
#include "storage/write/outbox.h"
#include "storage/write/promises.h"
#include "storage/write/reports.h"
#include "storage/write/section_names.h"
#include "storage/write/sink_state.h"
#include "storage/write/snapshots.h"

namespace noticed {

class Store::Impl {
 public:
  explicit Impl(const StoreOptions& options);

  /// Runs `work` in one transaction; rolls back on error. SQLite errors become StoreError.
  template <typename Work>
  decltype(auto) write(Work&& work) {
    return translating(connection_->file(), [&]() -> decltype(auto) {
      WriteTransaction transaction(*connection_);
      if constexpr (std::is_void_v<decltype(work())>) {
        work();
        transaction.commit();
      } else {
        auto result = work();
        transaction.commit();
        return result;
      }
    });
  }

  /// For reads, or writes in transactions of their own. SQLite errors become StoreError.
  template <typename Work>
  auto read(Work&& work) {
    return translating(connection_->file(), [&] { return work(*connection_); });
  }

  void begin_run(const StoreOptions& options, TimePoint now);
  void show_life(TimePoint now);
  void end_run(TimePoint now);
  void note_lag(std::chrono::milliseconds most, TimePoint now);
  /// Runs `work` in one transaction; returns the event it recorded, if any.
  template <typename Work>
  std::optional<Event> record_one(TimePoint now, Work&& work) {
    auto events = write([&] {
      EventWriter writer(*connection_, policy(), now);
      work(writer);
      return writer.take();
    });
    if (events.empty()) return {};
    return std::move(events.front());
  }
  CommitResult store_one(const PollReport& cycle);
  Connection& connection() { return *connection_; }
  const Policy& policy() const;

  PolicyPtr policy_;
  Normalizers normalizers_;
  Rules rules_;

 private:
  LockFile lock_;  // released after the connection is closed
  std::unique_ptr<Connection> connection_;
  std::int64_t run_ = 0;
};

namespace {

/// Checks before the lock file is made, which lies in the same folder and file system.
const std::filesystem::path& prepared(const std::filesystem::path& file) {
  prepare_database_file(file);
  return file;
}

/// Compares the fingerprint key's id with the stored one. After a new key is accepted, every section's next answer
/// counts as its first: the same values now have other fingerprints.
void check_key(Connection& connection, const StoreOptions& options) {
  std::string known;
  {
    auto query = connection.query("SELECT value FROM meta WHERE key = 'key_id'");
    if (query.step()) known = query.text(0);
  }
  if (known == options.key_id) return;
  if (!known.empty() && !options.accept_new_key) {
    throw StoreError(StoreError::Kind::key,
                     options.path.string() + ": was written with fingerprint key " + known +
                         ", the key file contains " + options.key_id +
                         "; restore the key file that belongs to it, or start with `noticed run --accept-new-key`");
  }
  if (!known.empty()) connection.query("UPDATE resource SET seen = 0").run();
  connection.query("INSERT OR REPLACE INTO meta (key, value) VALUES ('key_id', ?)").bind(options.key_id).run();
}

/// Messages do not age while noticed is stopped; nor do they wait longer if the clock went back meanwhile.
void skip_downtime(Connection& connection, TimePoint now) {
  std::optional<TimePoint> last;
  {
    auto query = connection.query("SELECT max(max(alive_ms, coalesce(ended_ms, 0))) FROM run");
    query.step();
    last = query.maybe_time(0);
  }
  if (!last) return;
  if (*last < now)
    stop_clock(connection, *last, now);
  else
    shift_waits(connection, now - *last, now);
}

}  // namespace

Store::Impl::Impl(const StoreOptions& options) : normalizers_(options.normalizers), lock_(prepared(options.path)) {
  connection_ = translating(options.path,
                            [&] { return open_for_writing(options.path, built_in_migrations(), options.on_upgrade); });
}

void Store::Impl::begin_run(const StoreOptions& options, TimePoint now) {
  check_key(*connection_, options);
  skip_downtime(*connection_, now);
  connection_->query("INSERT INTO run (version, key_id, started_ms, alive_ms) VALUES (?, ?, ?, ?)")
      .bind(options.version, options.key_id, now, now)
      .run();
  run_ = connection_->last_row();
}

void Store::Impl::show_life(TimePoint now) {
  connection_->query("UPDATE run SET alive_ms = max(alive_ms, ?) WHERE id = ?").bind(now, run_).run();
}

void Store::Impl::note_lag(std::chrono::milliseconds most, TimePoint now) {
  connection_->query("UPDATE run SET lag_ms = ?, alive_ms = max(alive_ms, ?) WHERE id = ?")
      .bind(most.count(), now, run_)
      .run();
}

void Store::Impl::end_run(TimePoint now) {
  connection_->query("UPDATE run SET ended_ms = max(alive_ms, ?), clean = 1 WHERE id = ?").bind(now, run_).run();
}

const Policy& Store::Impl::policy() const {
  if (!policy_) throw std::logic_error("begin_generation must be called before the store can use its policy");
  return *policy_;
}

/// Uses a savepoint, so that an inconsistent report does not keep the others from being stored.
CommitResult Store::Impl::store_one(const PollReport& cycle) {
  connection_->query("SAVEPOINT cycle").run();
  CommitResult result;
  try {
    result = store_cycle(*connection_, cycle, policy());
  } catch (const std::invalid_argument& nonsense) {
    result.error = nonsense.what();
  } catch (const nlohmann::json::exception& nonsense) {
    result.error = nonsense.what();
  }
  result.resource = cycle.resource;
  if (!result.error.empty()) connection_->query("ROLLBACK TO cycle").run();
  connection_->query("RELEASE cycle").run();
  return result;
}

Store::Store(const StoreOptions& options, TimePoint now) : impl_(std::make_unique<Impl>(options)) {
  impl_->write([&] {
    store_section_names(impl_->connection());
    impl_->begin_run(options, now);
  });
}

Store::~Store() = default;

Started Store::begin_generation(const Inventory& inventory, PolicyPtr policy, TimePoint now) {
  Rules rules(inventory.rules);
  auto started = impl_->write([&] {
    impl_->show_life(now);
    EventWriter writer(impl_->connection(), *policy, now);
    return store_generation(writer, inventory, rules, *policy, impl_->normalizers_);
  });
  impl_->policy_ = std::move(policy);
  impl_->rules_ = std::move(rules);
  return started;
}

ListingResult Store::apply_projects(const std::string& account, std::span<const ProjectInfo> projects, TimePoint now) {
  return impl_->write([&] {
    EventWriter writer(impl_->connection(), impl_->policy(), now);
    ListingResult result = take_projects(writer, impl_->rules_, account, projects);
    result.events = writer.take();
    return result;
  });
}

ListingResult Store::apply_listing(const Listing& listing, TimePoint now) {
  return impl_->write([&] {
    EventWriter writer(impl_->connection(), impl_->policy(), now);
    ListingResult result = take_listing(writer, impl_->rules_, listing);
    result.events = writer.take();
    return result;
  });
}

void Store::end_round(const std::string& account, bool complete, const std::string& trouble, TimePoint now) {
  impl_->write([&] { keep_round(impl_->connection(), {account, complete, trouble}, now); });
}

std::optional<Event> Store::begin_outage(const Outage& outage, TimePoint now) {
  return impl_->record_one(now, [&](EventWriter& writer) { store_outage(writer, outage); });
}

std::optional<Event> Store::end_outage(const OutageKey& key, TimePoint now) {
  return impl_->record_one(now, [&](EventWriter& writer) { end_outage_of(writer, key); });
}

void Store::note_lag(std::chrono::milliseconds most, TimePoint now) {
  impl_->write([&] { impl_->note_lag(most, now); });
}

std::vector<CommitResult> Store::commit(std::span<const PollReport> cycles) {
  return impl_->write([&] {
    std::vector<CommitResult> results;
    results.reserve(cycles.size());
    TimePoint newest{};
    for (const PollReport& cycle : cycles) {
      results.push_back(impl_->store_one(cycle));
      newest = std::max(newest, cycle.started);
    }
    impl_->show_life(newest);
    return results;
  });
}

void Store::flush(std::span<const Confirmation> confirmations, TimePoint now) {
  impl_->write([&] {
    for (const Confirmation& confirmation : confirmations) add_confirmation(impl_->connection(), confirmation);
    impl_->show_life(now);
  });
}

void Store::keep_promises(std::span<const SectionPromise> promises) {
  impl_->write([&] { replace_promises(impl_->connection(), promises); });
}

std::optional<Event> Store::record_posture(TimePoint now) {
  return impl_->record_one(now, [](EventWriter& writer) { noticed::record_posture(writer); });
}

Event Store::record_quiet(const std::string& sink, TimePoint now) {
  return *impl_->record_one(now, [&](EventWriter& writer) { noticed::record_quiet(writer, sink); });
}

std::optional<TimePoint> Store::last_quiet(const std::string& sink) {
  return impl_->read([&](Connection& connection) { return noticed::last_quiet(connection, sink); });
}

Outgoing Store::outgoing(const std::string& sink, QueueOrder order, TimePoint now, std::size_t limit) {
  return impl_->read([&](Connection& connection) { return load_outgoing(connection, sink, order, now, limit); });
}

std::map<std::tuple<std::string, std::string, std::string>, std::int64_t> Store::watched_counts() {
  return impl_->read([](Connection& connection) { return count_watched(connection); });
}

std::int64_t Store::begin_attempt(const DeliveryAttempt& attempt) {
  return impl_->write([&] { return store_attempt(impl_->connection(), attempt); });
}

RecordedResult Store::record_result(const AttemptResult& outcome) {
  return impl_->write([&] {
    EventWriter writer(impl_->connection(), impl_->policy(), outcome.at);
    RecordedResult settled;
    settled.died = store_result(writer, outcome);
    settled.events = writer.take();
    return settled;
  });
}

void Store::clock_was_set(std::chrono::milliseconds by, TimePoint now) {
  impl_->write([&] {
    shift_waits(impl_->connection(), by, now);
    if (by.count() > 0) stop_clock(impl_->connection(), now - by, now);
  });
}

std::int64_t Store::data_version() {
  return impl_->read([](Connection& connection) {
    auto query = connection.query("PRAGMA data_version");
    query.step();
    return query.integer(0);
  });
}

PruneStep Store::prune(TimePoint horizon, const Clock& clock) {
  return impl_->read([&](Connection& connection) { return prune_step(connection, horizon, clock); });
}

StoreSizes Store::sizes() {
  const auto size_of = [&](const char* suffix) {
    std::error_code failed;
    const auto size = std::filesystem::file_size(impl_->connection().file().string() + suffix, failed);
    return failed ? std::int64_t{0} : static_cast<std::int64_t>(size);
  };
  return {size_of(""), size_of("-wal")};
}

StoreNumbers Store::numbers() {
  StoreNumbers numbers = impl_->read([](Connection& connection) { return load_numbers(connection); });
  numbers.sizes = sizes();
  return numbers;
}

SurveyPart Store::survey(std::int64_t after, std::size_t limit, std::size_t most_failing) {
  return impl_->read([&](Connection& connection) { return load_survey(connection, after, limit, most_failing); });
}

bool Store::empty_log() {
  return impl_->read([](Connection& connection) { return try_to_empty_log(connection); });
}

void Store::shorten_lock_wait() {
  translating(impl_->connection().file(), [&] { impl_->connection().execute("PRAGMA busy_timeout = 500"); });
}

void Store::close(TimePoint now) {
  impl_->write([&] {
    impl_->show_life(now);
    impl_->end_run(now);
  });
  // If readers delay the checkpoint, the log keeps its size and stays complete.
  translating(impl_->connection().file(), [&] { impl_->connection().execute("PRAGMA wal_checkpoint(TRUNCATE)"); });
}

}  // namespace noticed
