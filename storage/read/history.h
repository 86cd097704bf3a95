// Reads the history for the commands. Opens the database read-only beside a running daemon; short transactions.
#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "storage/model/clock.h"
#include "storage/model/outage.h"
#include "storage/model/service.h"
#include "storage/model/setting.h"

namespace noticed {

struct ResourceRow {
  std::int64_t id = 0;
  std::string account, region, service, project_id, project_name, external_id, name, state;
  std::string last_error;
  std::int64_t interval_s = 0;
  std::optional<TimePoint> first_seen, last_polled, last_ok, last_changed, next_poll;
  std::int64_t failures = 0;
  SectionMask sections = 0;  // that are polled; none once retired
};

struct ChangeRow {
  std::int64_t id = 0;
  std::string event_id;
  TimePoint observed_at{}, not_before{};
  std::string service, external_id, name, op, channel, event, attribute;
  std::string before, after;  // JSON text, empty when absent
  std::string effect, severity;
  std::int64_t resource = 0;
};

struct ChangeFilter {
  std::optional<std::int64_t> resource;
  std::optional<TimePoint> since, until;
  std::string service, channel, effect, severity;  // empty: any; severity: this one or higher
  std::string label;                               // "team=payments"; empty: any
  std::size_t limit = 100;                         // newest first
  std::string after;                               // a cursor (storage/read/cursor.h): only rows after it
};

/// A section whose state at a time is unknown.
struct Unknown {
  std::string section;
  TimePoint since{};
  std::string reason;
};

struct StateAt {
  std::optional<TimePoint> taken_at;  // nullopt: not observed yet at that time
  std::optional<TimePoint> confirmed_at;
  Settings settings;
  std::optional<TimePoint> kept_since;  // if `taken_at` is not set: that time was pruned, the history begins here
  std::vector<Unknown> unknown;         // sections not observed at that time; their settings are the last known ones
};

/// One API answer of a watched resource: a row of the view `sections`.
struct SectionRow {
  std::string section, state;
  std::optional<TimePoint> confirmed, next;
  std::optional<std::int64_t> promise_s;
};

struct RunRow {
  TimePoint started{};
  std::optional<TimePoint> ended;  // nullopt: running, or killed
  TimePoint alive{};               // last time the run recorded that it was alive
};

/// Progress of an account's discovery.
struct DiscoveryRow {
  std::string account;
  std::optional<TimePoint> last_round;  // nullopt: none has ended yet
  std::string trouble;                  // of the last round; empty: none
  std::int64_t resources = 0;           // found and watched now
};

class Connection;

class History {
 public:
  /// Throws StoreError (no such file, no permission, not ours, newer).
  explicit History(const std::filesystem::path& path);
  explicit History(std::shared_ptr<Connection> connection);
  ~History();
  History(const History&) = delete;
  History& operator=(const History&) = delete;

  /// Resources that `text` may mean: "service/id", a name, or a unique prefix of either. Exact matches take precedence.
  /// Empty text: all.
  std::vector<ResourceRow> find(const std::string& text) const;
  /// Throws NotACursor.
  std::vector<ChangeRow> changes(const ChangeFilter& filter) const;
  /// The state at a time; now if not given.
  StateAt state(std::int64_t resource, std::optional<TimePoint> at) const;
  /// Its sections as of now, in their order.
  std::vector<SectionRow> sections(std::int64_t resource) const;
  std::optional<RunRow> last_run() const;
  /// The longest delay of a poll in the last run, as last stored.
  std::chrono::milliseconds lag() const;
  /// Open outages: the network, then accounts, then services.
  std::vector<Outage> outages() const;
  /// Accounts with discovery, by name.
  std::vector<DiscoveryRow> discovery() const;
  /// Pending and dead messages, all sinks together.
  std::pair<std::int64_t, std::int64_t> undelivered() const;

 private:
  class Queries;
  std::unique_ptr<Queries> impl_;
};

}  // namespace noticed
