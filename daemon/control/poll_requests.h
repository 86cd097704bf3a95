// Polls that people ask for: who waits for which, and the order in which all resources are polled for those who asked
// for all. They go the way of all polls: a turn at the host's pace, one cycle of a resource at a time, told once
// stored. Network thread only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/watch/poll_outcome.h"
#include "daemon/watch/watcher.h"

namespace noticed {

/// What came of a resource that somebody asked for.
struct Polled {
  std::int64_t resource = 0;  // the store's id
  Service service{};
  std::string_view id;
  const PollOutcome& outcome;
};

class PollRequests {
 public:
  /// Somebody who waits. Neither call may lead to leave() from within.
  class Asker {
   public:
    virtual ~Asker() = default;
    virtual void polled(const Polled& polled) = 0;
    /// Nothing is left to wait for. May ask again from within.
    virtual void all_polled() = 0;
  };

  /// The watcher must outlive it, and tell came() what Hooks::asked tells.
  explicit PollRequests(Watcher& watcher) : watcher_(watcher) {}
  PollRequests(const PollRequests&) = delete;
  PollRequests& operator=(const PollRequests&) = delete;

  /// Polls one at its next turn. False: it is not watched. An asker asks one thing at a time.
  bool ask_one(Asker& asker, std::int64_t resource);
  /// Polls each once; a poll that the schedule brings meanwhile will do. Only a few wait for their turn at a time, so
  /// that what is due is not held up. How many there are; with none, nothing is called.
  std::size_t ask_all(Asker& asker);
  /// Forgets who asked; what was asked for is polled all the same.
  void leave(const Asker& asker);
  /// How many the asker still waits for.
  std::size_t left(const Asker& asker) const;

  void came(std::uint32_t index, const PollOutcome& outcome);
  /// The watcher started another generation: what still waits is asked of that one.
  void restarted();

 private:
  struct PendingRequest {
    Asker* asker = nullptr;
    std::optional<std::uint32_t> one;
    std::vector<bool> many;  // by place in the list; those still to come
    std::size_t left = 0;
    bool waits_for(std::uint32_t index) const { return one ? *one == index : index < many.size() && many[index]; }
  };
  /// An account and a service: what is asked in turn at one host.
  struct Queue {
    std::uint32_t next = 0;    // where to look on
    std::size_t pending = 0;   // still to be asked for
    std::size_t underway = 0;  // asked for, not answered
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
  std::shared_ptr<Generation> generation_;  // that all places below are of
  std::size_t known_ = 0;                   // entries of its list that places_ knows
  std::vector<std::uint32_t> places_;       // by the store's id; kNowhere: not watched
  std::vector<PendingRequest> requests_;
  std::vector<Queue> queues_;
  std::vector<bool> pending_, underway_;  // by place
};

}  // namespace noticed
