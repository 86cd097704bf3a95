#include "daemon/cli/reader_options.h"

#include <iostream>

#include "daemon/config/config.h"
#include "daemon/runtime/exit_status.h"
#include "daemon/sinks/sink_table.h"
#include "storage/model/time_zone.h"
#include "storage/read/cursor.h"

namespace noticed {

std::filesystem::path database_of(const CommandLine& line) {
  std::error_code ignored;
  const bool readable = std::filesystem::exists(line.config, ignored);
  const ConfigResult result = readable ? read_config(line.config, sink_types()) : ConfigResult{};
  use_time_zone(result.config.time_zone);
  if (!line.db.empty()) return line.db;
  if (!readable)
    throw CommandError(
        kExitNoSuchThing,
        line.config.string() + " does not exist; give the configuration with --config, or the database with --db");
  // A file that does not parse may name another database.
  if (!result.usable() && !std::filesystem::exists(result.config.database, ignored))
    throw CommandError(kExitNoSuchThing,
                       "the configuration has errors, and " + result.config.database.string() +
                           " does not exist; fix the errors (noticed check), or give the database with --db");
  return result.config.database;
}

ResourceRow find_one(const History& history, const std::string& text) {
  const auto found = history.find(text);
  if (found.empty()) throw CommandError(kExitNoSuchThing, "no resource \"" + text + "\"; `noticed status` lists all");
  if (found.size() == 1) return found.front();
  std::string message = "\"" + text + "\" is ambiguous:";
  constexpr std::size_t kMost = 10;
  for (std::size_t i = 0; i < std::min(found.size(), kMost); ++i)
    message += "\n  " + found[i].service + "/" + found[i].external_id + "  " + found[i].name + "  " + found[i].account;
  if (found.size() > kMost) message += "\n  … and " + std::to_string(found.size() - kMost) + " more";
  throw CommandError(kExitUsage, message);
}

std::string short_name(const std::string& service, const std::string& id, const std::string& name) {
  const std::string where = service + "/" + id.substr(0, 12);
  return name.empty() ? where : name + " (" + where + ")";
}

std::string table_time(const std::optional<TimePoint>& time) { return time ? local_time(*time) : "never"; }

std::string zone_text(TimePoint now) { return utc_offset(now); }

std::string when_text(const std::optional<TimePoint>& time) { return time ? local_text(*time) : "never"; }

nlohmann::ordered_json when_json(const std::optional<TimePoint>& time) {
  if (!time) return nullptr;
  return to_text(*time);
}

void print_more(const CommandLine& line, const std::string& cursor) {
  std::cout << "… " << line.limit << " rows; continue with --after " << cursor << ", or raise --limit\n";
}

nlohmann::ordered_json delivery_json(const DeliveryRow& row) {
  using Json = nlohmann::ordered_json;
  return {{"seq", row.seq},
          {"event_id", row.event_id},
          {"at", to_text(row.at)},
          {"type", row.type},
          {"severity", row.severity},
          {"summary", row.summary},
          {"sink", row.sink},
          {"state", row.state},
          {"attempts", row.attempts},
          {"replays", row.replays},
          {"queued_at", when_json(row.queued)},
          {"next_attempt_at", when_json(row.next)},
          {"delivered_at", when_json(row.delivered)},
          {"last_status", row.status ? Json(*row.status) : Json()},
          {"last_error", row.error},
          {"cursor", cursor_of(row)}};
}

}  // namespace noticed
