#include "daemon/control/poll_requests.h"

#include <algorithm>
#include <limits>

namespace noticed {
namespace {

constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kAhead = 8;  // per account and service, queued or under way at a time

}  // namespace

/// Updates the indexes if the list was replaced or has grown.
void PollRequests::look_up() {
  if (watcher_.generation() != generation_) {
    generation_ = watcher_.generation();
    known_ = 0;
    places_.clear();
    queues_.assign(generation_ ? generation_->accounts.size() * 4 : 0, {});
    pending_.clear();
    underway_.clear();
  }
  if (!generation_) return;
  const WatchList& list = generation_->list;
  for (; known_ < list.size(); ++known_) {
    const std::size_t resource = list[known_].resource;
    if (resource >= places_.size()) places_.resize(std::max(resource + 1, places_.size() * 2), kNowhere);
    places_[resource] = static_cast<std::uint32_t>(known_);
  }
  pending_.resize(known_, false);
  underway_.resize(known_, false);
}

std::size_t PollRequests::queue_of(std::uint32_t index) const {
  const Watched& watched = generation_->list[index];
  return std::size_t{4} * watched.account + static_cast<std::size_t>(watched.service);
}

bool PollRequests::ask_one(Asker& asker, std::int64_t resource) {
  look_up();
  if (resource < 0 || static_cast<std::size_t>(resource) >= places_.size()) return false;
  const std::uint32_t index = places_[static_cast<std::size_t>(resource)];
  if (index == kNowhere || !watcher_.poll_asked(index)) return false;
  requests_.push_back({&asker, index, {}, 1});
  return true;
}

std::size_t PollRequests::ask_all(Asker& asker) {
  look_up();
  PendingRequest request{&asker, {}, std::vector<bool>(known_, false), 0};
  for (std::uint32_t i = 0; i < known_; ++i) {
    if (!watcher_.listen(i)) continue;
    request.many[i] = true;
    ++request.left;
    want(i);
  }
  const std::size_t count = request.left;
  if (count > 0) requests_.push_back(std::move(request));
  for (std::size_t queue = 0; queue < queues_.size(); ++queue) feed(queue);
  return count;
}

void PollRequests::leave(const Asker& asker) {
  std::erase_if(requests_, [&](const PendingRequest& request) { return request.asker == &asker; });
}

std::size_t PollRequests::left(const Asker& asker) const {
  const auto same = [&](const PendingRequest& request) { return request.asker == &asker; };
  const auto found = std::find_if(requests_.begin(), requests_.end(), same);
  return found == requests_.end() ? 0 : found->left;
}

void PollRequests::want(std::uint32_t index) {
  if (pending_[index] || underway_[index]) return;
  pending_[index] = true;
  ++queues_[queue_of(index)].pending;
}

void PollRequests::unwant(std::uint32_t index) {
  Queue& queue = queues_[queue_of(index)];
  if (pending_[index]) --queue.pending;
  if (underway_[index]) --queue.underway;
  pending_[index] = underway_[index] = false;
}

void PollRequests::feed(std::size_t number) {
  Queue& queue = queues_[number];
  while (queue.pending > 0 && queue.underway < kAhead) {
    const std::uint32_t index = queue.next;
    queue.next = index + 1 < known_ ? index + 1 : 0;
    if (!pending_[index] || queue_of(index) != number) continue;
    pending_[index] = false;
    --queue.pending;
    if (!watcher_.poll_asked(index)) continue;  // removed, and came() was called
    underway_[index] = true;
    ++queue.underway;
  }
}

void PollRequests::came(std::uint32_t index, const PollOutcome& outcome) {
  if (watcher_.generation() != generation_ || index >= known_) return;
  // Unwatched in the store, or of an earlier generation there; the watcher does not know yet: polled again until it
  // does.
  if (outcome.kind == PollOutcome::Result::unwatched && watcher_.poll_asked(index)) return;
  const std::size_t queue = queue_of(index);
  unwant(index);
  settle(index, outcome);
  if (watcher_.generation() == generation_) feed(queue);
}

void PollRequests::settle(std::uint32_t index, const PollOutcome& outcome) {
  // Keeps the names valid whatever the askers do.
  const std::shared_ptr<Generation> generation = generation_;
  const Watched& watched = generation->list[index];
  const Polled polled{watched.resource, watched.service, generation->list.id(watched), outcome};
  std::vector<Asker*> finished;
  for (PendingRequest& request : requests_) {
    if (!request.waits_for(index)) continue;
    if (!request.one) request.many[index] = false;
    request.asker->polled(polled);
    if (--request.left == 0) finished.push_back(request.asker);
  }
  std::erase_if(requests_, [](const PendingRequest& request) { return request.left == 0; });
  for (Asker* asker : finished) asker->all_polled();
}

/// For each index in the previous list: its index in the current one.
std::vector<std::uint32_t> PollRequests::moves(const Generation& before) const {
  std::vector<std::uint32_t> moved(before.list.size(), kNowhere);
  for (std::size_t i = 0; i < moved.size(); ++i) {
    const std::size_t resource = before.list[i].resource;
    if (resource < places_.size() && !before.list[i].dropped) moved[i] = places_[resource];
  }
  return moved;
}

void PollRequests::restarted() {
  const std::shared_ptr<Generation> before = generation_;
  if (!before || watcher_.generation() == before) return;
  follow(*before);
}

void PollRequests::follow(const Generation& before) {
  const std::vector<bool> pending = std::move(pending_);
  const std::vector<bool> underway = std::move(underway_);
  look_up();
  const auto moved = moves(before);
  for (std::size_t i = 0; i < pending.size(); ++i)
    if ((pending[i] || underway[i]) && moved[i] != kNowhere && watcher_.listen(moved[i])) want(moved[i]);
  std::vector<Asker*> finished;
  const PollOutcome gone = not_watched();
  const auto tell = [&](PendingRequest& request, std::uint32_t index) {
    const Watched& watched = before.list[index];
    request.asker->polled({watched.resource, watched.service, before.list.id(watched), gone});
    if (--request.left == 0) finished.push_back(request.asker);
  };
  for (PendingRequest& request : requests_) {
    const std::vector<bool> many = std::exchange(request.many, std::vector<bool>(known_, false));
    const std::optional<std::uint32_t> one = request.one;
    if (one) request.one = moved[*one];
    if (one && (moved[*one] == kNowhere || !watcher_.poll_asked(moved[*one]))) tell(request, *one);
    for (std::uint32_t i = 0; i < many.size(); ++i) {
      if (!many[i]) continue;
      if (moved[i] == kNowhere || !watcher_.listen(moved[i])) {
        tell(request, i);
        continue;
      }
      request.many[moved[i]] = true;
      want(moved[i]);
    }
  }
  std::erase_if(requests_, [](const PendingRequest& request) { return request.left == 0; });
  for (std::size_t queue = 0; queue < queues_.size(); ++queue) feed(queue);
  for (Asker* asker : finished) asker->all_polled();
}

}  // namespace noticed
