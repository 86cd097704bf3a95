// What a `[[discover]]` entry selects and what a listing reports. Plain values and pure functions.
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "storage/model/service.h"

namespace noticed {

/// One `[[discover]]` entry.
struct DiscoverRule {
  std::string account;
  std::vector<std::string> projects{"*"};  // globs over project id and name
  std::vector<std::string> include{"*"};   // globs over resource names
  std::vector<std::string> exclude;
  std::array<SectionMask, kMostServices> sections{};  // sections polled, by service; 0: service not wanted
  std::chrono::seconds interval{0};
  std::map<std::string, std::string> labels;
  std::chrono::seconds every{3600};

  bool wants(Service service) const { return sections[index_of(service)] != 0; }
  bool wants_project(std::string_view id, std::string_view name) const;
  bool wants_name(std::string_view name) const;
};

struct ProjectInfo {
  std::string id;
  std::string name;
};

struct ListedResource {
  std::string id;
  std::string name;
};

/// A complete listing of one service of one project, all pages read. Incomplete listings are never passed on.
struct Listing {
  std::string account;
  Service service{};
  ProjectInfo project;
  std::vector<ListedResource> rows;  // unique ids
};

}  // namespace noticed
