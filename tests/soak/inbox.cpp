#include "soak/inbox.h"

namespace noticed::soak {

Inbox::Inbox(const std::string& secret) {
  receiver::Options options;
  options.secrets = {secret};
  options.on_delivery = [this](const receiver::Delivery& delivery) { take(delivery); };
  receiver_ = std::make_unique<receiver::Receiver>(options);
}

void Inbox::take(const receiver::Delivery& delivery) {
  const std::lock_guard lock(mutex_);
  const auto header = delivery.headers.find("webhook-id");
  const std::string id = header == delivery.headers.end() ? "" : header->second;
  events_.insert(id);
  addressed_.insert(delivery.target + " " + id);
  ++messages_;
  if (!delivery.signature_ok) ++unsigned_;
}

std::uint64_t Inbox::messages() const {
  const std::lock_guard lock(mutex_);
  return messages_;
}

std::uint64_t Inbox::events() const {
  const std::lock_guard lock(mutex_);
  return events_.size();
}

std::uint64_t Inbox::repeated() const {
  const std::lock_guard lock(mutex_);
  return messages_ - addressed_.size();
}

std::uint64_t Inbox::unsigned_ones() const {
  const std::lock_guard lock(mutex_);
  return unsigned_;
}

bool Inbox::has(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  return events_.contains(id);
}

}  // namespace noticed::soak
