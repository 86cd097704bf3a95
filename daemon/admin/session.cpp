#include "daemon/admin/session.h"

#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>
#include <ctime>

#include "daemon/admin/host_check.h"

namespace noticed {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Error = boost::system::error_code;

constexpr std::size_t kMostDiscarded = std::size_t{64} << 10U;  // bytes read from a rejected client

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

/// Formatted as in RFC 9110, section 5.6.7; day and month in English whatever the locale is.
std::string http_date(TimePoint time) {
  constexpr const char* kDays = "SunMonTueWedThuFriSat";
  constexpr const char* kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  const std::string day(kDays + 3L * utc.tm_wday, 3);
  const std::string month(kMonths + 3L * utc.tm_mon, 3);
  char text[64];  // NOLINT(modernize-avoid-c-arrays): for strftime
  const std::size_t size = std::strftime(text, sizeof text, ", %d @@@ %Y %H:%M:%S GMT", &utc);
  std::string date = day + std::string(text, size);
  return date.replace(date.find("@@@"), 3, month);
}

/// Content-Length other than 0, or a body of unknown length.
bool announces_body(const http::request<http::empty_body>& request) {
  if (request.find(http::field::transfer_encoding) != request.end()) return true;
  const auto length = request.find(http::field::content_length);
  return length != request.end() && view(length->value()) != "0";
}

std::size_t count_of(const http::request<http::empty_body>& request, http::field field) {
  const auto [first, last] = request.equal_range(field);
  return static_cast<std::size_t>(std::distance(first, last));
}

void add_header(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

AdminAnswer plain(unsigned status, const std::string& text) {
  AdminAnswer answer;
  answer.status = status;
  answer.body = text + "\n";
  return answer;
}

}  // namespace

AdminSession::AdminSession(Socket socket, std::shared_ptr<AdminShared> shared)
    : socket_(std::move(socket)), shared_(std::move(shared)), buffer_(2 * std::size_t{shared_->limits.header}) {
  shared_->sessions.insert(this);
}

AdminSession::~AdminSession() { shared_->sessions.erase(this); }

void AdminSession::close() {
  Error ignored;
  alarm_.cancel();
  socket_.close(ignored);
}

/// Disconnects slow clients. The pending operation keeps the session alive, not the alarm.
void AdminSession::wait() {
  alarm_ = shared_->loop.after(shared_->limits.patience, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->close();
  });
}

void AdminSession::read() {
  wait();
  parser_.emplace();
  parser_->header_limit(shared_->limits.header);
  parser_->body_limit(0);
  http::async_read_header(socket_, buffer_, *parser_,
                          [self = shared_from_this()](const Error& error, std::size_t) { self->took(error); });
}

void AdminSession::took(const Error& error) {
  if (!shared_->handler || !socket_.is_open()) return close();
  if (error == http::error::header_limit || error == http::error::buffer_overflow)
    return refuse(431, "the request's headers are too long");
  if (error == http::error::body_limit) return refuse(413, "no body is taken");
  static const auto& http_errors = http::make_error_code(http::error::bad_method).category();
  if (error && (error == http::error::end_of_stream || error.category() != http_errors))
    return close();  // disconnected by the client, or by close()
  if (error) return refuse(400, "this is no HTTP/1.1 request");
  const auto& request = parser_->get();
  if (announces_body(request)) return refuse(413, "no body is taken");
  ++requests_;
  allow_ = false;
  const bool head = request.method() == http::verb::head;
  const bool keep_alive = request.keep_alive() && requests_ < shared_->limits.requests;
  send(answer_to(request), head, keep_alive);
}

AdminAnswer AdminSession::answer_to(const Parser::value_type& request) {
  const std::size_t hosts = count_of(request, http::field::host);
  if (hosts > 1 || (hosts == 0 && request.version() >= 11)) return plain(400, "one Host header is needed");
  if (hosts == 1 && shared_->names_checked && !is_own_host(view(request[http::field::host])))
    return plain(421, "this endpoint answers to localhost and to IP addresses, not to other names");
  if (request.method() != http::verb::get && request.method() != http::verb::head) {
    allow_ = true;
    return plain(405, "only GET and HEAD are understood");
  }
  std::string_view path = view(request.target());
  if (!path.starts_with('/')) return plain(400, "the target must be a path");
  path = path.substr(0, path.find_first_of("?#"));
  AdminAnswer answer = shared_->handler(path);
  if (answer.body.size() > shared_->limits.answer) return plain(500, "the answer is too long to be sent");
  return answer;
}

void AdminSession::refuse(unsigned status, const std::string& why) { send(plain(status, why), false, false); }

void AdminSession::send(AdminAnswer answer, bool head, bool keep_alive) {
  out_ = "HTTP/1.1 " + std::to_string(answer.status) + " ";
  out_.append(view(http::obsolete_reason(http::int_to_status(answer.status)))).append("\r\n");
  add_header(out_, "Date", http_date(shared_->loop.clock().wall()));
  add_header(out_, "Content-Type", answer.type);
  add_header(out_, "Content-Length", std::to_string(answer.body.size()));
  add_header(out_, "Content-Security-Policy", answer.policy);
  add_header(out_, "X-Content-Type-Options", "nosniff");
  add_header(out_, "Referrer-Policy", "no-referrer");
  add_header(out_, "Cache-Control", "no-store");
  if (allow_) add_header(out_, "Allow", "GET, HEAD");
  if (!keep_alive) add_header(out_, "Connection", "close");
  out_ += "\r\n";
  if (!head) out_ += answer.body;
  wait();
  asio::async_write(socket_, asio::buffer(out_),
                    [self = shared_from_this(), keep_alive](const Error& error, std::size_t) {
                      if (error) return self->close();
                      self->sent(keep_alive);
                    });
}

void AdminSession::sent(bool keep_alive) {
  std::string().swap(out_);
  if (keep_alive && shared_->handler) return read();
  Error ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  wait();
  linger();
}

/// Closing a socket with unread bytes resets the connection, and the response may be lost.
void AdminSession::linger() {
  buffer_.clear();
  const auto take = [self = shared_from_this()](const Error& error, std::size_t size) {
    self->discarded_ += size;
    if (error || self->discarded_ > kMostDiscarded) return self->close();
    self->linger();
  };
  socket_.async_read_some(buffer_.prepare(shared_->limits.header), take);
}

}  // namespace noticed
