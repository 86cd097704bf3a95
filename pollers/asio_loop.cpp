#include "pollers/asio_loop.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <unordered_set>
#include <utility>
#include <vector>

namespace noticed {

namespace asio = boost::asio;

/// All pending calls. Shared with the Alarms, which may outlive the loop.
struct AsioLoop::Waiting {
  std::unordered_set<Pending*> all;
};

struct AsioLoop::Pending {
  Pending(const asio::any_io_executor& executor, std::function<void()> call, std::shared_ptr<Waiting> list)
      : timer(executor), work(std::move(call)), waiting(std::move(list)) {
    waiting->all.insert(this);
  }
  ~Pending() { waiting->all.erase(this); }
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;

  asio::steady_timer timer;
  std::function<void()> work;
  std::shared_ptr<Waiting> waiting;
};

AsioLoop::AsioLoop(asio::any_io_executor executor, const Clock& clock)
    : executor_(std::move(executor)), clock_(clock), waiting_(std::make_shared<Waiting>()) {}

AsioLoop::~AsioLoop() { close(); }

void AsioLoop::post(std::function<void()> work) { asio::post(executor_, std::move(work)); }

Alarm AsioLoop::after(std::chrono::milliseconds delay, std::function<void()> work) {
  if (!waiting_) return Alarm();
  auto pending = std::make_shared<Pending>(executor_, std::move(work), waiting_);
  pending->timer.expires_after(delay);
  // The Alarm is the only owner: a handler that was already queued when the Alarm was destroyed finds nothing to call.
  // The error code does not show this, because an expired timer can no longer be cancelled.
  pending->timer.async_wait([weak = std::weak_ptr<Pending>(pending)](boost::system::error_code) {
    const auto due = weak.lock();
    if (!due) return;
    if (const auto call = std::exchange(due->work, nullptr)) call();
  });
  return Alarm(std::move(pending));
}

void AsioLoop::close() {
  const auto waiting = std::exchange(waiting_, nullptr);
  if (!waiting) return;
  std::vector<std::function<void()>> dropped;  // destroyed last: their captures may cancel other alarms
  for (Pending* pending : waiting->all) {
    dropped.push_back(std::exchange(pending->work, nullptr));
    pending->timer.cancel();
  }
}

}  // namespace noticed
