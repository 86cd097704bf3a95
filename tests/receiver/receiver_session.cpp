#include "receiver/receiver_session.h"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

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

Delivery delivery_of(const http::request<http::string_body>& request) {
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
    http::async_read(socket_, buffer_, *parser_, [self = shared_from_this()](Error error, std::size_t) {
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
    response_ = {};
    response_.version(11);
    response_.result(answer_.status);
    for (const auto& [name, value] : answer_.headers) response_.set(name, value);
    response_.body() = answer_.body;
    response_.keep_alive(parser_->get().keep_alive());
    response_.prepare_payload();
    http::async_write(socket_, response_, [self = shared_from_this()](Error error, std::size_t) {
      if (!error) self->written();
    });
  }

  void written() {
    if (response_.keep_alive()) return read();
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
  std::optional<http::request_parser<http::string_body>> parser_;
  Answer answer_;
  http::response<http::string_body> response_;
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
