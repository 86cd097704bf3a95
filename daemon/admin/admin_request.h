// Requests and responses of the daemon's HTTP servers, as values, and the table of what a server serves.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace noticed {

struct AdminRequest {
  std::string query;  // what follows "?", as it was sent
  std::string body;
};

struct AdminAnswer {
  unsigned status = 200;
  std::string type = "text/plain; charset=utf-8";
  std::string policy = "default-src 'none'; frame-ancestors 'none'";  // Content-Security-Policy
  std::string body;
  std::string allow;  // the methods that the path has, for 405
};

/// A text/plain answer; adds the end of the line.
inline AdminAnswer text_answer(unsigned status, const std::string& text) {
  AdminAnswer answer;
  answer.status = status;
  answer.body = text + "\n";
  return answer;
}

/// Gives the answer to one request, at once or later, whole or in pieces. It expires when the answer has ended or the
/// client is gone: whoever answers later holds a weak_ptr. Loop thread only.
class AdminReply {
 public:
  virtual ~AdminReply() = default;
  virtual void send(const AdminAnswer& answer) = 0;
  /// Begins an answer whose body follows in pieces; `head.body` is not sent.
  virtual void begin(const AdminAnswer& head) = 0;
  virtual void add(const std::string& piece) = 0;
  virtual void end() = 0;
  /// Keeps what works on the answer until it expires.
  virtual void keep(std::shared_ptr<void> work) = 0;
};

/// One line of the table.
struct AdminRoute {
  std::string method;  // "GET", which serves HEAD too, or "POST"
  std::string path;
  std::size_t body = 0;  // bytes of the longest request body
  /// Must not block or throw.
  std::function<void(const AdminRequest&, const std::shared_ptr<AdminReply>&)> handle;
};

using AdminRoutes = std::vector<AdminRoute>;

}  // namespace noticed
