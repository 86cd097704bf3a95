// The history in SQLite: the one writer. Owns the database file, its lock and its transactions.
// One thread at a time (the storage thread). After a crash at any instruction the file holds whole transactions only:
// a cycle's snapshot, changes, event and deliveries are there together or not at all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "storage/model/cycle.h"
#include "storage/model/event.h"
#include "storage/model/policy.h"

namespace noticed {

/// A store that cannot be used or did not take what it was given. `what()` names the thing, the cause and the remedy.
class StoreError : public std::runtime_error {
 public:
  enum class Kind : std::uint8_t {
    locked,      // another `run` holds it
    permission,  // wrong owner, no right to write
    newer,       // made by a newer version
    foreign,     // not a database, or not ours
    key,         // fingerprint key missing or another one
    full,        // disk full
    io,          // the disk or the file system failed
    refused,     // network file system, a pragma that was not obeyed
    missing      // no such file, or nothing in it yet (readers only)
  };
  StoreError(Kind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

/// A resource the configuration wants watched.
struct WatchedResource {
  ResourceInfo info;
  std::chrono::seconds interval{0};
  SectionMask sections = 0;  // those polled; the others of an earlier configuration get a gap `not_watched`
};

/// What the store remembers of a watched resource, in the order of the inventory given.
struct Remembered {
  std::int64_t resource = 0;          // the row's id
  std::optional<TimePoint> next_due;  // nothing: never polled
  TimePoint confirmed{};              // last confirmation, 0 if none
  TimePoint ok{};
  std::uint32_t failures = 0;
  SectionState sections;
};

/// What came of one committed cycle.
struct CommitResult {
  std::int64_t resource = 0;
  bool stored = false;  // false: the resource is retired since, or of another generation
  SectionState sections;
  std::optional<Event> event;  // what is to be logged now
  std::string error;           // why it could not be stored, if it made no sense; else empty
};

/// One message to one sink that may be tried now.
struct DueDelivery {
  std::int64_t seq = 0;
  std::string sink;
  std::string event_id;
  TimePoint at{};  // when the event happened
  std::string type;
  Severity severity{};
  std::string body;
  std::uint32_t attempts = 0;
};

/// What came of one attempt.
struct Attempt {
  enum class Verdict : std::uint8_t { delivered, retry, dead };
  std::int64_t seq = 0;
  std::string sink;
  Verdict verdict = Verdict::retry;
  TimePoint at{};
  TimePoint next_attempt{};  // retry
  int status = 0;            // HTTP status, 0 if none
  std::string error;         // without secrets; empty when delivered
};

struct StoreOptions {
  std::filesystem::path path;
  std::string key_id;   // id of the fingerprint key in use
  std::string version;  // of the program, kept in the table of runs
  bool accept_new_key = false;
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

  /// Makes `resources` the inventory: adds, updates, retires those not named (their gap `not_watched` opens), returns
  /// to life those named again. One transaction. The policy is used for all commits that follow; if it judges coverage
  /// differently from the stored one, coverage is computed anew. Throws StoreError; then nothing was written.
  std::vector<Remembered> begin_generation(std::span<const WatchedResource> resources, PolicyPtr policy, TimePoint now);

  /// Stores cycles, each atomic, all in one transaction; first sight of a section is silent. A cycle that makes no
  /// sense (a setting of another section) is left out with its `error`; the others are stored.
  /// Throws StoreError; then nothing was written.
  std::vector<CommitResult> commit(std::span<const CycleReport> cycles);

  /// Stores gathered confirmations. Throws StoreError; then nothing was written.
  void flush(std::span<const Confirmation> confirmations, TimePoint now);

  /// `noticed.report.posture`, once in a database's life: nothing if it was told before, or while no resource has
  /// answered yet. Throws StoreError.
  std::optional<Event> tell_posture(TimePoint now);

  /// Per sink at most `limit` messages that may be tried at `now`, those that have waited longest, told oldest first:
  /// for each (sink, resource) only the oldest pending one.
  std::vector<DueDelivery> due_deliveries(TimePoint now, std::size_t limit);
  /// The first time after `after` at which a pending message may be tried; nothing if none is pending for later.
  std::optional<TimePoint> next_delivery(TimePoint after) const;
  void record(std::span<const Attempt> attempts);

  /// Ends the run, checkpoints and truncates the WAL. Only destruction may follow.
  void close(TimePoint now);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace noticed
