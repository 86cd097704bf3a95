// The faults that were asked for, and what each does to a reply. A fault names the targets it meets, how often, and
// its kind; those that match apply in the order of their installation, each to what the one before left.
// Server thread only.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codearts/http_message.h"
#include "codearts/json.h"
#include "codearts/pattern.h"
#include "codearts/result_page.h"
#include "codearts/route.h"
#include "codearts/shuffle.h"
#include "codearts/state.h"

namespace codearts {

struct Fault;

/// What a fault may look at, and change, besides the reply.
struct FaultScene {
  const Route& route;
  Random& random;
  State* state = nullptr;      ///< of a listing: what it lists
  std::optional<Page> page{};  ///< of a valid listing request
};

using FaultEffect = void (*)(const Fault&, const FaultScene&, Reply&);

struct Fault {
  Pattern path{};
  FaultEffect effect = nullptr;
  bool listing = false;                 ///< a kind for listings only
  std::optional<std::uint64_t> page{};  ///< only this page of a listing, counted from 1
  Json parameters{};
  BodyPtr body{};  ///< of the kinds whose body is large and always the same
  std::uint64_t times = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t every = 1;
  std::uint64_t met = 0;
};

class FaultTable {
 public:
  /// {"path":..,"kind":..,"times":N,"every":N,"page":N, parameters of the kind}. Throws StateError.
  void add(const Json& fault);
  void clear() { faults_.clear(); }
  bool empty() const { return faults_.empty(); }
  std::size_t size() const { return faults_.size(); }

  /// Applies every due fault to the reply to `target`; returns their number.
  std::uint64_t apply(std::string_view target, const FaultScene& scene, Reply& reply);

 private:
  std::vector<Fault> faults_;
};

}  // namespace codearts
