// An event as its body tells it, read into plain values. The bodies are our own (storage/model/event.cpp, notice.cpp),
// but may be of another version: what cannot be read is left out, never refused.
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
  /// "payments-api", else "build/48c66c60".
  std::string label() const;
  /// "build/48c66c60": what commands take.
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
  std::string summary;  // English; the type where the body has none
  std::string host;
  std::string account;  // empty: about none
  std::string service;  // likewise
  std::optional<ParsedResource> resource;
  std::optional<std::pair<TimePoint, TimePoint>> window;  // (not before, observed at]
  std::vector<ParsedChange> changes;
  std::vector<ParsedShift> coverage;
  nlohmann::json data;  // the body's whole data, for the members of the other types
};

/// Never throws for what a body can hold. Texts are clean (see clean.h).
ParsedEvent parse_event(const DueDelivery& event);

/// The member of that name; a null for what is not there, or where `json` is no object.
const nlohmann::json& member_of(const nlohmann::json& json, std::string_view name);
/// Its text, cleaned; empty for what is no text.
std::string text_of(const nlohmann::json& json, std::string_view name);
/// Its whole number; 0 for what is none.
std::int64_t number_of(const nlohmann::json& json, std::string_view name);
/// Its time; nothing for what is none.
std::optional<TimePoint> time_of(const nlohmann::json& json, std::string_view name);
/// Its texts; none for what is no list.
std::vector<std::string> texts_of(const nlohmann::json& json, std::string_view name);

}  // namespace noticed
