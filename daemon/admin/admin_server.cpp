#include "daemon/admin/admin_server.h"

#include <boost/asio/ip/v6_only.hpp>

#include "daemon/admin/session.h"
#include "daemon/config/listen.h"
#include "daemon/exit_status.h"

namespace noticed {

namespace asio = boost::asio;
using asio::ip::tcp;
using Error = boost::system::error_code;

namespace {

constexpr std::chrono::milliseconds kAcceptAgain{1'000};  // out of file descriptors: asking again at once would spin

[[noreturn]] void refuse(const tcp::endpoint& address, const Error& error) {
  const std::string what = "[daemon] listen = \"" + listen_text(address) + "\": ";
  if (error == asio::error::address_in_use)
    throw ListenError(kExitUnavailable,
                      what +
                          "another program listens there already (`ss -ltnp` names it); end it, choose another port, "
                          "or write listen = \"\"");
  if (error == asio::error::access_denied)
    throw ListenError(kExitPermission, what + "this user may not listen there; choose a port of 1024 or above");
  if (error == boost::system::errc::address_not_available)
    throw ListenError(kExitConfig, what + "this machine has no such address; choose one of its own, or 127.0.0.1");
  throw ListenError(kExitUnavailable, what + error.message() + "; choose another address, or write listen = \"\"");
}

}  // namespace

class AdminServer::Acceptor : public std::enable_shared_from_this<Acceptor> {
 public:
  Acceptor(const asio::any_io_executor& executor, std::shared_ptr<AdminShared> shared)
      : acceptor_(executor), shared_(std::move(shared)) {}

  void listen() {
    const tcp::endpoint wanted = shared_->address;
    Error error;
    acceptor_.open(wanted.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error && wanted.address().is_v6()) acceptor_.set_option(asio::ip::v6_only(true), error);
    if (!error) acceptor_.bind(wanted, error);
    if (!error) acceptor_.listen(static_cast<int>(shared_->limits.connections), error);
    if (error) refuse(wanted, error);
    shared_->address = acceptor_.local_endpoint();
    accept();
  }

  void stop() {
    Error ignored;
    alarm_.cancel();
    acceptor_.close(ignored);
    shared_->handler = nullptr;
    const auto sessions = shared_->sessions;  // closing may end some
    for (AdminSession* session : sessions) session->close();
  }

  const AdminShared& shared() const { return *shared_; }

 private:
  void accept() {
    acceptor_.async_accept([weak = weak_from_this()](const Error& error, tcp::socket socket) {
      if (const auto self = weak.lock()) self->accepted(error, std::move(socket));
    });
  }

  void accepted(const Error& error, tcp::socket socket) {
    if (!acceptor_.is_open()) return;
    if (error && error != asio::error::connection_aborted) {
      alarm_ = shared_->loop.after(kAcceptAgain, [this] { accept(); });
      return;
    }
    // One too many is closed as it goes out of scope.
    if (!error && shared_->sessions.size() < shared_->limits.connections)
      std::make_shared<AdminSession>(std::move(socket), shared_)->read();
    accept();
  }

  tcp::acceptor acceptor_;
  std::shared_ptr<AdminShared> shared_;
  Alarm alarm_;
};

AdminServer::AdminServer(const asio::any_io_executor& executor, Loop& loop, const tcp::endpoint& address,
                         AdminHandler handler, AdminLimits limits)
    : acceptor_(std::make_shared<Acceptor>(
          executor, std::make_shared<AdminShared>(AdminShared{loop, std::move(handler), limits, address, {}}))) {
  acceptor_->listen();
}

AdminServer::~AdminServer() { stop(); }

tcp::endpoint AdminServer::address() const { return acceptor_->shared().address; }

std::size_t AdminServer::connections() const { return acceptor_->shared().sessions.size(); }

void AdminServer::stop() { acceptor_->stop(); }

}  // namespace noticed
