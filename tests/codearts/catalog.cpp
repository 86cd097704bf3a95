#include "codearts/catalog.h"

#include <algorithm>
#include <optional>

namespace codearts {
namespace {

std::string generated_name(Service service, std::uint64_t index) {
  return std::string(service_name(service)).append("-").append(std::to_string(index));
}

bool holds(const std::vector<Named>& projects, std::string_view id) {
  return std::ranges::find(projects, id, &Named::id) != projects.end();
}

}  // namespace

std::vector<Named> projects_of(const Json& list) {
  std::vector<Named> projects;
  for (const Json& one : list) {
    const auto id = one.at("project_id").get<std::string>();
    projects.push_back(Named{id, one.value("project_name", id)});
  }
  return projects;
}

void Catalog::add(Service service, Named resource, const std::string& project) {
  Part& part = all_[index_of(service)];
  forget(part, resource.id);
  if (const auto index = generated_index(service, resource.id)) part.hidden.insert(*index);
  part.place[resource.id] = ++added_;
  ++named_[project];
  part.stated[added_] = Stated{std::move(resource), project};
}

void Catalog::forget(Part& part, std::string_view id) {
  const auto place = part.place.find(id);
  if (place == part.place.end()) return;
  const auto old = part.stated.find(place->second);
  const auto project = named_.find(old->second.project);
  if (--project->second == 0) named_.erase(project);
  part.stated.erase(old);
  part.place.erase(place);
}

void Catalog::remove(Service service, const std::string& id) {
  Part& part = all_[index_of(service)];
  forget(part, id);
  if (const auto index = generated_index(service, id)) part.hidden.insert(*index);
}

void Catalog::rename(Service service, const std::string& id, const std::string& name) {
  Part& part = all_[index_of(service)];
  if (const auto place = part.place.find(id); place != part.place.end())
    part.stated.at(place->second).resource.name = name;
  else if (const auto index = generated_index(service, id))
    part.renamed[*index] = name;
}

std::uint64_t Catalog::count(Service service, std::string_view project) const {
  const Part& part = all_[index_of(service)];
  const auto in_project = [&](const auto& one) { return one.second.project == project; };
  const auto stated = static_cast<std::uint64_t>(std::ranges::count_if(part.stated, in_project));
  if (project != kGeneratedProject) return stated;
  const auto hidden = std::distance(part.hidden.begin(), part.hidden.lower_bound(part.generated));
  return stated + part.generated - static_cast<std::uint64_t>(hidden);
}

std::vector<Named> Catalog::rows(Service service, std::string_view project, std::uint64_t first,
                                 std::uint64_t most) const {
  const Part& part = all_[index_of(service)];
  std::vector<Named> rows;
  for (const auto& [order, one] : part.stated) {
    if (rows.size() == most) return rows;
    if (one.project != project) continue;
    if (first == 0)
      rows.push_back(one.resource);
    else
      --first;
  }
  if (project != kGeneratedProject) return rows;
  // The index of the first wanted one: every hidden one before it shifts the index by one.
  std::uint64_t index = first;
  auto hidden = part.hidden.begin();
  for (; hidden != part.hidden.end() && *hidden <= index; ++hidden) ++index;
  for (; rows.size() < most && index < part.generated; ++index) {
    if (hidden != part.hidden.end() && *hidden == index) {
      ++hidden;
      continue;
    }
    const auto renamed = part.renamed.find(index);
    rows.push_back(Named{generated_id(service, index),
                         renamed == part.renamed.end() ? generated_name(service, index) : renamed->second});
  }
  return rows;
}

std::vector<Named> Catalog::projects() const {
  std::vector<Named> all = projects_;
  for (const auto& [id, resources] : named_)
    if (id != kGeneratedProject && !holds(projects_, id)) all.push_back(Named{id, id});
  if (!holds(projects_, kGeneratedProject)) all.push_back(Named{std::string(kGeneratedProject), "generated"});
  return all;
}

bool Catalog::has_project(std::string_view id) const {
  return id == kGeneratedProject || named_.find(id) != named_.end() || holds(projects_, id);
}

}  // namespace codearts
