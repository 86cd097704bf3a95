// Counts the polls that found nothing new, until the next flush writes the counts. They are kept in the watch list's
// entries; a crash loses them, which only widens observation windows. Network thread only.
#pragma once

#include <cstdint>
#include <vector>

#include "daemon/watch/watch_list.h"
#include "storage/model/poll_report.h"

namespace noticed {

class ConfirmationBuffer {
 public:
  explicit ConfirmationBuffer(const Clock& clock) : clock_(clock) {}

  /// Counts a poll of list[index] that began at `started`.
  void add(WatchList& list, std::uint32_t index, TimePoint started);
  /// Returns what was counted of this resource and resets it: its next report contains that.
  Confirmation take(Watched& watched) const;
  /// Returns and resets what was counted of all resources, in list order. `list`: the one that add() got.
  std::vector<Confirmation> take_all(WatchList& list);
  /// Forgets all. Call when the list is replaced.
  void clear() { counted_.clear(); }

 private:
  const Clock& clock_;
  std::vector<std::uint32_t> counted_;  // resources with counted polls; take() may have reset them meanwhile
};

}  // namespace noticed
