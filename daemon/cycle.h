// One resource's poll, understood: takes the replies to its requests, says what the store must hear. No I/O, no clock.
#pragma once

#include <vector>

#include "daemon/watch_list.h"
#include "pollers/http_client.h"
#include "pollers/poller.h"

namespace noticed {

/// What came of a cycle.
struct Conclusion {
  std::vector<SectionReport> reports;  // one per request
  /// Hashes to remember for the sections that were fetched: now if nothing is told, else once the store has it.
  std::vector<std::pair<SectionIndex, SectionHashes>> hashes;
  bool tell = false;            // the store must hear of it
  bool failed = false;          // some section failed
  std::uint32_t signature = 0;  // of the failures; equal ones need no second telling
};

/// Network thread only. Everything handed to the constructor must outlive it.
class Cycle {
 public:
  Cycle(const Poller& poller, const Target& target, const Watched& watched, const Redactor& redactor,
        const BodyHasher& hasher, WatchList& list);

  const std::vector<Request>& requests() const { return requests_; }

  /// The reply to requests()[number]. A second one replaces the first (see second_looks).
  void take(std::size_t number, HttpResult result, TimePoint asked, TimePoint answered);

  /// Numbers of requests whose answer would empty a section that has settings: believed only when a second one, at
  /// least 2 s later, says the same. Ask these again, then conclude.
  std::vector<std::size_t> second_looks() const;

  Conclusion conclude();

 private:
  void understand(std::size_t number, const Reply& reply);
  void fail(std::size_t number, const Failure& failure);
  bool means_unsupported(std::size_t number) const;

  const Poller& poller_;
  Target target_;
  const Watched& watched_;
  const Redactor& redactor_;
  const BodyHasher& hasher_;
  WatchList& list_;
  std::vector<Request> requests_;
  std::vector<SectionReport> reports_;
  std::vector<SectionHashes> hashes_;
  std::vector<bool> bad_request_;
};

}  // namespace noticed
