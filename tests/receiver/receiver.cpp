#include "receiver/receiver.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <thread>
#include <utility>

#include "receiver/receiver_session.h"
#include "receiver/webhook_signature.h"

namespace receiver {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

/// The loop, its thread, and what lives on it.
class Receiver::Listener {
 public:
  explicit Listener(Options options) : verifier_(options.secrets), on_delivery_(std::move(options.on_delivery)) {
    const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), options.port);
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address(true));
    acceptor_.bind(endpoint);
    acceptor_.listen();
    port_ = acceptor_.local_endpoint().port();
    accept();
    thread_ = std::thread([this] { io_.run(); });
  }

  ~Listener() {
    asio::post(io_, [this] { end(); });
    thread_.join();
  }

  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::uint16_t port() const { return port_; }
  DeliveryQueue& queue() { return queue_; }

 private:
  Answer take(Delivery delivery) {
    // lint: clock: people read when an alert came
    delivery.received_at = std::chrono::system_clock::now();
    delivery.signature_problem = verifier_.problem(delivery.headers, delivery.body, delivery.received_at);
    delivery.signature_ok = delivery.signature_problem.empty();
    Answer answer = queue_.take(delivery);
    if (on_delivery_) on_delivery_(delivery);
    return answer;
  }

  void accept() {
    acceptor_.async_accept(
        [this](boost::system::error_code error, tcp::socket socket) { accepted(error, std::move(socket)); });
  }

  void accepted(boost::system::error_code error, tcp::socket socket) {
    if (!acceptor_.is_open()) return;
    if (error) return accept_later();
    serve(std::move(socket), service_);
    accept();
  }

  // Out of file descriptors: accepting again at once would spin.
  void accept_later() {
    constexpr std::chrono::milliseconds kPause{10};
    pause_.expires_after(kPause);
    pause_.async_wait([this](boost::system::error_code error) {
      if (!error && acceptor_.is_open()) accept();
    });
  }

  void end() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    close_all(service_);
  }

  Verifier verifier_;
  std::function<void(const Delivery&)> on_delivery_;
  DeliveryQueue queue_;
  Service service_{.take = [this](Delivery delivery) { return take(std::move(delivery)); }};
  asio::io_context io_{1};  // destroyed before what its handlers refer to
  tcp::acceptor acceptor_{io_};
  asio::steady_timer pause_{io_};
  std::uint16_t port_ = 0;
  std::thread thread_;
};

Receiver::Receiver(Options options) : listener_(std::make_unique<Listener>(std::move(options))) {}

Receiver::~Receiver() = default;

std::uint16_t Receiver::port() const { return listener_->port(); }

std::string Receiver::url() const { return "http://127.0.0.1:" + std::to_string(port()) + "/alerts"; }

std::vector<Delivery> Receiver::deliveries() const { return listener_->queue().all(); }

bool Receiver::wait_for(std::size_t count, std::chrono::milliseconds timeout) const {
  return listener_->queue().wait_for(count, timeout);
}

void Receiver::clear() { listener_->queue().clear(); }

void Receiver::answer(const Answer& answer) { listener_->queue().answer(answer); }

void Receiver::answer(const Answer& answer, std::size_t times) { listener_->queue().answer(answer, times); }

}  // namespace receiver
