// The watched resources in the network thread's memory: one flat struct per resource, names in one arena, hashes in a
// separate array. Network thread only; built anew for each configuration generation.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/watch/outage_detector.h"
#include "pollers/body_hash.h"
#include "storage/model/clock.h"
#include "storage/model/poll_report.h"
#include "storage/model/service.h"

namespace noticed {

struct Remembered;  // storage/model/watched_resource.h

/// Hashes of a section's last accepted reply: of its bytes, and of its settings. Zero: unknown.
struct SectionHashes {
  BodyHash body{};
  BodyHash settings{};
};

struct Watched {
  SteadyPoint slot{};          // when it is due, before jitter
  TimePoint polled{};          // start of the last poll that was counted
  std::uint32_t resource = 0;  // the store's id
  std::uint32_t names = 0;     // offset in the arena
  std::uint32_t hashes = 0;    // index of the first section's hashes
  std::uint32_t interval_s = 0;
  std::uint32_t signature = 0;  // of the failures that are stored; 0: none
  std::uint16_t polls = 0;      // counted since the last flush
  std::uint16_t failures = 0;   // failed polls in a row
  SectionState sections;
  SectionMask wanted = 0;
  std::uint8_t id_size = 0;
  std::uint8_t project_size = 0;
  Service service{};
  std::uint8_t account = 0;
  Ending ending = kGood;     // of the last poll
  std::uint8_t missing = 0;  // consecutive polls that said it does not exist
  NotifiedState notified = NotifiedState::none;
  std::uint8_t state = 0;      // a ResourceState: the state it is counted in
  bool fresh : 1 = true;       // never polled yet in this database
  bool unstored : 1 = false;   // the store did not commit the last poll
  bool busy : 1 = false;       // queued or being polled
  bool scheduled : 1 = false;  // is in the schedule
  bool dropped : 1 = false;    // no longer watched
  bool asked : 1 = false;      // somebody waits for the result of its poll
  bool under_way : 1 = false;  // being polled, or its poll is being stored
};
static_assert(sizeof(Watched) <= 64, "a million of these must stay small");

/// References to entries and views of their names stay valid while others are added.
class WatchList {
 public:
  /// Appends a resource. Ids are at most 255 bytes.
  Watched& add(Service service, std::uint8_t account, std::string_view id, std::string_view project_id) {
    Watched watched;
    watched.service = service;
    watched.account = account;
    watched.names = keep(id, project_id);
    watched.id_size = static_cast<std::uint8_t>(id.size());
    watched.project_size = static_cast<std::uint8_t>(project_id.size());
    watched.hashes = static_cast<std::uint32_t>(hashes_.size());
    hashes_.resize(hashes_.size() + sections_of(service).size());
    return list_.emplace_back(watched);
  }

  std::size_t size() const { return list_.size(); }
  Watched& operator[](std::size_t index) { return list_[index]; }
  const Watched& operator[](std::size_t index) const { return list_[index]; }
  SectionHashes& hashes(const Watched& watched, SectionIndex section) { return hashes_[watched.hashes + section]; }
  const SectionHashes& hashes(const Watched& watched, SectionIndex section) const {
    return hashes_[watched.hashes + section];
  }
  std::string_view id(const Watched& watched) const { return name(watched.names, watched.id_size); }
  std::string_view project_id(const Watched& watched) const {
    return name(watched.names + watched.id_size, watched.project_size);
  }

 private:
  static constexpr std::size_t kChunk = 65'536;

  std::uint32_t keep(std::string_view id, std::string_view project_id) {
    if (arena_.empty() || arena_.back().size() + id.size() + project_id.size() > kChunk)
      arena_.emplace_back().reserve(kChunk);
    std::string& chunk = arena_.back();
    const auto offset = (arena_.size() - 1) * kChunk + chunk.size();
    chunk.append(id).append(project_id);
    return static_cast<std::uint32_t>(offset);
  }
  std::string_view name(std::size_t offset, std::size_t size) const {
    return std::string_view(arena_[offset / kChunk]).substr(offset % kChunk, size);
  }

  std::deque<Watched> list_;
  std::vector<SectionHashes> hashes_;
  std::vector<std::string> arena_;  // chunks that never grow beyond what was reserved
};

/// Copies the known hashes from `before`, the list that `list` replaces. A resource that waits for a reply or for the
/// store is left out: what the store has of it is uncertain.
void keep_hashes(const WatchList& before, WatchList& list);

/// Appends a resource with its stored state.
Watched& add_remembered(WatchList& list, std::uint8_t account, const Remembered& remembered);

}  // namespace noticed
