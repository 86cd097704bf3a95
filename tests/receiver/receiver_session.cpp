#include "receiver/receiver_session.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/status.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "codearts/read_request.h"

namespace receiver {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;
using Error = boost::system::error_code;

namespace {

constexpr std::uint64_t kBodyLimit = 16 * 1024 * 1024;

std::string text_of(boost::beast::string_view text) { return {text.data(), text.size()}; }

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

Delivery delivery_of(const codearts::RequestParser::value_type& request) {
  Delivery delivery;
  delivery.method = text_of(request.method_string());
  delivery.target = text_of(request.target());
  for (const auto& field : request) {
    const auto [place, is_new] = delivery.headers.try_emplace(lower_case(text_of(field.name_string())));
    if (!is_new) place->second += ", ";
    place->second += text_of(field.value());
  }
  delivery.body = request.body();
  return delivery;
}

std::string response_of(const Answer& answer, bool keep_alive) {
  std::string text = "HTTP/1.1 " + std::to_string(answer.status) + " " +
                     text_of(http::obsolete_reason(http::int_to_status(answer.status))) + "\r\n";
  for (const auto& [name, value] : answer.headers) text += name + ": " + value + "\r\n";
  if (!keep_alive) text += "Connection: close\r\n";
  if (answer.status == 204 || answer.status == 304) return text + "\r\n";
  return text + "Content-Length: " + std::to_string(answer.body.size()) + "\r\n\r\n" + answer.body;
}

}  // namespace

class Session final : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, Service& service)
      : service_(service), socket_(std::move(socket)), timer_(socket_.get_executor()) {
    service_.open.insert(this);
  }
  ~Session() { service_.open.erase(this); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void read() {
    parser_.emplace();
    parser_->body_limit(kBodyLimit);
    codearts::read_request(socket_, buffer_, *parser_, [self = shared_from_this()](Error error) {
      if (!error) self->take();
    });
  }

  void close() {
    Error ignored;
    timer_.cancel();
    socket_.close(ignored);
  }

 private:
  void take() {
    answer_ = service_.take(delivery_of(parser_->get()));
    if (answer_.delay.count() == 0) return respond();
    timer_.expires_after(answer_.delay);
    timer_.async_wait([self = shared_from_this()](Error error) {
      if (!error) self->respond();
    });
  }

  void respond() {
    if (answer_.reset) return reset();
    keep_alive_ = parser_->get().keep_alive();
    response_ = response_of(answer_, keep_alive_);
    asio::async_write(socket_, asio::buffer(response_), [self = shared_from_this()](Error error, std::size_t) {
      if (!error) self->written();
    });
  }

  void written() {
    if (keep_alive_) return read();
    Error ignored;
    socket_.shutdown(tcp::socket::shutdown_both, ignored);
    close();
  }

  void reset() {
    Error ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    close();
  }

  Service& service_;
  tcp::socket socket_;
  asio::steady_timer timer_;
  boost::beast::flat_buffer buffer_;
  std::optional<codearts::RequestParser> parser_;
  Answer answer_;
  std::string response_;
  bool keep_alive_ = true;
};

void serve(tcp::socket socket, Service& service) {
  Error ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  std::make_shared<Session>(std::move(socket), service)->read();
}

void close_all(Service& service) {
  for (Session* session : service.open) session->close();
}

}  // namespace receiver
