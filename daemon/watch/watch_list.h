// The watched resources in the network thread's memory: one flat struct per resource, names in one arena, what is known
// of their sections in separate arrays. Network thread only; built anew for each configuration generation.
#pragma once

#include <bit>
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

/// The polls of one section.
struct SectionPoll {
  SteadyPoint looked{};        // when it was asked last, by this process or before
  TimePoint asked{};           // start of the last poll that was counted for the next flush
  std::uint32_t owner = 0;     // place of its resource in the list
  std::uint32_t place = 0;     // number in the schedule of its line; 0: in none
  std::uint32_t promised = 0;  // seconds: the promise that was in force when it was asked
  std::uint16_t failures = 0;  // in a row
  std::uint8_t polls = 0;      // counted since the last flush, 255 at most
  Ending stored = kGood;       // how it failed, as far as the store knows
};
static_assert(sizeof(SectionPoll) <= 32, "a million of these must stay small");

struct Watched {
  std::uint32_t resource = 0;     // the store's id
  std::uint32_t names = 0;        // offset in the arena
  std::uint32_t sections_at = 0;  // index of its first section
  std::uint32_t interval_s = 0;
  SectionState sections;
  SectionMask wanted = 0;
  SectionMask unheard = 0;     // sections that failed since one was last answered
  SectionMask waiting = 0;     // whose turn came during another poll of the resource
  SectionMask unstored = 0;    // the store did not commit their last poll
  std::uint16_t failures = 0;  // in a row, of the section that failed most often
  std::uint8_t id_size = 0;
  std::uint8_t project_size = 0;
  Service service{};
  std::uint8_t account = 0;
  Ending ending = kGood;     // of the last poll
  std::uint8_t missing = 0;  // consecutive polls of all sections that said it does not exist
  NotifiedState notified = NotifiedState::none;
  std::uint8_t state = 0;      // a ResourceState: the state it is counted in
  bool fresh : 1 = true;       // never polled yet in this database
  bool busy : 1 = false;       // being polled, or its poll is being stored
  bool dropped : 1 = false;    // no longer watched
  bool asked : 1 = false;      // somebody waits for the result of a poll of all its sections
  bool whole : 1 = false;      // all its sections are to be polled together next
  bool all_asked : 1 = false;  // busy: with a poll of all its sections
  bool done : 1 = false;       // with --once: it was polled
};
static_assert(sizeof(Watched) <= 64, "a million of these must stay small");

/// Whether the mask names all sections that are polled.
inline bool is_whole(const Watched& watched, SectionMask sections) { return (watched.wanted & ~sections) == 0; }
/// The section whose turn begins polls of all sections: one of the operation that answers most of them.
inline SectionIndex lead_of(const Watched& watched) {
  return static_cast<SectionIndex>(std::bit_width(static_cast<unsigned>(watched.wanted | 1U)) - 1);
}

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
    watched.sections_at = static_cast<std::uint32_t>(hashes_.size());
    const auto count = sections_of(service).size();
    hashes_.resize(hashes_.size() + count);
    SectionPoll poll;
    poll.owner = static_cast<std::uint32_t>(list_.size());
    polls_.resize(polls_.size() + count, poll);
    return list_.emplace_back(watched);
  }

  std::size_t size() const { return list_.size(); }
  Watched& operator[](std::size_t index) { return list_[index]; }
  const Watched& operator[](std::size_t index) const { return list_[index]; }
  SectionHashes& hashes(const Watched& watched, SectionIndex section) { return hashes_[watched.sections_at + section]; }
  const SectionHashes& hashes(const Watched& watched, SectionIndex section) const {
    return hashes_[watched.sections_at + section];
  }
  SectionPoll& poll(const Watched& watched, SectionIndex section) { return polls_[watched.sections_at + section]; }
  const SectionPoll& poll(const Watched& watched, SectionIndex section) const {
    return polls_[watched.sections_at + section];
  }
  /// All sections of all resources, in list order.
  std::vector<SectionPoll>& polls() { return polls_; }
  const std::vector<SectionPoll>& polls() const { return polls_; }
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
  std::vector<SectionPoll> polls_;
  std::vector<std::string> arena_;  // chunks that never grow beyond what was reserved
};

/// Copies the known hashes from `before`, the list that `list` replaces. A resource that waits for a reply or for the
/// store is left out: what the store has of it is uncertain.
void keep_hashes(const WatchList& before, WatchList& list);

/// Appends a resource with its stored state.
Watched& add_remembered(WatchList& list, std::uint8_t account, const Remembered& remembered);

}  // namespace noticed
