// The cloud's listings of projects, build jobs, pipelines, check tasks and repositories, page by page. Pure: what to
// request, what a page contains, whether the listing was read completely. Sources: the API pages named in listing.cpp.
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

/// Reads one listing: call next() and take() until outcome() is no longer `going`. At most 2,000 pages and 100,000
/// rows. Single use, any thread.
class ListingPaginator {
 public:
  enum class Completeness { going, complete, partial };
  virtual ~ListingPaginator() = default;
  /// The next page to request; nullopt at the end.
  virtual std::optional<ListingRequest> next() const = 0;
  /// Takes the answer to next(). Throws Malformed; then abandon the listing.
  virtual void take(const RedactedJson& page) = 0;
  /// complete: the listing ended properly and without contradiction. partial: something is missing, repeated or
  /// contradictory; the rows exist, but absence means nothing. Set at the first contradiction.
  virtual Completeness outcome() const = 0;
  /// Why the listing is partial, without names. A complete one may have an anomaly, too: rows left out because their
  /// ids have another form. Watched resources have ids of the right form, so their absence still means something; a
  /// listing without any row of the right form is partial.
  virtual const std::string& anomaly() const = 0;
  /// Each id once, in listing order. A name is one line of at most 512 bytes and may be empty.
  virtual std::vector<ListedResource>& rows() = 0;
};

/// All projects that the account belongs to.
std::unique_ptr<ListingPaginator> walk_projects();
/// All resources of a service in a CodeArts project, including archived and disabled ones.
std::unique_ptr<ListingPaginator> walk_resources(Service service, const std::string& project_id);

}  // namespace noticed
