// How one configuration generation assesses and routes changes. Immutable: made by the daemon from the configuration,
// read by the storage thread while it commits.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace noticed {

enum class Severity : std::uint8_t { info, warning, critical };
std::string_view to_text(Severity severity);
/// Throws std::invalid_argument for an unknown word.
Severity severity_from(std::string_view text);

/// Selects the events for one sink. An empty list matches everything; globs support `*` and `?`.
struct Route {
  std::string sink;
  Severity min_severity = Severity::info;
  std::vector<std::string> accounts;
  std::vector<std::string> services;
  std::vector<std::string> names;     // globs
  std::vector<std::string> projects;  // globs over project id and name
  std::vector<std::string> types;     // globs over event types
  std::vector<std::string> effects;
  std::map<std::string, std::vector<std::string>> labels;
};

struct Policy {
  std::uint32_t generation = 0;
  std::string host;                          // for the events' `source`
  std::vector<std::string> notify_channels;  // channels that reach a person
  std::vector<std::string> failure_events;   // events whose loss of coverage is critical
  /// Declared webhook addresses: fingerprinted form ("https://host/#fp") -> name for people.
  std::map<std::string, std::string, std::less<>> destinations;
  std::vector<Route> routes;
  std::uint32_t fail_after = 3;  // failed polls in a row before a resource is unreachable
  std::uint32_t gone_after = 3;  // polls in a row that report it missing before it is gone

  bool is_failure(std::string_view event) const;
  bool reaches_person(std::string_view channel) const;
};
using PolicyPtr = std::shared_ptr<const Policy>;

bool glob_match(std::string_view pattern, std::string_view text);
bool any_glob(const std::vector<std::string>& globs, std::string_view text);

}  // namespace noticed
