#include "storage/write/wanted_index.h"

#include <bit>
#include <functional>

namespace noticed {

WantedIndex::WantedIndex(std::span<const WatchedResource> resources)
    : resources_(resources), slots_(std::bit_ceil(2 * resources.size() + 1)) {
  for (std::size_t number = 0; number < resources.size(); ++number) {
    const ResourceInfo& info = resources[number].info;
    std::uint32_t& slot = slots_[slot_of(info.account, info.service, info.id)];
    if (slot == 0) slot = static_cast<std::uint32_t>(number + 1);
  }
}

std::size_t WantedIndex::slot_of(std::string_view account, Service service, std::string_view id) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = (std::hash<std::string_view>{}(id) + static_cast<std::size_t>(service)) & mask;
  for (; slots_[slot] != 0; slot = (slot + 1) & mask) {
    const ResourceInfo& info = resources_[slots_[slot] - 1].info;
    if (info.id == id && info.service == service && info.account == account) break;
  }
  return slot;
}

std::optional<std::size_t> WantedIndex::find(std::string_view account, Service service, std::string_view id) const {
  const std::uint32_t found = slots_[slot_of(account, service, id)];
  if (found == 0) return {};
  return found - 1;
}

}  // namespace noticed
