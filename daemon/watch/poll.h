// One resource's poll, understood: takes the replies to its requests, says what the store must hear. No I/O, no clock.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/watch/outage_detector.h"
#include "daemon/watch/watch_list.h"
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
  Ending ending = kGood;        // of the poll as a whole: good if any section was
  FailureKind kind{};           // failed: of its first failure
  std::string detail;           // failed: of its first failure
  bool missing = false;         // every section said that the resource is not there
};

/// Network thread only. Everything handed to the constructor must outlive it.
class Poll {
 public:
  Poll(const Poller& poller, const Target& target, const Watched& watched, const Redactor& redactor,
       const BodyHasher& hasher, WatchList& list);

  const std::vector<Request>& requests() const { return requests_; }

  /// The reply to requests()[number]; a later one replaces it. What was wrong with it, if anything.
  std::optional<Failure> take(std::size_t number, HttpResult result, TimePoint asked, TimePoint answered);

  /// Whether settings that were known before are different now, as far as this process remembers them.
  bool would_change() const;
  /// Whether would_change() says so for want of memory: after a start only the store knows what was there.
  bool forgot() const;

  /// Numbers of requests whose answer is believed only when a second one, at least 2 s later, says the same: those that
  /// would empty a section that has settings, and with `held` all that would change something. Ask these again, then
  /// conclude. A held one that then says something else again is malformed.
  std::vector<std::size_t> second_looks(bool held);

  Conclusion conclude();

 private:
  std::optional<Failure> understand(std::size_t number, const Reply& reply);
  void compare_looks(std::size_t number);
  void fail(std::size_t number, const Failure& failure);
  void sum_up(Conclusion& out) const;
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
  std::vector<std::pair<std::size_t, BodyHash>> held_;  // first looks: number, and what it meant
  bool unsigned_ = false;                               // the account had nothing to sign with
};

}  // namespace noticed
