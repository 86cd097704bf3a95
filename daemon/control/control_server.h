// Accepts connections to the control socket and keeps their sessions. Network thread only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <filesystem>
#include <memory>
#include <set>

#include "daemon/control/control_session.h"
#include "daemon/runtime/listening_socket.h"

namespace noticed {

class ControlServer {
 public:
  /// Listens at `path`. `parts` must outlive the server. Throws SocketError.
  ControlServer(boost::asio::any_io_executor executor, const ControlParts& parts, const std::filesystem::path& path);
  /// Closes all sessions. The executor's context may run once more afterwards, or be destroyed.
  ~ControlServer();
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

  std::size_t sessions() const { return sessions_.size(); }

 private:
  using Acceptor = boost::asio::local::stream_protocol::acceptor;
  void accept();
  void take(ControlSession::Socket socket);

  const ControlParts& parts_;
  ListeningSocket file_;
  Acceptor acceptor_;
  std::set<std::shared_ptr<ControlSession>> sessions_;
  std::shared_ptr<ControlServer*> self_;  // null for callbacks that outlive the server
  Alarm pause_;
};

}  // namespace noticed
