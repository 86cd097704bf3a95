// What exists: the cloud's listings of projects, build jobs, pipelines, check tasks and repositories, page by page.
// Pure: what to ask, what a page says, whether the whole was read. Sources: the API pages named in listing.cpp.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pollers/redactor.h"
#include "storage/model/discover_rule.h"

namespace noticed {

struct ListingRequest {
  std::string target;               // path and query
  std::optional<std::string> post;  // JSON body
};

/// One walk through one listing: next(), take(), until outcome() is no longer `going`. At most 2,000 pages and 100,000
/// rows. Single use, any thread.
class ListingPaginator {
 public:
  enum class Outcome { going, complete, partial };
  virtual ~ListingPaginator() = default;
  /// The next page to ask for; nothing once the walk has ended.
  virtual std::optional<ListingRequest> next() const = 0;
  /// Takes the answer to next(). Throws Malformed; then the walk is to be given up.
  virtual void take(const RedactedJson& page) = 0;
  /// complete: the listing ended as it should and nothing contradicts it. partial: something is missing, repeated or
  /// contradictory: rows are real, but absence means nothing. It is said at the first contradiction.
  virtual Outcome outcome() const = 0;
  /// Why the walk is partial, without names. A complete one may have a anomaly, too: rows that were left out because
  /// their ids are none that could be watched. What is watched has an id of the right form, so its absence still means
  /// something; a listing that has no row of the right form is partial.
  virtual const std::string& anomaly() const = 0;
  /// Each id once, in the order of the listing. A name has at most 512 bytes, on one line; it may be empty.
  virtual std::vector<ListedResource>& rows() = 0;
};

/// All projects that the account belongs to.
std::unique_ptr<ListingPaginator> walk_projects();
/// All resources of a service in a CodeArts project, archived and disabled ones too.
std::unique_ptr<ListingPaginator> walk_resources(Service service, const std::string& project_id);

}  // namespace noticed
