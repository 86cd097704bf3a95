// Reads, compares and writes a row of the table of resources with its polling state. Inside the caller's transaction.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "storage/file/connection.h"
#include "storage/model/watched_resource.h"
#include "storage/write/section_state.h"

namespace noticed {

/// What a configuration or a listing says of a resource, except its sections: these are in InventoryRow::owner,
/// because changing them affects gaps.
struct Described {
  std::string project_id, project_name, name;
  std::string labels;         // see labels_text
  std::int64_t interval = 0;  // seconds
  bool discovered = false;
  std::int64_t misses = 0;  // consecutive complete listings without it; 2 means 2 or more
  bool retired = false;
  friend bool operator==(const Described&, const Described&) = default;
};

struct InventoryRow {
  std::int64_t account = 0;  // its row
  std::string external_id;
  Described described;
  SectionOwner owner;               // with the row's own id
  std::vector<SectionTimes> times;  // in section order, all sections of the service
  NotifiedState notified = NotifiedState::none;
};

/// Reads rows first..last in row order. Only one at a time: it holds a statement.
class InventoryScan {
 public:
  InventoryScan(Connection& connection, std::int64_t first, std::int64_t last);
  /// The next row, valid until the next call; nullptr at the end.
  const InventoryRow* next();

 private:
  void read_times();

  Query query_;
  Query times_;
  bool more_times_ = false;  // times_ stands at a row that was not read
  InventoryRow row_;
};

/// Throws std::logic_error if the row is missing.
InventoryRow load_row(Connection& connection, std::int64_t resource);

/// Identifies a resource.
struct ResourceKey {
  std::int64_t account = 0;  // its row
  Service service{};
  std::string external_id;
};
std::optional<std::int64_t> find_row(Connection& connection, const ResourceKey& key);

/// Returns the new row's id.
std::int64_t insert_row(Connection& connection, const ResourceKey& key, const Described& described,
                        SectionMask sections, TimePoint now);

/// Writes what differs: un-retires a retired row, opens gaps of sections given up. Never retires.
void update_row(Connection& connection, InventoryRow& row, const Described& described, SectionMask sections,
                TimePoint now);

/// Ends the polling of all sections and clears the notified state: a retired resource cannot recover.
void retire_row(Connection& connection, std::int64_t resource, TimePoint now);

/// The row as the network thread needs it, with this description. `account` is its name.
Remembered remembered_of(const InventoryRow& row, const std::string& account, const Described& described,
                         SectionMask sections);

/// The labels as stored: one JSON object.
std::string labels_text(const std::map<std::string, std::string>& labels);

}  // namespace noticed
