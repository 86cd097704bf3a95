// Polls requested by people: who waits for which resource, and the queues in which requested resources are polled. They
// obey the same rules as scheduled polls: the host's rate limit, one poll per resource at a time, reported once stored.
// Network thread only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/watch/poll_outcome.h"
#include "daemon/watch/watcher.h"

namespace noticed {

/// The result of one requested poll.
struct Polled {
  std::int64_t resource = 0;  // the store's id
  Service service{};
  std::string_view id;
  const PollOutcome& outcome;
};

class PollRequests {
 public:
  /// A waiting client. Neither function may call leave() from within.
  class Asker {
   public:
    virtual ~Asker() = default;
    virtual void polled(const Polled& polled) = 0;
    /// Everything requested was polled. May request again from within.
    virtual void all_polled() = 0;
  };

  /// The watcher must outlive this, and Hooks::asked must call came().
  explicit PollRequests(Watcher& watcher) : watcher_(watcher) {}
  PollRequests(const PollRequests&) = delete;
  PollRequests& operator=(const PollRequests&) = delete;

  /// Queues an extra poll of one resource. Returns false if it is not watched. One request per asker at a time.
  bool ask_one(Asker& asker, std::int64_t resource);
  /// Polls each resource once; a scheduled poll meanwhile counts too. Only a few are queued at a time, so that due
  /// polls are not delayed. Returns the number of resources; if it is zero, nothing is called.
  std::size_t ask_all(Asker& asker);
  /// Removes an asker; its requested polls still take place.
  void leave(const Asker& asker);
  /// Number of polls that the asker still waits for.
  std::size_t left(const Asker& asker) const;

  void came(std::uint32_t index, const PollOutcome& outcome);
  /// The watcher started another generation: outstanding requests are moved to it.
  void restarted();

 private:
  struct PendingRequest {
    Asker* asker = nullptr;
    std::optional<std::uint32_t> one;
    std::vector<bool> many;  // by index in the list; those still to come
    std::size_t left = 0;
    bool waits_for(std::uint32_t index) const { return one ? *one == index : index < many.size() && many[index]; }
  };
  /// Requested polls of one account and service, in order.
  struct Queue {
    std::uint32_t next = 0;    // index where the search continues
    std::size_t pending = 0;   // not submitted to the watcher yet
    std::size_t underway = 0;  // submitted, no result yet
  };

  void look_up();
  std::size_t queue_of(std::uint32_t index) const;
  void want(std::uint32_t index);
  void unwant(std::uint32_t index);
  void feed(std::size_t queue);
  void settle(std::uint32_t index, const PollOutcome& outcome);
  std::vector<std::uint32_t> moves(const Generation& before) const;
  void follow(const Generation& before);

  Watcher& watcher_;
  std::shared_ptr<Generation> generation_;  // all indexes below refer to its list
  std::size_t known_ = 0;                   // entries of its list that are in places_
  std::vector<std::uint32_t> places_;       // index by the store's id; kNowhere: not watched
  std::vector<PendingRequest> requests_;
  std::vector<Queue> queues_;
  std::vector<bool> pending_, underway_;  // by index
};

}  // namespace noticed
