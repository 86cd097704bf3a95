// The faults that were asked for, and what each does to a reply. A fault names the targets it meets, how often, and
// its kind; those that match apply in the order of their installation, each to what the one before left.
// Server thread only.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "codearts/json.h"
#include "codearts/message.h"
#include "codearts/route.h"
#include "codearts/shuffle.h"

namespace codearts {

struct Fault;

/// What a fault may look at besides the reply.
struct FaultScene {
  const Route& route;
  Random& random;
};

using FaultEffect = void (*)(const Fault&, FaultScene, Reply&);

struct Fault {
  std::string path;                 ///< a part of the target, or a regular expression that finds one
  std::optional<std::regex> regex;  ///< none when `path` is no regular expression
  FaultEffect effect = nullptr;
  Json parameters{};
  BodyPtr body{};  ///< of the kinds whose body is large and always the same
  std::uint64_t times = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t every = 1;
  std::uint64_t met = 0;
};

class FaultTable {
 public:
  /// {"path":..,"kind":..,"times":N,"every":N, parameters of the kind}. Throws StateError.
  void add(const Json& fault);
  void clear() { faults_.clear(); }
  bool empty() const { return faults_.empty(); }
  std::size_t size() const { return faults_.size(); }

  /// Lets every due fault work on the reply to `target`; tells how many did.
  std::uint64_t apply(std::string_view target, FaultScene scene, Reply& reply);

 private:
  std::vector<Fault> faults_;
};

}  // namespace codearts
