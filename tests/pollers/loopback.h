// Small servers on loopback, each with its own threads: one that records its requests, and a proxy.
#pragma once

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace noticed {

using Tcp = boost::asio::ip::tcp;

/// Serves each connection by one call on its own thread; the destructor ends them all.
class Loopback {
 public:
  using Serve = std::function<void(Tcp::socket&)>;
  explicit Loopback(Serve serve, const std::string& address = "127.0.0.1")
      : serve_(std::move(serve)),
        acceptor_(io_, Tcp::endpoint(boost::asio::ip::make_address(address), 0)),
        accepting_([this] { accept(); }) {}
  ~Loopback() {
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);  // wakes accept()
    accepting_.join();
    {
      const std::lock_guard lock(mutex_);
      for (auto& socket : sockets_) ::shutdown(socket.native_handle(), SHUT_RDWR);
    }
    for (auto& thread : threads_) thread.join();
  }
  Loopback(const Loopback&) = delete;
  Loopback& operator=(const Loopback&) = delete;

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

 private:
  void accept() {
    for (;;) {
      boost::system::error_code error;
      Tcp::socket socket = acceptor_.accept(error);
      if (error) return;
      const std::lock_guard lock(mutex_);
      Tcp::socket& kept = sockets_.emplace_back(std::move(socket));
      threads_.emplace_back([this, &kept] {
        serve_(kept);
        ::shutdown(kept.native_handle(), SHUT_RDWR);
      });
    }
  }

  Serve serve_;
  boost::asio::io_context io_;
  Tcp::acceptor acceptor_;
  std::mutex mutex_;
  std::list<Tcp::socket> sockets_;
  std::list<std::thread> threads_;
  std::thread accepting_;
};

/// A request's or an answer's head, with the empty line that ends it; empty if none came.
inline std::string read_head(Tcp::socket& socket) {
  std::string head;
  boost::system::error_code error;
  const std::size_t size = boost::asio::read_until(socket, boost::asio::dynamic_buffer(head), "\r\n\r\n", error);
  return error ? "" : head.substr(0, size);
}

inline void say(Tcp::socket& socket, const std::string& text) {
  boost::system::error_code ignored;
  boost::asio::write(socket, boost::asio::buffer(text), ignored);
}

/// The value of a header in a head, empty if it has none. The name is case-sensitive.
inline std::string header_in(const std::string& head, const std::string& name) {
  const std::string mark = "\r\n" + name + ": ";
  const auto at = head.find(mark);
  if (at == std::string::npos) return "";
  const auto begin = at + mark.size();
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

/// Answers every request with `answer` (a complete one) and keeps the requests' heads.
class PlainServer {
 public:
  explicit PlainServer(std::string answer, const std::string& address = "127.0.0.1")
      : answer_(std::move(answer)), loopback_([this](Tcp::socket& socket) { serve(socket); }, address) {}
  std::uint16_t port() const { return loopback_.port(); }
  std::vector<std::string> heads() const {
    const std::lock_guard lock(mutex_);
    return heads_;
  }

 private:
  void serve(Tcp::socket& socket) {
    const std::string head = read_head(socket);
    if (head.empty()) return;
    {
      const std::lock_guard lock(mutex_);
      heads_.push_back(head);
    }
    say(socket, answer_);
  }

  const std::string answer_;
  mutable std::mutex mutex_;
  std::vector<std::string> heads_;
  Loopback loopback_;
};

/// An HTTP proxy: CONNECT makes a tunnel, other requests are forwarded, one per connection.
class Proxy {
 public:
  /// `credentials`: the required value of Proxy-Authorization; empty: none.
  explicit Proxy(std::string credentials = "")
      : credentials_(std::move(credentials)), loopback_([this](Tcp::socket& socket) { serve(socket); }) {}
  std::string url() const { return "http://127.0.0.1:" + std::to_string(loopback_.port()); }
  /// The first line of every request, and whether it was forwarded.
  std::vector<std::string> seen() const {
    const std::lock_guard lock(mutex_);
    return seen_;
  }

 private:
  void serve(Tcp::socket& client) {
    const std::string head = read_head(client);
    const std::string line = head.substr(0, head.find("\r\n"));
    const std::string shown = header_in(head, "Proxy-Authorization");
    const bool good = credentials_.empty() || shown == credentials_;
    {
      const std::lock_guard lock(mutex_);
      seen_.push_back(line + (good ? "" : shown.empty() ? " without password" : " refused"));
    }
    if (!good)
      return say(client,
                 "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
                 "Content-Length: 0\r\nConnection: close\r\n\r\n");
    const auto method = line.find(' ');
    const std::string target = line.substr(method + 1, line.rfind(' ') - method - 1);
    const bool tunnel = line.starts_with("CONNECT ");
    const std::string rest = tunnel ? target : target.substr(target.find("://") + 3);
    Tcp::socket server(client.get_executor());
    boost::system::error_code error;
    server.connect(endpoint(rest.substr(0, rest.find('/'))), error);
    if (error) return say(client, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    if (tunnel)
      say(client, "HTTP/1.1 200 Connection established\r\nDate: the proxy's\r\n\r\n");
    else
      say(server, line.substr(0, method + 1) + rest.substr(rest.find('/')) + " HTTP/1.1\r\nConnection: close" +
                      head.substr(head.find("\r\n")));
    relay(client, server);
  }

  static Tcp::endpoint endpoint(const std::string& authority) {
    const auto colon = authority.rfind(':');
    const auto port = static_cast<std::uint16_t>(std::stoi(authority.substr(colon + 1)));
    std::string host = authority.substr(0, colon);
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    return {boost::asio::ip::make_address(host), port};
  }

  static void relay(Tcp::socket& one, Tcp::socket& other) {
    std::array<pollfd, 2> waits{{{one.native_handle(), POLLIN, 0}, {other.native_handle(), POLLIN, 0}}};
    std::array<char, 65'536> buffer{};
    while (::poll(waits.data(), waits.size(), -1) > 0) {
      for (std::size_t i = 0; i < 2; ++i) {
        if (waits[i].revents == 0) continue;
        const auto size = ::recv(waits[i].fd, buffer.data(), buffer.size(), 0);
        if (size <= 0) return;
        if (::send(waits[1 - i].fd, buffer.data(), static_cast<std::size_t>(size), MSG_NOSIGNAL) != size) return;
      }
    }
  }

  const std::string credentials_;
  mutable std::mutex mutex_;
  std::vector<std::string> seen_;
  Loopback loopback_;
};

}  // namespace noticed
