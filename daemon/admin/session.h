// One client connection: reads a request, calls the handler, sends the response, repeats. Kept alive by its pending
// operations; an alarm limits their time. Loop thread only.
#pragma once

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "daemon/admin/admin_server.h"

namespace noticed {

class AdminSession;

/// Shared by the sessions, which keep it alive.
struct AdminShared {
  Loop& loop;
  AdminHandler handler;  // empty once stopped
  AdminLimits limits;
  bool names_checked = false;  // Host must be localhost or an IP address
  std::set<AdminSession*> sessions;
};

class AdminSession : public std::enable_shared_from_this<AdminSession> {
 public:
  using Socket = boost::asio::generic::stream_protocol::socket;

  AdminSession(Socket socket, std::shared_ptr<AdminShared> shared);
  ~AdminSession();
  AdminSession(const AdminSession&) = delete;
  AdminSession& operator=(const AdminSession&) = delete;

  void read();
  void close();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::empty_body>;

  void took(const boost::system::error_code& error);
  AdminAnswer answer_to(const Parser::value_type& request);
  void refuse(unsigned status, const std::string& why);
  void send(AdminAnswer answer, bool head, bool keep_alive);
  void sent(bool keep_alive);
  void linger();
  void wait();

  Socket socket_;
  std::shared_ptr<AdminShared> shared_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::string out_;
  std::size_t requests_ = 0;
  std::size_t discarded_ = 0;
  bool allow_ = false;  // the response lists the methods
  Alarm alarm_;
};

}  // namespace noticed
