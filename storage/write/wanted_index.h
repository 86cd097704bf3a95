// Hash index of the configured resources by identity. Compact: 8 to 16 bytes per resource, no copies of its strings.
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
  /// `resources` must outlive it. Of duplicates the first one counts.
  explicit WantedIndex(std::span<const WatchedResource> resources);

  /// The resource's index in `resources`.
  std::optional<std::size_t> find(std::string_view account, Service service, std::string_view id) const;

 private:
  /// The slot that holds it, else the free slot for it.
  std::size_t slot_of(std::string_view account, Service service, std::string_view id) const;

  std::span<const WatchedResource> resources_;
  std::vector<std::uint32_t> slots_;  // index + 1; 0: free. Size: a power of two; at least half of them free.
};

}  // namespace noticed
