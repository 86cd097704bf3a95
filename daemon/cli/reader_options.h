// Common options of the reading commands: database, resource, time zone.
#pragma once

#include <string>

#include "daemon/cli/cli.h"
#include "storage/read/delivery_history.h"

namespace noticed {

/// The database to read: --db, else as configured. Also sets the process's time zone from the configuration. Throws
/// CommandError.
std::filesystem::path database_of(const CommandLine& line);

/// The one resource that matches `text`. Throws CommandError: none (66), or several, which it lists (64).
ResourceRow find_one(const History& history, const std::string& text);

/// "build/48c66c60 payments-api": a short form for people.
std::string short_name(const std::string& service, const std::string& id, const std::string& name);

/// For tables, whose titles name the zone: "2026-11-21 22:05:09".
std::string table_time(const std::optional<TimePoint>& time);
/// "UTC+08:00", the offset at `now`.
std::string zone_text(TimePoint now);
/// "2026-11-21 22:05:09 +08:00", or "never".
std::string when_text(const std::optional<TimePoint>& time);
/// UTC text for scripts, null if there is no time.
nlohmann::ordered_json when_json(const std::optional<TimePoint>& time);

/// Printed below a list that reached its limit: how to continue.
void print_more(const CommandLine& line, const std::string& cursor);

/// A delivery as a record for scripts.
nlohmann::ordered_json delivery_json(const DeliveryRow& row);

}  // namespace noticed
