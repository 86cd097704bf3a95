// One poll of a resource's sections under way: sends its requests, and repeats those whose reply must be confirmed.
// Keeps its generation alive, since the watch list may be replaced meanwhile. Network thread only.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "daemon/watch/generation.h"
#include "daemon/watch/poll.h"
#include "pollers/fetcher.h"

namespace noticed {

class PollRun : public std::enable_shared_from_this<PollRun> {
 public:
  /// Decides about polls and takes their results. Must outlive the polls, or reset the fetcher.
  class Owner {
   public:
    virtual ~Owner() = default;
    /// Whether the result still matters. If not, the poll ends without conclude().
    virtual bool in_force(const PollRun& run) const = 0;
    /// All requests are answered, and settings would change. Whether each change must be confirmed by a second reply.
    virtual bool must_confirm(const PollRun& run) = 0;
    /// The poll is complete: take its poll().conclude().
    virtual void conclude(const std::shared_ptr<PollRun>& run) = 0;
    /// The line in which a section is asked.
    virtual const Fetcher::LinePtr& line_of(const PollRun& run, SectionIndex section) const = 0;
  };
  /// All must outlive the poll.
  struct Collaborators {
    Fetcher& fetcher;
    const Clock& clock;
    const Redactor& redactor;
    const BodyHasher& hasher;
    Owner& owner;
  };

  /// `index`: of the resource in the generation's list. `sections`: to be asked, not empty.
  PollRun(const Collaborators& parts, std::shared_ptr<Generation> generation, std::uint32_t index,
          SectionMask sections);

  /// Sends all requests. Call once; the fetcher keeps the object alive until the poll is complete.
  void begin();

  Poll& poll() { return poll_; }
  const Generation& generation() const { return *generation_; }
  WatchList& list() const { return generation_->list; }
  Watched& watched() const { return generation_->list[index_]; }
  std::uint32_t index() const { return index_; }
  TimePoint started() const { return started_; }
  SteadyPoint began() const { return began_; }
  SectionMask sections() const { return poll_.sections(); }
  /// Whether it asks all sections of the resource.
  bool whole() const { return is_whole(watched(), poll_.sections()); }
  /// Since its start.
  std::chrono::milliseconds duration() const { return parts_.clock.steady() - began_; }
  /// Poll::previous_unknown() when all requests were answered.
  bool previous_unknown() const { return previous_unknown_; }

 private:
  class SectionRequest;

  void fetch(std::size_t number, SteadyPoint not_before);
  void answered();

  const Collaborators parts_;
  const std::shared_ptr<Generation> generation_;
  const std::uint32_t index_;
  const TimePoint started_;
  const SteadyPoint began_;
  SteadyPoint give_up_;  // no attempt of a request starts after this
  Poll poll_;
  std::size_t unanswered_ = 0;
  bool confirming_ = false;
  bool previous_unknown_ = false;
};
using PollRunPtr = std::shared_ptr<PollRun>;

}  // namespace noticed
