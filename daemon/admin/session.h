// One client connection: reads a request, calls the route's handler, sends the response, repeats. Kept alive by its
// pending operations; an alarm limits their time. While an answer is to come, or comes in pieces, the handler has the
// time that it needs, no further request is read, and only the amount of unread output is limited. Loop thread only.
#pragma once

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
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
  AdminRoutes routes;
  AdminLimits limits;
  bool stopped = false;
  bool names_checked = false;  // Host must be localhost or an IP address
  std::set<AdminSession*> sessions;
};

class AdminSession final : public AdminReply, public std::enable_shared_from_this<AdminSession> {
 public:
  using Socket = boost::asio::generic::stream_protocol::socket;

  AdminSession(Socket socket, std::shared_ptr<AdminShared> shared);
  ~AdminSession() override;
  AdminSession(const AdminSession&) = delete;
  AdminSession& operator=(const AdminSession&) = delete;

  void read();
  /// Answers without a request, and ends the connection.
  void refuse(unsigned status, const std::string& why);
  void close();

  void send(const AdminAnswer& answer) override;
  void begin(const AdminAnswer& head) override;
  void add(const std::string& piece) override;
  void end() override;
  void keep(std::shared_ptr<void> work) override { work_ = std::move(work); }

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  void took(const boost::system::error_code& error);
  void answer();
  void put(const AdminAnswer& answer);
  void put_head(const AdminAnswer& answer, std::optional<std::size_t> size);
  void finish();
  void write();
  void wrote();
  void linger();
  void wait();
  void watch_hang_up();

  Socket socket_;
  std::shared_ptr<AdminShared> shared_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::shared_ptr<AdminReply> reply_;  // this, while a handler's answer has not ended
  std::shared_ptr<void> work_;
  std::string out_;      // to be written after `writing_`
  std::string writing_;  // being written; empty: nothing
  std::size_t requests_ = 0;
  std::size_t discarded_ = 0;
  bool head_only_ = false;
  bool keep_alive_ = false;
  bool watching_ = false;
  Alarm alarm_;
};

}  // namespace noticed
