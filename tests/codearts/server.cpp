#include "codearts/server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <future>
#include <thread>

#include "codearts/cloud_connection.h"

namespace codearts {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

/// The loop, its thread, and what lives on it.
class Server::Listener {
 public:
  explicit Listener(const ServerOptions& options) : cloud_(options.state, options.gzip, options.time) {
    if (!options.tls_cert.empty() || !options.tls_key.empty()) {
      tls_.emplace(asio::ssl::context::tls_server);
      tls_->use_certificate_chain_file(options.tls_cert);
      tls_->use_private_key_file(options.tls_key, asio::ssl::context::pem);
    }
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
  bool secure() const { return tls_.has_value(); }

  void run_there(const std::function<void(Cloud&)>& work) {
    std::packaged_task<void()> task([&] { work(cloud_); });
    auto done = task.get_future();
    asio::post(io_, [&task] { task(); });
    done.get();
  }

 private:
  void accept() {
    acceptor_.async_accept(
        [this](boost::system::error_code error, tcp::socket socket) { accepted(error, std::move(socket)); });
  }

  void accepted(boost::system::error_code error, tcp::socket socket) {
    if (!acceptor_.is_open()) return;
    if (error) return accept_later();
    cloud_.tally().add(Counter::connections);
    serve(std::move(socket), tls_ ? &*tls_ : nullptr, cloud_, connections_);
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
    connections_.close_all();
  }

  Cloud cloud_;
  Connections connections_;
  std::optional<asio::ssl::context> tls_;
  asio::io_context io_{1};  // destroyed before what its handlers refer to
  tcp::acceptor acceptor_{io_};
  asio::steady_timer pause_{io_};
  std::uint16_t port_ = 0;
  std::thread thread_;
};

Server::Server(const ServerOptions& options) : listener_(std::make_unique<Listener>(options)) {}

Server::~Server() = default;

std::uint16_t Server::port() const { return listener_->port(); }

std::string Server::url() const {
  return (listener_->secure() ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port());
}

Json Server::control(std::string_view operation, const Json& body, std::string_view method) {
  const std::string target = "/_control/" + std::string(operation);
  const std::string text = body.dump();
  const Reply reply = with_cloud([&](Cloud& cloud) { return cloud.handle(Request{method, target, {}, text}); });
  if (reply.status != 200) throw StateError("control " + std::string(operation) + ": " + reply.body->text);
  return Json::parse(reply.body->text);
}

void Server::run_there(const std::function<void(Cloud&)>& work) { listener_->run_there(work); }

}  // namespace codearts
