// What exists, by project, in the order of listings: the stated resources, the newest first, then the generated ones by
// their index. Generated ones take memory only once they were renamed or removed. Server thread only.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "codearts/cloud_service.h"
#include "codearts/json.h"

namespace codearts {

/// A CodeArts project, or a resource in one.
struct Named {
  std::string id;
  std::string name;
};

/// [{"project_id","project_name"}]. Throws Json::exception.
std::vector<Named> projects_of(const Json& list);

class Catalog {
 public:
  /// Number of generated resources, in project kGeneratedProject.
  void generate(Service service, std::uint64_t count) { all_[index_of(service)].generated = count; }
  std::uint64_t generated(Service service) const { return all_[index_of(service)].generated; }

  /// Adds a stated resource as the newest; it replaces one of the same id, stated or generated.
  void add(Service service, Named resource, const std::string& project);
  /// Both find only existing resources.
  void remove(Service service, const std::string& id);
  void rename(Service service, const std::string& id, const std::string& name);

  std::uint64_t count(Service service, std::string_view project) const;
  /// At most `most` resources, without the `first` ones.
  std::vector<Named> rows(Service service, std::string_view project, std::uint64_t first, std::uint64_t most) const;

  void set_projects(std::vector<Named> projects) { projects_ = std::move(projects); }
  /// Adds a project before the others.
  void add_project(Named project) { projects_.insert(projects_.begin(), std::move(project)); }
  /// The stated projects, then those that only a resource names, then the generated one.
  std::vector<Named> projects() const;
  bool has_project(std::string_view id) const;

 private:
  struct Stated {
    Named resource;
    std::string project;
  };
  struct Part {
    std::map<std::uint64_t, Stated, std::greater<>> stated;   ///< the newest first
    std::map<std::string, std::uint64_t, std::less<>> place;  ///< id to key in `stated`
    std::uint64_t generated = 0;
    std::set<std::uint64_t> hidden;                ///< indices of generated ones that are gone, or stated now
    std::map<std::uint64_t, std::string> renamed;  ///< generated ones
  };

  void forget(Part& part, std::string_view id);

  std::array<Part, kServices> all_{};
  std::vector<Named> projects_;
  std::map<std::string, std::uint64_t, std::less<>> named_;  ///< projects of stated resources, and of how many
  std::uint64_t added_ = 0;
};

}  // namespace codearts
