// Polls without news are only counted until the next flush, section by section. They are kept in the watch list's
// entries; a crash loses them, which only widens observation windows. Network thread only.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "daemon/watch/watch_list.h"
#include "storage/model/poll_report.h"

namespace noticed {

class ConfirmationBuffer {
 public:
  /// When a section is due next, by wall clock.
  using Due = std::function<TimePoint(const Watched&, SectionIndex)>;
  explicit ConfirmationBuffer(Due due) : due_(std::move(due)) {}

  /// Counts a poll of a section that began at `started`.
  void add(WatchList& list, const Watched& watched, SectionIndex section, TimePoint started);
  /// Returns what was counted of this resource's sections and resets it: its next report contains that. Call before the
  /// failures of that report are counted.
  std::vector<Confirmation> take(WatchList& list, const Watched& watched) const;
  /// Returns and resets what was counted of all resources, in list order. `list`: the one that add() got.
  std::vector<Confirmation> take_all(WatchList& list);
  /// Forgets all. Call when the list is replaced.
  void clear() { counted_.clear(); }

 private:
  Confirmation counted(WatchList& list, const Watched& watched, SectionIndex section) const;

  Due due_;
  std::vector<std::uint32_t> counted_;  // sections with counted polls; take() may have reset them meanwhile
};

}  // namespace noticed
