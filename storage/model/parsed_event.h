// An event's body, parsed into plain values: the counterpart of make_event. The bodies are our own (event.cpp,
// notice.cpp), but may be from another version: what cannot be read is left out, never rejected.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/model/clock.h"
#include "storage/model/coverage.h"
#include "storage/model/delivery.h"
#include "storage/model/setting.h"

namespace noticed {

struct ParsedResource {
  std::string account, region, service, id, name, project_id, project_name;
  /// "payments-api", or "build/48c66c60" without a name.
  std::string label() const;
  /// "build/48c66c60", as accepted by commands.
  std::string short_id() const;
  friend auto operator<=>(const ParsedResource&, const ParsedResource&) = default;
};

struct ParsedChange {
  std::string op;  // added, removed, changed
  Path path;
  std::optional<Value> before, after;
  std::string effect;
  Severity severity = Severity::info;
};

struct ParsedShift {
  std::string event;
  std::vector<std::string> was, now;  // channels
  Covered covered = Covered::unknown;
};

struct ParsedEvent {
  std::int64_t seq = 0;
  TimePoint at{};
  std::string type;  // without "noticed."
  Severity severity = Severity::info;
  bool replayed = false;
  std::string summary;  // English; the type if the body has none
  std::string host;
  std::string account;  // empty: none
  std::string service;  // the same
  std::optional<ParsedResource> resource;
  std::optional<std::pair<TimePoint, TimePoint>> window;  // (not before, observed at]
  std::vector<ParsedChange> changes;
  std::vector<ParsedShift> coverage;
  nlohmann::json data;  // the body's whole data, for members of the other types
};

/// Never throws because of a body's content. Texts are cleaned (see unicode.h).
ParsedEvent parse_event(const DueDelivery& event);

/// The named member; null if it is missing, or if `json` is not an object.
const nlohmann::json& member_of(const nlohmann::json& json, std::string_view name);
/// The member's text, cleaned; empty if it is not a string.
std::string text_of(const nlohmann::json& json, std::string_view name);
/// The member as an integer; 0 if it is none.
std::int64_t number_of(const nlohmann::json& json, std::string_view name);
/// The member as a time; nullopt if it is none.
std::optional<TimePoint> time_of(const nlohmann::json& json, std::string_view name);
/// The member as a list of texts; empty if it is not a list.
std::vector<std::string> texts_of(const nlohmann::json& json, std::string_view name);

}  // namespace noticed
