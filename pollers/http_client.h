// HTTP for the cloud and for the sinks: libcurl's multi socket interface on an Asio event loop.
// Loop thread only. Connections are kept alive, HTTP/2 is used where the server offers it, redirects are never
// followed, TLS is verified and at least 1.2, proxies in the environment are ignored.
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

 private:
  void* list_ = nullptr;  // curl_slist
};

struct HttpRequest {
  std::string url;
  std::shared_ptr<const HttpHeaders> headers;
  std::optional<std::string> post;  // a body makes it a POST
  std::chrono::milliseconds timeout{10'000};
  std::chrono::milliseconds connect_timeout{5'000};
  std::size_t max_body = 1U << 20U;  // bytes after decompression; more ends the transfer
};

/// A reply, or why none came (kinds network, timeout, tls, too_large, malformed).
struct HttpResult {
  std::optional<Failure> failure;
  Reply reply;
};

struct HttpOptions {
  std::string ca_file;  // empty: the system's
  std::string user_agent = "noticed";
};

class HttpClient {
 public:
  using Handler = std::function<void(HttpResult)>;

  HttpClient(boost::asio::any_io_executor executor, HttpOptions options);
  /// Drops what is in flight; its handlers are not called.
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// Sends one request; the handler is called once, later, never from inside send().
  void send(HttpRequest request, Handler handler);

  /// Drops what is in flight and closes all connections; handlers are not called. Nothing may be sent afterwards.
  void close();

  std::size_t in_flight() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace noticed
