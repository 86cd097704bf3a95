#include "daemon/control/control_server.h"

#include <boost/asio/buffer.hpp>

namespace noticed {
namespace {

constexpr std::chrono::seconds kBreath{1};  // pause when out of file descriptors
constexpr std::string_view kTooMany = R"({"answer": "error", "error": "too many are connected; try again"})"
                                      "\n";

}  // namespace

ControlServer::ControlServer(boost::asio::any_io_executor executor, const ControlParts& parts,
                             const std::filesystem::path& path)
    : parts_(parts),
      file_(path),
      acceptor_(std::move(executor), boost::asio::local::stream_protocol(), file_.release()),
      self_(std::make_shared<ControlServer*>(this)) {
  accept();
}

ControlServer::~ControlServer() {
  *self_ = nullptr;
  for (const auto& session : sessions_) session->close();
}

void ControlServer::accept() {
  acceptor_.async_accept([this, self = self_](boost::system::error_code error, ControlSession::Socket socket) {
    if (*self == nullptr || error == boost::asio::error::operation_aborted) return;
    if (error) {
      pause_ = parts_.loop.after(kBreath, [this] { accept(); });
      return;
    }
    take(std::move(socket));
    accept();
  });
}

void ControlServer::take(ControlSession::Socket socket) {
  boost::system::error_code ignored;
  socket.non_blocking(true, ignored);
  if (sessions_.size() >= parts_.limits.connections) {
    socket.write_some(boost::asio::buffer(kTooMany), ignored);
    return;
  }
  const auto which = std::make_shared<std::weak_ptr<ControlSession>>();
  auto session = std::make_shared<ControlSession>(std::move(socket), parts_, [self = self_, which] {
    if (*self != nullptr) (*self)->sessions_.erase(which->lock());
  });
  *which = session;
  sessions_.insert(session);
  session->start();
}

}  // namespace noticed
