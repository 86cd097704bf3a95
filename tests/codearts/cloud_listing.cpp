#include "codearts/cloud_listing.h"

#include <algorithm>
#include <charconv>

namespace codearts {
namespace {

constexpr std::int64_t kCreated = 1'700'000'000'000;  // milliseconds, as good a time as any
constexpr const char* kCreatedText = "2023-11-14 22:13:20";

Json project_row(const Named& project) {
  return Json{{"project_num_id", 1},     {"project_id", project.id}, {"project_name", project.name},
              {"project_type", "scrum"}, {"created_time", kCreated}, {"updated_time", kCreated}};
}

Json build_row(const Named& job) {
  const std::string other_id(job.id.rbegin(), job.id.rend());  // the id under which notices are not found
  return Json{{"id", job.id},
              {"job_name", job.name},
              {"job_creator", "someone"},
              {"last_build_time", kCreatedText},
              {"health_score", 100},
              {"source_code", "codehub"},
              {"build_project_id", other_id},
              {"is_finished", true},
              {"disabled", false}};
}

Json pipeline_row(const Named& pipeline, const Route& route, bool documented) {
  return Json{{documented ? "pipelineId" : "pipeline_id", pipeline.id},
              {"name", pipeline.name},
              {"project_id", route.project},
              {"is_publish", false},
              {"manifest_version", "3.0"},
              {"create_time", kCreated},
              {"latest_run", nullptr}};
}

Json check_row(const Named& task) {
  return Json{{"task_id", task.id},
              {"task_name", task.name},
              {"creator_id", "someone"},
              {"git_branch", "master"},
              {"last_check_time", kCreatedText}};
}

Json repo_row(const Named& repository) {
  std::int64_t number = 0;
  const char* const end = repository.id.data() + repository.id.size();
  const auto read = std::from_chars(repository.id.data(), end, number);
  const bool numeric = read.ec == std::errc{} && read.ptr == end;
  return Json{{"id", numeric ? Json(number) : Json(repository.id)},
              {"name", repository.name},
              {"path", repository.name},
              {"description", ""},
              {"archived", false},
              {"created_at", "2023-11-14T22:13:20.000+00:00"}};
}

Json resource_row(const Named& one, const Route& route, Quirks quirks) {
  switch (route.service) {
    case Service::build: return build_row(one);
    case Service::pipeline: return pipeline_row(one, route, quirks.documented_lists);
    case Service::check: return check_row(one);
    case Service::repo: break;
  }
  return repo_row(one);
}

Json projects_page(const Catalog& catalog, Page page) {
  const std::vector<Named> projects = catalog.projects();
  Json rows = Json::array();
  const std::uint64_t end = std::min<std::uint64_t>(projects.size(), page.first + page.size);
  for (std::uint64_t at = page.first; at < end; ++at) rows.push_back(project_row(projects[at]));
  return Json{{"projects", std::move(rows)}, {"total", projects.size()}};
}

}  // namespace

bool listable(const State& state, const Route& route) {
  return route.endpoint == Endpoint::project_list || state.catalog().has_project(route.project);
}

Json listing(const State& state, const Route& route, Page page) {
  const Catalog& catalog = state.catalog();
  if (route.endpoint == Endpoint::project_list) return projects_page(catalog, page);
  const Quirks quirks = state.quirks();
  Json rows = Json::array();
  for (const Named& one : catalog.rows(route.service, route.project, page.first, page.size))
    rows.push_back(resource_row(one, route, quirks));
  if (route.service == Service::repo) return rows;
  const std::uint64_t total = catalog.count(route.service, route.project);
  if (route.service == Service::check) return Json{{"tasks", std::move(rows)}, {"total", total}};
  if (route.service == Service::pipeline)
    return Json{{"offset", page.first}, {"limit", page.size}, {"total", total}, {"pipelines", std::move(rows)}};
  if (quirks.documented_lists) return Json{{"jobs", std::move(rows)}, {"total", total}};
  return Json{{"result", {{"job_list", std::move(rows)}, {"total", total}}}, {"error", nullptr}, {"status", "success"}};
}

Json* rows_in(Json& answer) {
  if (answer.is_array()) return &answer;
  if (!answer.is_object()) return nullptr;
  if (answer.contains("result")) return rows_in(answer["result"]);
  for (auto& [key, member] : answer.items())
    if (member.is_array()) return &member;
  return nullptr;
}

}  // namespace codearts
