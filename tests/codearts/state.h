// What exists in the simulated cloud and what each resource answers. Resources are stated one by one, or generated
// by number: a generated one takes memory only once it was changed or removed. Server thread only.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "codearts/answer_body.h"
#include "codearts/catalog.h"
#include "codearts/cloud_service.h"
#include "codearts/defaults.h"
#include "codearts/json.h"
#include "codearts/state_error.h"

namespace codearts {

/// One edit of one raw answer.
struct Edit {
  Service service;
  std::string id;
  std::string answer;                  ///< "query", "status", "3", "notification", "email", ...
  std::optional<std::string> pointer;  ///< JSON pointer into the answer; none: the whole answer
  std::optional<Json> value;           ///< none: remove what the pointer names
};

class State {
 public:
  /// Replaces everything by the document's "resources", "generate", "projects", "vary" and "quirks". Throws StateError.
  void load(const Json& document);

  bool exists(Service service, std::string_view project, std::string_view id);

  /// The serialized answer of an existing resource; the same object until that resource changes.
  BodyPtr body(Service service, std::string_view id, std::size_t slot);

  /// The answer of an existing resource as it is served. Throws StateError if the resource does not exist.
  Json answer(Service service, std::string_view id, std::size_t slot);

  /// Adds a resource, or replaces the one of the same service and id. Throws StateError.
  void put(const Json& resource);

  /// False if the resource did not exist.
  bool remove(Service service, std::string_view id);

  /// Changes the name that listings show. Throws StateError if the resource does not exist.
  void rename(Service service, const std::string& id, const std::string& name);

  /// Adds a generated resource "grown-N", or a project; it comes first in listings.
  void grow(Service service, std::string_view project);
  void grow_project();

  const Catalog& catalog() const { return catalog_; }
  void set_projects(std::vector<Named> projects) { catalog_.set_projects(std::move(projects)); }
  Quirks quirks() const { return quirks_; }

  /// Throws StateError if the resource, the answer or the place in it does not exist.
  void edit(const Edit& edit);

 private:
  struct Resource {
    std::string project{kGeneratedProject};
    Quirks quirks{};
    bool removed = false;
    std::uint64_t variant = 0;
    std::array<std::optional<Json>, kMaxSlots> answers{};
    std::array<BodyPtr, kMaxSlots> bodies{};
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Resources = std::unordered_map<std::string, Resource, Hash, std::equal_to<>>;

  Resource* stated(Service service, std::string_view id);
  std::optional<std::uint64_t> generated(Service service, std::string_view id) const;
  std::uint64_t variant_of(std::uint64_t index) const { return vary_ ? index % kVariants : 0; }
  Resource& own(Service service, std::string_view id);
  Json raw_answer(const Resource& resource, Service service, std::string_view id, std::size_t slot) const;

  std::array<Resources, kServices> stated_{};
  Catalog catalog_{};
  std::uint64_t grown_ = 0;
  bool vary_ = false;
  Quirks quirks_{};
  DefaultBodies defaults_{};
};

/// The service named by member "service". Throws StateError.
Service service_in(const Json& object);
/// Member "id", a string or a number. Throws StateError.
std::string id_in(const Json& object);

}  // namespace codearts
