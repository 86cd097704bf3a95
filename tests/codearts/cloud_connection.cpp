#include "codearts/cloud_connection.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "codearts/cloud.h"
#include "codearts/cloud_refusal.h"
#include "codearts/read_request.h"

namespace codearts {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;
using TlsStream = asio::ssl::stream<tcp::socket>;
using Error = boost::system::error_code;

constexpr std::uint32_t kHeaderLimit = 256 * 1024;  // tokens may have 100,000 characters
constexpr std::uint64_t kBodyLimit = 256 * 1024 * 1024;
constexpr std::size_t kKeptBuffer = 1024 * 1024;

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

bool has_body(const Reply& reply) { return reply.status >= 200 && reply.status != 204 && reply.status != 304; }

std::string_view body_of(const Reply& reply) {
  if (!reply.body || !has_body(reply)) return {};
  return reply.compressed ? std::string_view(gzip_of(*reply.body)) : std::string_view(reply.body->text);
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

void append_head(std::string& out, const Reply& reply, std::size_t body_size, bool keep_alive) {
  const auto reason = http::obsolete_reason(http::int_to_status(reply.status));
  out.append("HTTP/1.1 ").append(std::to_string(reply.status)).append(" ").append(view(reason)).append("\r\n");
  append_header(out, "Date", reply.date);
  if (has_body(reply)) {
    append_header(out, "Content-Type", reply.content_type);
    append_header(out, "Content-Length", reply.content_length ? *reply.content_length : std::to_string(body_size));
  }
  append_header(out, "X-Request-Id", request_id_text(reply.request_id));
  if (reply.compressed) append_header(out, "Content-Encoding", "gzip");
  for (const auto& [name, value] : reply.headers) append_header(out, name, value);
  if (!keep_alive) append_header(out, "Connection", "close");
  out.append("\r\n");
}

template <class Stream>
class Session final : public Connection, public std::enable_shared_from_this<Session<Stream>> {
 public:
  template <class... StreamArguments>
  Session(Cloud& cloud, Connections& connections, StreamArguments&&... stream)
      : cloud_(cloud),
        connections_(connections),
        stream_(std::forward<StreamArguments>(stream)...),
        timer_(stream_.get_executor()) {
    connections_.add(this);
  }
  ~Session() override { connections_.remove(this); }

  void start() {
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      auto on_handshake = [self = this->shared_from_this()](Error error) {
        if (!error) self->read();
      };
      stream_.async_handshake(asio::ssl::stream_base::server, std::move(on_handshake));
    } else {
      read();
    }
  }

  void close() override {
    Error ignored;
    timer_.cancel();
    stream_.lowest_layer().close(ignored);
  }

 private:
  void read() {
    parser_.emplace();
    parser_->header_limit(kHeaderLimit);
    parser_->body_limit(kBodyLimit);
    auto on_read = [self = this->shared_from_this()](Error error) {
      if (!error) self->respond();
    };
    if constexpr (std::is_same_v<Stream, TlsStream>)
      http::async_read(stream_, buffer_, *parser_, [on_read](Error error, std::size_t) { on_read(error); });
    else
      read_request(stream_, buffer_, *parser_, on_read);
  }

  void respond() {
    const auto& message = parser_->get();
    headers_.clear();
    for (const auto& field : message) headers_.push_back(Header{view(field.name_string()), view(field.value())});
    reply_ = cloud_.handle(Request{view(message.method_string()), view(message.target()), headers_, message.body()});
    keep_alive_ = message.keep_alive() && reply_.ending == Ending::keep_alive;
    if (reply_.delay.count() == 0) return send();
    after(reply_.delay, &Session::send);
  }

  void send() {
    if (reply_.silent) return end();
    const std::string_view body = body_of(reply_);
    const bool head_only = parser_->get().method() == http::verb::head;
    unsent_ = head_only ? std::string_view{} : body.substr(0, reply_.sent_bytes.value_or(body.size()));
    out_.clear();
    append_head(out_, reply_, body.size(), keep_alive_);
    if (reply_.drip.count() == 0) {
      out_.append(unsent_);
      unsent_ = {};
    }
    write(asio::buffer(out_));
  }

  void write(asio::const_buffer bytes) {
    auto on_written = [self = this->shared_from_this()](Error error, std::size_t) {
      if (!error) self->written();
    };
    asio::async_write(stream_, bytes, std::move(on_written));
  }

  void written() {
    if (!unsent_.empty()) return after(reply_.drip, &Session::drip);
    reply_.body.reset();
    if (out_.capacity() > kKeptBuffer) std::string().swap(out_);
    if (keep_alive_) return read();
    end();
  }

  void drip() {
    const asio::const_buffer byte(unsent_.data(), 1);
    unsent_.remove_prefix(1);
    write(byte);
  }

  void after(std::chrono::milliseconds pause, void (Session::*next)()) {
    auto on_time = [self = this->shared_from_this(), next](Error error) {
      if (!error) (*self.*next)();
    };
    timer_.expires_after(pause);
    timer_.async_wait(std::move(on_time));
  }

  void end() {
    Error ignored;
    auto& socket = stream_.lowest_layer();
    if (reply_.ending == Ending::reset)
      socket.set_option(asio::socket_base::linger(true, 0), ignored);
    else
      socket.shutdown(tcp::socket::shutdown_both, ignored);
    socket.close(ignored);
  }

  Cloud& cloud_;
  Connections& connections_;
  Stream stream_;
  asio::steady_timer timer_;
  boost::beast::flat_buffer buffer_;
  std::optional<RequestParser> parser_;
  std::vector<Header> headers_;
  Reply reply_;
  std::string out_;
  std::string_view unsent_;  ///< what is left of the body, for a drip
  bool keep_alive_ = true;
};

}  // namespace

void serve(tcp::socket socket, asio::ssl::context* tls, Cloud& cloud, Connections& connections) {
  Error ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  if (tls)
    std::make_shared<Session<TlsStream>>(cloud, connections, std::move(socket), *tls)->start();
  else
    std::make_shared<Session<tcp::socket>>(cloud, connections, std::move(socket))->start();
}

}  // namespace codearts
