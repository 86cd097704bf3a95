// The forms of the five listings. Differences from the documentation are what the services were seen to return.
#include "pollers/codearts/listing.h"

#include <nlohmann/json.hpp>

#include "pollers/codearts/listing_page.h"
#include "pollers/json_reader.h"
#include "storage/model/percent.h"

namespace noticed {
namespace {

using codearts::ListingForm;

// Some documents allow more; 100 is accepted by all, and the maximum for projects.
constexpr std::size_t kLimit = 100;
constexpr std::size_t kPipelineLimit = 50;

ListingRequest get(std::string target) { return {std::move(target), {}}; }

std::string project_path(std::string_view before, const std::string& project_id, std::string_view after) {
  std::string path(before);
  path += percent_encode(project_id);
  path += after;
  return path;
}

/// ProjectMan, ListProjectsV4. Without a query type: the projects that the user belongs to.
const ListingForm kProjects{
    .limit = kLimit,
    .counting = ListingForm::Counting::rows,
    .lists = {"projects"},
    .ids = {"project_id", "id"},
    .names = {"project_name", "name"},
    .id = ListingForm::Id::key,
    .request = [](const std::string&, std::size_t offset) {
      return get("/v4/projects?offset=" + std::to_string(offset) + "&limit=" + std::to_string(kLimit));
    }};

/// CodeArts Build, ListProjectJobs. Documented: `jobs`; returned: `result.job_list`.
const ListingForm kBuildJobs{.limit = kLimit,
                             .counting = ListingForm::Counting::pages,
                             .lists = {"job_list", "jobs"},
                             .ids = {"id"},
                             .names = {"job_name"},
                             .id = ListingForm::Id::key,
                             .request = [](const std::string& project_id, std::size_t page) {
                               return get(project_path("/v1/job/", project_id, "/list?page_index=") +
                                          std::to_string(page) + "&page_size=" + std::to_string(kLimit));
                             }};

/// CodeArts Pipeline, ListPipelines. `is_banned` includes disabled ones; documented: `pipelineId`.
const ListingForm kPipelines{
    .limit = kPipelineLimit,
    .counting = ListingForm::Counting::rows,
    .lists = {"pipelines"},
    .ids = {"pipeline_id", "pipelineId"},
    .names = {"name"},
    .id = ListingForm::Id::key,
    .request = [](const std::string& project_id, std::size_t offset) {
      const nlohmann::json body{{"offset", offset}, {"limit", kPipelineLimit}, {"is_banned", true}};
      return ListingRequest{project_path("/v5/", project_id, "/api/pipelines/list"), body.dump()};
    }};

/// CodeArts Check, ShowTaskListByProjectId. `offset` is a page number; the documents disagree on whether the first is 0
/// or 1.
const ListingForm kCheckTasks{.limit = kLimit,
                              .counting = ListingForm::Counting::pages,
                              .maybe_from_one = true,
                              .lists = {"tasks"},
                              .ids = {"task_id"},
                              .names = {"task_name"},
                              .id = ListingForm::Id::word,
                              .request = [](const std::string& project_id, std::size_t page) {
                                return get(project_path("/v2/", project_id, "/tasks?offset=") + std::to_string(page) +
                                           "&limit=" + std::to_string(kLimit));
                              }};

/// CodeArts Repo, ListProjectRepositories: an array without a total. Sorted by id, so that new ones come last.
const ListingForm kRepositories{.limit = kLimit,
                                .counting = ListingForm::Counting::rows,
                                .ids = {"id"},
                                .names = {"name"},
                                .id = ListingForm::Id::number,
                                .request = [](const std::string& project_id, std::size_t offset) {
                                  return get(project_path("/v4/projects/", project_id, "/repositories?offset=") +
                                             std::to_string(offset) + "&limit=" + std::to_string(kLimit) +
                                             "&order_by=id&sort=asc");
                                }};

const ListingForm& form_of(Service service) {
  switch (service) {
    case Service::build: return kBuildJobs;
    case Service::pipeline: return kPipelines;
    case Service::check: return kCheckTasks;
    case Service::repo: break;
  }
  return kRepositories;
}

}  // namespace

std::unique_ptr<ListingPaginator> walk_projects() { return codearts::walk_listing(kProjects, {}); }

std::unique_ptr<ListingPaginator> walk_resources(Service service, const std::string& project_id) {
  return codearts::walk_listing(form_of(service), project_id);
}

}  // namespace noticed
