// Coverage matrix: resource by event by channel; resources with identical settings form one group. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "storage/read/report_history.h"

namespace noticed {

/// State of a channel for an event.
enum class Reach : std::uint8_t {
  off,
  on,
  unknown,     // not observed now, or decided by settings that the API hides
  not_asked,   // not polled, as configured
  not_offered  // the cloud does not have it for this resource
};

/// A document's settings and their interpretation.
struct DocumentFacts {
  Settings settings;
  std::vector<Coverage> events;
};
using DocumentBook = std::map<std::int64_t, DocumentFacts>;

struct MatrixRow {
  std::string event;
  bool is_failure = false;
  std::vector<Reach> channels;   // in the order of the matrix
  std::optional<bool> heard_of;  // nullopt: unknown
  friend auto operator<=>(const MatrixRow&, const MatrixRow&) = default;
};

/// Resources with identical rows.
struct MatrixGroup {
  std::vector<MatrixRow> rows;  // by event, failures first; empty: no events, or not observed yet
  bool observed = false;
  std::vector<const StandingRow*> resources;  // by name
};

/// The matrix of one service.
struct Matrix {
  std::string service;
  std::vector<std::string> channels;
  std::vector<MatrixGroup> groups;  // uncovered failures first, then unknown ones, then the largest
};

/// By service, in the order of the enum. `resources` must outlive the result; each one's document is in `book`.
std::vector<Matrix> matrices_of(std::span<const StandingRow> resources, const DocumentBook& book);

/// Whether some sections are polled and supported, but were never read.
bool has_unread(const StandingRow& resource);

}  // namespace noticed
