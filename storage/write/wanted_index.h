// Finds a resource wanted by hand, by who it is. Flat: 8 to 16 bytes a resource, none of its strings copied.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "storage/model/watched_resource.h"

namespace noticed {

class WantedIndex {
 public:
  /// `resources` must outlive it. Of several that are the same the first one counts.
  explicit WantedIndex(std::span<const WatchedResource> resources);

  /// Its number in `resources`.
  std::optional<std::size_t> find(std::string_view account, Service service, std::string_view id) const;

 private:
  /// The slot that holds it, else the free one where it belongs.
  std::size_t slot_of(std::string_view account, Service service, std::string_view id) const;

  std::span<const WatchedResource> resources_;
  std::vector<std::uint32_t> slots_;  // number + 1; 0: free. A power of two of them, at least half free.
};

}  // namespace noticed
