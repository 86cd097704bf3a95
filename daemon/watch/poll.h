// Interprets the replies to a poll of some or all of a resource's sections and decides what the store must be given. No
// I/O, no clock.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/watch/outage_detector.h"
#include "daemon/watch/watch_list.h"
#include "pollers/http_client.h"
#include "pollers/poller.h"

namespace noticed {

/// Result of a poll.
struct Conclusion {
  std::vector<SectionReport> reports;  // one per request
  /// New hashes of the fetched sections: apply now if `needs_commit` is false, else once the store has committed the
  /// poll.
  std::vector<std::pair<SectionIndex, SectionHashes>> hashes;
  SectionMask sections = 0;   // that were asked
  SectionMask failing = 0;    // of them, those that failed
  bool needs_commit = false;  // the poll must be submitted to the store
  bool news = false;          // a section began to fail, or fails differently, or was answered again
  bool failed = false;        // some section failed
  Ending ending = kGood;      // of the poll as a whole: good if any section was answered
  FailureKind kind{};         // failed: of its first failure
  std::string detail;         // failed: of its first failure
  bool missing = false;       // every section's reply said that the resource does not exist
  /// A new failure whose meaning depends on the resource's other sections: missing, or a bad request. While the
  /// resource may be gone, also one that is not new.
  bool unclear = false;
};

/// Network thread only. Everything handed to the constructor must outlive it.
class Poll {
 public:
  /// `target.sections`: those to be asked.
  Poll(const Poller& poller, const Target& target, const Watched& watched, const Redactor& redactor,
       const BodyHasher& hasher, WatchList& list);

  SectionMask sections() const { return target_.sections; }
  const std::vector<Request>& requests() const { return requests_; }

  /// Takes the reply to requests()[number]; a later one replaces it. Returns the failure, if any.
  std::optional<Failure> take(std::size_t number, HttpResult result, TimePoint asked, TimePoint answered);

  /// Whether settings differ from the previous ones, as far as this process remembers them.
  bool would_change() const;
  /// Whether would_change() is true only because the previous settings are unknown: after a start only the store has
  /// them.
  bool previous_unknown() const;

  /// Numbers of the requests whose reply counts only if a second reply, at least 2 s later, agrees: those that would
  /// empty a section that has settings, and with `every_change` all that would change something. Repeat them, then
  /// conclude. If the second reply shows yet another change, the section is malformed.
  std::vector<std::size_t> replies_to_confirm(bool every_change);

  Conclusion conclude();

 private:
  std::optional<Failure> understand(std::size_t number, const Reply& reply);
  void compare_with_first(std::size_t number);
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
  std::vector<std::pair<std::size_t, BodyHash>> first_replies_;  // request number, hash of the settings
  bool unsigned_ = false;                                        // the account had no credentials to sign with
};

}  // namespace noticed
