#include "daemon/admin/session.h"

#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <ctime>
#include <limits>
#include <sstream>

#include "daemon/admin/host_check.h"

namespace noticed {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Error = boost::system::error_code;

constexpr std::size_t kMostDiscarded = std::size_t{64} << 10U;  // bytes read from a rejected client

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

/// Formatted as in RFC 9110, section 5.6.7. Names are English: the program keeps the locale "C".
std::string http_date(TimePoint time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  char text[64];  // NOLINT(modernize-avoid-c-arrays): for strftime
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc)};
}

using Incoming = http::request<http::string_body>;

/// Bytes of the announced body; of an unknown length: more than any limit.
std::uint64_t length_of_body(const http::request_parser<http::string_body>& parser) {
  if (parser.get().count(http::field::transfer_encoding) > 0) return std::numeric_limits<std::uint64_t>::max();
  return parser.content_length().value_or(0);
}

/// Text before and after the first "?"; a fragment is dropped.
std::pair<std::string_view, std::string_view> path_and_query(std::string_view target) {
  target = target.substr(0, target.find('#'));
  const std::string_view path = target.substr(0, target.find('?'));
  return {path, path.size() < target.size() ? target.substr(path.size() + 1) : std::string_view()};
}

struct Match {
  const AdminRoute* route = nullptr;
  std::string methods;  // of the path; empty: the table has no such path
};

Match match(const AdminRoutes& routes, const Incoming& request) {
  const std::string_view path = path_and_query(view(request.target())).first;
  const std::string_view method = request.method() == http::verb::head ? "GET" : view(request.method_string());
  Match found;
  for (const auto& route : routes) {
    if (route.path != path) continue;
    if (route.method == method) found.route = &route;
    found.methods += (found.methods.empty() ? "" : ", ") + (route.method == "GET" ? "GET, HEAD" : route.method);
  }
  return found;
}

/// Why the request is not handed to the route; nullopt: it is.
std::optional<AdminAnswer> refusal(const Incoming& request, const Match& match, bool names_checked) {
  const auto [first, last] = request.equal_range(http::field::host);
  const auto hosts = std::distance(first, last);
  if (hosts > 1 || (hosts == 0 && request.version() >= 11)) return text_answer(400, "one Host header is needed");
  if (hosts == 1 && names_checked && !is_own_host(view(first->value())))
    return text_answer(421, "this endpoint answers to localhost and to IP addresses, not to other names");
  if (!request.target().starts_with('/')) return text_answer(400, "the target must be a path");
  if (match.methods.empty()) return text_answer(404, "no such path");
  if (match.route != nullptr) return {};
  AdminAnswer answer = text_answer(405, "only " + match.methods + " is understood here");
  answer.allow = match.methods;
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
  reply_.reset();
  work_.reset();
  socket_.close(ignored);
}

/// Disconnects slow clients. The pending operation keeps the session alive; the alarm holds only a weak pointer.
void AdminSession::wait() {
  alarm_ = shared_->loop.after(shared_->limits.patience, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->close();
  });
}

/// Detects a client that disconnects while nothing is sent to it; one that only shut down its sending side stays.
void AdminSession::watch_hang_up() {
  if (std::exchange(watching_, true)) return;
  socket_.async_wait(Socket::wait_error, [self = shared_from_this()](const Error& error) {
    self->watching_ = false;
    if (!error && self->reply_) self->close();
  });
}

void AdminSession::read() {
  wait();
  parser_.emplace();
  parser_->header_limit(shared_->limits.header);
  parser_->body_limit(boost::none);  // took() applies the route's limit before any of the body is read
  http::async_read_header(socket_, buffer_, *parser_,
                          [self = shared_from_this()](const Error& error, std::size_t) { self->took(error); });
}

/// Called with the header, and again with the body if there is one.
void AdminSession::took(const Error& error) {
  if (shared_->stopped || !socket_.is_open()) return close();
  if (error == http::error::header_limit || error == http::error::buffer_overflow)
    return refuse(431, "the request's headers are too long");
  const bool of_http = error.category() == http::make_error_code(http::error::bad_method).category();
  if (error && (error == http::error::end_of_stream || !of_http))
    return close();  // disconnected by the client, or by close()
  if (error) return refuse(400, "this is no HTTP/1.1 request");
  const AdminRoute* route = match(shared_->routes, parser_->get()).route;
  const std::size_t longest = route == nullptr ? 0 : route->body;
  if (length_of_body(*parser_) > longest)
    return refuse(413, longest == 0 ? "no body is taken" : "a body has at most " + std::to_string(longest) + " bytes");
  if (parser_->is_done()) return answer();
  http::async_read(socket_, buffer_, *parser_,
                   [self = shared_from_this()](const Error& failed, std::size_t) { self->took(failed); });
}

void AdminSession::answer() {
  auto& request = parser_->get();
  ++requests_;
  head_only_ = request.method() == http::verb::head;
  keep_alive_ = request.keep_alive() && requests_ < shared_->limits.requests;
  // Has no owner but this member, so that it expires with the answer.
  const auto reply = reply_ = std::shared_ptr<AdminReply>(std::make_shared<char>(), this);
  const Match found = match(shared_->routes, request);
  if (const auto refused = refusal(request, found, shared_->names_checked)) return send(*refused);
  alarm_.cancel();
  const std::string query(path_and_query(view(request.target())).second);
  found.route->handle({query, std::move(request.body())}, reply);
  if (reply_) watch_hang_up();
}

void AdminSession::refuse(unsigned status, const std::string& why) {
  head_only_ = keep_alive_ = false;
  put(text_answer(status, why));
}

void AdminSession::put(const AdminAnswer& answer) {
  put_head(answer, answer.body.size());
  if (!head_only_) out_ += answer.body;
  finish();
}

void AdminSession::send(const AdminAnswer& answer) {
  if (!reply_) return;
  put(answer.body.size() <= shared_->limits.answer ? answer : text_answer(500, "the answer is too long to be sent"));
}

void AdminSession::begin(const AdminAnswer& head) {
  if (!reply_) return;
  if (parser_->get().version() < 11) return send(text_answer(505, "an answer in pieces needs HTTP/1.1"));
  put_head(head, {});
  write();
}

void AdminSession::add(const std::string& piece) {
  if (!reply_ || head_only_ || piece.empty()) return;
  out_ += boost::beast::buffers_to_string(http::make_chunk(asio::buffer(piece)));
  // Posted, not called: close() destroys the object that the reply keeps, and the caller may be that object.
  if (out_.size() > shared_->limits.unread) return shared_->loop.post([self = shared_from_this()] { self->close(); });
  write();
}

void AdminSession::end() {
  if (!reply_) return;
  if (!head_only_) out_ += boost::beast::buffers_to_string(http::make_chunk_last());
  finish();
}

void AdminSession::finish() {
  reply_.reset();
  work_.reset();
  wait();
  write();
}

/// Without a size, the body follows in chunks.
void AdminSession::put_head(const AdminAnswer& answer, std::optional<std::size_t> size) {
  http::response<http::empty_body> head(http::int_to_status(answer.status), 11);
  head.set(http::field::date, http_date(shared_->loop.clock().wall()));
  head.set(http::field::content_type, answer.type);
  if (size)
    head.content_length(*size);
  else
    head.chunked(true);
  head.set("Content-Security-Policy", answer.policy);
  head.set("X-Content-Type-Options", "nosniff");
  head.set("Referrer-Policy", "no-referrer");
  head.set(http::field::cache_control, "no-store");
  if (!answer.allow.empty()) head.set(http::field::allow, answer.allow);
  head.keep_alive(keep_alive_);
  std::ostringstream text;
  text << head.base();
  out_ += text.str();
}

void AdminSession::write() {
  if (!writing_.empty() || out_.empty()) return;
  writing_ = std::exchange(out_, {});
  asio::async_write(socket_, asio::buffer(writing_), [self = shared_from_this()](const Error& error, std::size_t) {
    if (error) return self->close();
    self->wrote();
  });
}

void AdminSession::wrote() {
  std::string().swap(writing_);
  if (!out_.empty()) return write();
  if (reply_) return;  // more is to come
  if (keep_alive_ && !shared_->stopped) return read();
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
