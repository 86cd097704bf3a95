// Who is told of what: resource by event by channel, with resources that are set exactly alike taken together. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "storage/read/report_history.h"

namespace noticed {

/// What a channel does for an event.
enum class Reach : std::uint8_t {
  off,
  on,
  unknown,     // not observed now, or decided by settings that the API hides
  not_asked,   // the configuration does not poll this channel
  not_offered  // the cloud does not have it for this resource
};

/// A document's settings and what they say.
struct DocumentFacts {
  Settings settings;
  std::vector<EventRow> events;
};
using DocumentBook = std::map<std::int64_t, DocumentFacts>;

struct MatrixRow {
  std::string event;
  bool is_failure = false;
  std::vector<Reach> channels;   // in the order of the matrix
  std::optional<bool> heard_of;  // nothing: not known
  friend auto operator<=>(const MatrixRow&, const MatrixRow&) = default;
};

/// Resources of which the same is to be said.
struct MatrixGroup {
  std::vector<MatrixRow> rows;  // by event, failures first; none: without an event, or not observed yet
  bool observed = false;
  std::vector<const StandingRow*> resources;  // by name
};

/// One service's.
struct Matrix {
  std::string service;
  std::vector<std::string> channels;
  std::vector<MatrixGroup> groups;  // uncovered failures first, then what is not known, then the largest
};

/// By service, in our order. `resources` must outlive it; each one's document is in `book`.
std::vector<Matrix> matrices_of(std::span<const StandingRow> resources, const DocumentBook& book);

/// Sections that are asked for and offered, and never answered.
bool has_unread(const StandingRow& resource);

}  // namespace noticed
