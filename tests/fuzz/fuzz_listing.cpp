// Listings page by page, through the door.
#include "pollers/codearts/listing.h"

#include <set>

#include "fuzz/targets.h"
#include "fuzz/text.h"
#include "pollers/body.h"
#include "pollers/poller.h"

namespace noticed::fuzz {
namespace {

using Outcome = ListingPaginator::Completeness;

/// False if the walk is to be given up.
bool takes(ListingPaginator& walk, std::string_view page) {
  try {
    walk.take(redactor().redact(parse_body(page)));
    return true;
  } catch (const Malformed& fault) {
    require(is_utf8(fault.what()) && is_one_line(fault.what()), "a fault is no line of text");
    return false;
  }
}

void check_rows(ListingPaginator& walk) {
  std::set<std::string> ids;
  for (const ListedResource& row : walk.rows()) {
    require(!row.id.empty() && row.id.size() <= 128, "an id that none has");
    require(ids.insert(row.id).second, "an id twice: " + row.id);
    require(row.name.size() <= 512 && is_utf8(row.name) && is_one_line(row.name), "a name that is no line");
  }
}

void walk_through(ListingPaginator& walk, const std::vector<std::string_view>& pages) {
  for (const std::string_view page : pages) {
    const auto request = walk.next();
    require(request.has_value() == (walk.outcome() == Outcome::going), "asks on after the end, or stops before it");
    if (!request) break;
    require(request->target.starts_with('/'), "a target that is no path");
    if (!takes(walk, page)) return;
    require(walk.outcome() != Outcome::partial || !walk.anomaly().empty(), "partial without a reason");
  }
  check_rows(walk);
}

}  // namespace

void read_listing(std::string_view input) {
  const auto pages = pieces(input, "\n---\n");
  walk_through(*walk_projects(), pages);
  for (const Service service : all_services())
    walk_through(*walk_resources(service, "41b9ae8ebc9a4a2f8b3f0c0fd2fd1c0a"), pages);
}

}  // namespace noticed::fuzz
