// An event's body, parsed into plain values: the counterpart of make_event. The bodies are our own (event.cpp,
// notice.cpp), but may be from another version: what cannot be read is left out, never rejected.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "storage/model/clock.h"
#include "storage/model/delivery.h"
#include "storage/model/wording/parsed_change.h"

namespace noticed {

struct ParsedResource {
  std::string account, region, service, id, name, project_id, project_name;
  /// "payments-api", or "build/48c66c60" without a name.
  std::string label() const;
  /// "build/48c66c60", as accepted by commands.
  std::string short_id() const;
  friend auto operator<=>(const ParsedResource&, const ParsedResource&) = default;
};

struct ParsedEvent {
  std::int64_t seq = 0;
  std::string id;  // "evt_…"
  TimePoint at{};
  std::string type;  // without "noticed."
  Severity severity = Severity::info;
  bool replayed = false;
  std::string summary;  // as stored, in English; the type if the body has none
  std::string host;
  std::string account;  // empty: none
  std::string service;  // the same
  std::optional<ParsedResource> resource;
  std::optional<std::pair<TimePoint, TimePoint>> window;  // (not before, observed at]
  std::vector<ParsedChange> changes;
  std::vector<ParsedShift> coverage;
  nlohmann::json data;  // the body's whole data, for members that only one type has
};

/// Never throws because of a body's content. Texts are cleaned (see unicode.h).
ParsedEvent parse_event(const DueDelivery& event);

}  // namespace noticed
