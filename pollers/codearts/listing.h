// What exists: the cloud's listings of projects, build jobs, pipelines, check tasks and repositories, page by page.
// Pure: what to ask, what a page says, whether the whole was read. Sources: the API pages named in listing.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "pollers/redactor.h"
#include "storage/model/discovery.h"

namespace noticed {

struct ListingRequest {
  std::string target;               // path and query
  std::optional<std::string> post;  // JSON body
};

/// One walk through one listing.
class ListingWalk {
 public:
  enum class Outcome { going, complete, partial };
  virtual ~ListingWalk() = default;
  /// The next page to ask for; nothing once the walk has ended.
  virtual std::optional<ListingRequest> next() const = 0;
  /// Takes that page. Throws Malformed; then the walk is to be given up.
  virtual void take(const RedactedJson& page) = 0;
  /// complete: the listing ended as it should and nothing contradicts it. partial: something is missing, repeated or
  /// contradictory (`doubt` says what): rows are real, but absence means nothing.
  virtual Outcome outcome() const = 0;
  virtual const std::string& doubt() const = 0;
  /// Each id once, in the order of the listing.
  virtual std::vector<ListedResource>& rows() = 0;
};

/// All projects that the account sees.
std::unique_ptr<ListingWalk> walk_projects();
/// All resources of a service in a CodeArts project.
std::unique_ptr<ListingWalk> walk_resources(Service service, const std::string& project_id);

}  // namespace noticed
