// HTTP for the cloud and for the sinks: libcurl's multi socket interface on an Asio event loop. Loop thread only.
// Connections are kept alive; HTTP/2 is used if the server offers it; redirects are never followed; TLS is verified and
// at least 1.2. A request uses only the proxy that it names: proxies in the environment are ignored.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pollers/reply.h"

namespace noticed {

/// A list of header lines ("Name: value"), built once and shared by many requests.
class HttpHeaders {
 public:
  explicit HttpHeaders(const std::vector<std::string>& lines);
  ~HttpHeaders();
  HttpHeaders(const HttpHeaders&) = delete;
  HttpHeaders& operator=(const HttpHeaders&) = delete;
  const void* list() const { return list_; }
  /// A copy of the lines.
  std::vector<std::string> lines() const;

 private:
  void* list_ = nullptr;  // curl_slist
};

/// Proxy and CA settings. https is tunnelled through the proxy; plain http is sent to it with all headers readable.
/// Connections of different networks are never shared.
struct Network {
  std::string proxy;       // "http://host:port"; empty: none
  std::string proxy_auth;  // "user:password"; empty: none
  std::string no_proxy;    // hosts reached directly, in libcurl's syntax: "a.example,.example.org"
  std::string ca_file;     // replaces the default authorities; empty: those of the client
  friend bool operator==(const Network&, const Network&) = default;
};

struct HttpRequest {
  std::string url;
  std::shared_ptr<const HttpHeaders> headers;
  std::string method;                      // empty: GET, or POST if there is a body; HEAD is not supported
  std::shared_ptr<const Network> network;  // null: direct, with the client's authorities
  std::optional<std::string> post;         // a body makes it a POST
  std::chrono::milliseconds timeout{10'000};
  std::chrono::milliseconds connect_timeout{5'000};
  std::size_t max_body = 1U << 20U;  // bytes, both as received and decompressed; more is a failure of kind too_large
};

/// A reply, or why none arrived completely (kinds network, timeout, tls, too_large, malformed). With a failure, `reply`
/// holds what arrived before it: its status is 0 unless the server's final or interim status line was read. A refusal
/// by a proxy is not a reply but a failure of kind network, whose detail says "the proxy HOST:PORT …" and never its
/// user or password. The body is decompressed if it is gzip, whatever coding its header names; headers and trailers
/// together may have 128 KiB.
struct HttpResult {
  std::optional<Failure> failure;
  Reply reply;
};

struct HttpOptions {
  // Authorities for requests that name none. Both empty: the system's.
  std::string ca_file{};       // PEM
  std::string ca_directory{};  // of files named by hash (openssl rehash)
  std::string user_agent = "noticed";
};

/// Sends requests. Loop thread only.
class Transport {
 public:
  using Handler = std::function<void(HttpResult)>;
  virtual ~Transport() = default;
  /// Sends one request; calls the handler once, later, never from inside send().
  virtual void send(HttpRequest request, Handler handler) = 0;
};

class HttpClient final : public Transport {
 public:
  HttpClient(boost::asio::any_io_executor executor, HttpOptions options);
  /// Drops requests in flight; their handlers are not called.
  ~HttpClient() override;
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  void send(HttpRequest request, Handler handler) override;

  /// Drops requests in flight and closes all connections; handlers are not called. Nothing may be sent afterwards.
  void close();

  std::size_t in_flight() const;

 private:
  class Engine;
  std::unique_ptr<Engine> impl_;
};

}  // namespace noticed
