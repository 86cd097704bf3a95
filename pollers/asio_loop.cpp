#include "pollers/asio_loop.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <utility>

namespace noticed {

namespace asio = boost::asio;

namespace {

struct Pending {
  Pending(const asio::any_io_executor& executor, std::function<void()> call) : timer(executor), work(std::move(call)) {}
  asio::steady_timer timer;
  std::function<void()> work;
};

}  // namespace

AsioLoop::AsioLoop(asio::any_io_executor executor, const Clock& clock)
    : executor_(std::move(executor)), clock_(clock) {}

void AsioLoop::post(std::function<void()> work) { asio::post(executor_, std::move(work)); }

Alarm AsioLoop::after(std::chrono::milliseconds delay, std::function<void()> work) {
  auto pending = std::make_shared<Pending>(executor_, std::move(work));
  pending->timer.expires_after(delay);
  // Only the Alarm owns what is pending: a handler that was queued before the Alarm went finds nothing to call. The
  // error code cannot tell, for a timer that has expired is no longer cancelled.
  pending->timer.async_wait([weak = std::weak_ptr<Pending>(pending)](boost::system::error_code) {
    const auto due = weak.lock();
    if (!due) return;
    const auto call = std::exchange(due->work, nullptr);
    call();
  });
  return Alarm(std::move(pending));
}

}  // namespace noticed
