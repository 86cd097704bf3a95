// The owner of the watched build jobs, who keeps changing their settings, and the bad luck of the cloud meanwhile.
// Everything is done in an order that is always the same. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "codearts/server.h"

namespace noticed::soak {

class Owner {
 public:
  Owner(codearts::Server& cloud, std::uint64_t resources);

  /// Changes one setting of each of the next `count` resources, in a cycle over all.
  void change(std::uint64_t count);
  /// Changes that were made, of all and of one resource.
  std::uint64_t changes() const { return made_; }
  const std::vector<std::uint32_t>& changes_of() const { return times_; }
  const std::string& id(std::uint64_t resource) const { return ids_[resource]; }

  /// From now on one answer in a hundred has one of nine faults.
  void begin_faults();
  /// The next answer is a 429 that states the limit.
  void throttle_once();
  void end_faults();

 private:
  codearts::Server& cloud_;
  std::vector<std::string> ids_;
  std::vector<std::uint32_t> times_;
  std::uint64_t made_ = 0;
};

}  // namespace noticed::soak
