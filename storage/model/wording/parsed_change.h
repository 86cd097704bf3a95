// Changed settings and coverage as an event's body states them. What cannot be read is left out.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "storage/model/coverage.h"
#include "storage/model/policy.h"
#include "storage/model/setting.h"

namespace noticed {

struct ParsedChange {
  std::string op;  // added, removed, changed
  Path path;
  std::optional<Value> before, after;
  std::string effect;
  Severity severity = Severity::info;
};

/// How the channels of one event of the cloud changed.
struct ParsedShift {
  std::string event;
  std::vector<std::string> was, now;  // channels
  Covered covered = Covered::unknown;
};

/// Of the data of a settings.changed; empty for other types.
std::vector<ParsedChange> changes_in(const nlohmann::json& data);
std::vector<ParsedShift> shifts_in(const nlohmann::json& data);

/// Whether the change may have moved this event's coverage: it is about the event or about all events.
bool concerns(const ParsedChange& change, const ParsedShift& shift);

}  // namespace noticed
