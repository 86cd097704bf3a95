#include "daemon/admin/admin_server.h"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include "daemon/admin/session.h"
#include "daemon/runtime/listening_socket.h"

namespace noticed {

namespace asio = boost::asio;
using asio::ip::tcp;
using Error = boost::system::error_code;
using Protocol = asio::generic::stream_protocol;

namespace {

constexpr std::chrono::milliseconds kAcceptAgain{1'000};  // out of file descriptors: retrying at once would spin

std::string reason_of(const Error& error) {
  if (error == asio::error::address_in_use)
    return "another program listens there already (`ss -ltnp` names it); end it, choose another port, or write "
           "listen = \"\"";
  if (error == asio::error::access_denied) return "this user may not listen there; choose a port of 1024 or above";
  if (error == boost::system::errc::address_not_available)
    return "this machine has no such address; choose one of its own, or 127.0.0.1";
  return error.message() + "; choose another address, or write listen = \"\"";
}

/// Converts local_endpoint() of a TCP socket.
tcp::endpoint tcp_endpoint(const Protocol::endpoint& endpoint) {
  tcp::endpoint found;
  std::memcpy(found.data(), endpoint.data(), std::min(endpoint.size(), found.capacity()));
  found.resize(endpoint.size());
  return found;
}

}  // namespace

class AdminServer::Acceptor : public std::enable_shared_from_this<Acceptor> {
 public:
  Acceptor(const asio::any_io_executor& executor, std::shared_ptr<AdminShared> shared, ListenAddress address, Turn turn)
      : acceptor_(executor), shared_(std::move(shared)), address_(std::move(address)), turn_(std::move(turn)) {}

  void start() {
    const std::string why = open();
    if (why.empty()) {
      trouble_.clear();
      turn_("");
      return accept();
    }
    ++failures_;
    Error ignored;
    acceptor_.close(ignored);
    alarm_ = shared_->loop.after(shared_->limits.again, [this] { start(); });
    if (std::exchange(trouble_, why) != why) turn_(why);
  }

  void stop() {
    Error ignored;
    alarm_.cancel();
    acceptor_.close(ignored);
    file_.reset();
    shared_->stopped = true;
    const auto sessions = shared_->sessions;  // a copy: close() may remove some
    for (AdminSession* session : sessions) session->close();
  }

  const AdminShared& shared() const { return *shared_; }
  const ListenAddress& address() const { return address_; }
  const std::string& trouble() const { return trouble_; }
  std::uint64_t failures() const { return failures_; }

 private:
  /// Returns why it cannot listen; empty if it does.
  std::string open() {
    if (const auto* path = std::get_if<std::filesystem::path>(&address_)) return open_file(*path);
    return open_port(std::get<tcp::endpoint>(address_));
  }

  std::string open_port(const tcp::endpoint& wanted) {
    Error error;
    const auto ip = wanted.address();
    acceptor_.open(Protocol(wanted.protocol()), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    // "[::]" listens at every local address, IPv4 and IPv6.
    if (!error && ip.is_v6()) acceptor_.set_option(asio::ip::v6_only(!ip.is_unspecified()), error);
    if (!error) acceptor_.bind(Protocol::endpoint(wanted), error);
    if (!error) acceptor_.listen(static_cast<int>(shared_->limits.connections), error);
    if (error) return reason_of(error);
    // Host is checked on loopback only: by which names other machines reach this one is unknown, and browsers cannot
    // reach a Unix socket.
    shared_->names_checked = ip.is_loopback();
    address_ = tcp_endpoint(acceptor_.local_endpoint());
    return {};
  }

  std::string open_file(const std::filesystem::path& path) {
    try {
      file_.emplace(path);
    } catch (const SocketError& error) {
      return error.what();
    }
    Error error;
    acceptor_.assign(Protocol(asio::local::stream_protocol()), file_->release(), error);
    return error ? reason_of(error) : std::string();
  }

  void accept() {
    acceptor_.async_accept([weak = weak_from_this()](const Error& error, Protocol::socket socket) {
      if (const auto self = weak.lock()) self->accepted(error, std::move(socket));
    });
  }

  void accepted(const Error& error, Protocol::socket socket) {
    if (!acceptor_.is_open()) return;
    if (error && error != asio::error::connection_aborted) {
      alarm_ = shared_->loop.after(kAcceptAgain, [this] { accept(); });
      return;
    }
    if (!error) take(std::move(socket));
    accept();
  }

  void take(Protocol::socket socket) {
    const std::size_t place = shared_->sessions.size();
    if (place >= shared_->limits.connections + shared_->limits.turned_away) return;  // closes it
    const auto session = std::make_shared<AdminSession>(std::move(socket), shared_);
    if (place < shared_->limits.connections) return session->read();
    session->refuse(503, "too many are connected; try again");
  }

  asio::basic_socket_acceptor<Protocol> acceptor_;
  std::shared_ptr<AdminShared> shared_;
  ListenAddress address_;
  Turn turn_;
  std::optional<ListeningSocket> file_;  // its destructor removes the file
  std::string trouble_;
  std::uint64_t failures_ = 0;
  Alarm alarm_;
};

AdminServer::AdminServer(const asio::any_io_executor& executor, Loop& loop, ListenAddress address, AdminRoutes routes,
                         Turn turn, AdminLimits limits)
    : acceptor_(std::make_shared<Acceptor>(
          executor, std::make_shared<AdminShared>(AdminShared{loop, std::move(routes), limits, false, false, {}}),
          std::move(address), std::move(turn))) {}

AdminServer::~AdminServer() { stop(); }

void AdminServer::start() { acceptor_->start(); }

const ListenAddress& AdminServer::address() const { return acceptor_->address(); }

const std::string& AdminServer::trouble() const { return acceptor_->trouble(); }

std::uint64_t AdminServer::failures() const { return acceptor_->failures(); }

std::size_t AdminServer::connections() const { return acceptor_->shared().sessions.size(); }

void AdminServer::stop() { acceptor_->stop(); }

}  // namespace noticed
