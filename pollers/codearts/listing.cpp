// The listing of projects; those of resources stand beside their pollers.
#include "pollers/codearts/listing.h"

#include "pollers/codearts/service_table.h"

namespace noticed {
namespace {

using codearts::kRowsPerPage;
using codearts::ListingForm;

/// ProjectMan, ListProjectsV4. Without a query type: the projects that the user belongs to.
constexpr ListingForm kProjects{
    .limit = kRowsPerPage,
    .counting = ListingForm::Counting::rows,
    .lists = {"projects"},
    .ids = {"project_id", "id"},
    .names = {"project_name", "name"},
    .id = IdForm::key,
    .request = [](const std::string&, std::size_t offset) {
      return ListingRequest{"/v4/projects?offset=" + std::to_string(offset) + "&limit=" + std::to_string(kRowsPerPage),
                            {}};
    }};

}  // namespace

std::unique_ptr<ListingPaginator> walk_projects() { return codearts::walk_listing(kProjects, {}); }

std::unique_ptr<ListingPaginator> walk_resources(Service service, const std::string& project_id) {
  return codearts::walk_listing(codearts::entry_of(service).listing, project_id);
}

}  // namespace noticed
