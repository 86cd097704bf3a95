#include "receiver/delivery_queue.h"

namespace receiver {

void DeliveryQueue::answer(Answer answer) {
  const std::lock_guard lock(mutex_);
  standing_ = std::move(answer);
}

void DeliveryQueue::answer(Answer answer, std::size_t times) {
  const std::lock_guard lock(mutex_);
  if (times > 0) next_.emplace_back(std::move(answer), times);
}

Answer DeliveryQueue::take(Delivery& delivery) {
  Answer answer;
  {
    const std::lock_guard lock(mutex_);
    answer = next_.empty() ? standing_ : next_.front().first;
    if (!next_.empty() && --next_.front().second == 0) next_.pop_front();
    delivery.answered = answer.reset ? 0 : answer.status;
    deliveries_.push_back(delivery);
  }
  arrived_.notify_all();
  return answer;
}

std::vector<Delivery> DeliveryQueue::all() const {
  const std::lock_guard lock(mutex_);
  return deliveries_;
}

bool DeliveryQueue::wait_for(std::size_t count, std::chrono::milliseconds timeout) const {
  std::unique_lock lock(mutex_);
  return arrived_.wait_for(lock, timeout, [&] { return deliveries_.size() >= count; });
}

void DeliveryQueue::clear() {
  const std::lock_guard lock(mutex_);
  deliveries_.clear();
}

}  // namespace receiver
