// The simulated cloud on a real socket: HTTP/1.1 with keep-alive on 127.0.0.1, plain or TLS, on a thread of its own.
// It serves from the end of the constructor until the destructor, which ends every connection and joins the thread.
// The Cloud lives on that thread; with_cloud() and control() carry work there and wait, from any other thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "codearts/cloud.h"
#include "codearts/json.h"

namespace codearts {

struct ServerOptions {
  Json state = Json::object();  ///< the state document of the README
  std::uint16_t port = 0;       ///< 0: any free one
  std::string tls_cert{};       ///< PEM files; both empty: plain HTTP
  std::string tls_key{};
  bool gzip = false;     ///< compress answers over 256 bytes for clients that accept it
  Clock::Source time{};  ///< the cloud's clock, asked on the server's thread; empty: the system's
};

class Server {
 public:
  /// Throws StateError for a bad state document, boost::system::system_error for a port or certificate.
  explicit Server(const ServerOptions& options = {});
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  /// "http://127.0.0.1:PORT", or https.
  std::string url() const;

  /// One control operation, as over HTTP: control("fault", {{"path", "/v5/"}, {"kind", "reset"}}).
  /// Throws StateError when it is refused.
  Json control(std::string_view operation, const Json& body = Json::object(), std::string_view method = "POST");

  /// The statistics: {"requests":..,"by_endpoint":{..},"by_status":{..},...}.
  Json stats() { return control("stats", Json::object(), "GET"); }

  /// Runs `work(cloud)` on the server's thread; returns what it returns, throws what it throws.
  template <class Work>
  std::invoke_result_t<Work&, Cloud&> with_cloud(Work work) {
    using Result = std::invoke_result_t<Work&, Cloud&>;
    if constexpr (std::is_void_v<Result>) {
      run_there(std::ref(work));
    } else {
      std::optional<Result> result;
      run_there([&](Cloud& cloud) { result.emplace(work(cloud)); });
      return std::move(*result);
    }
  }

 private:
  class Listener;
  void run_there(const std::function<void(Cloud&)>& work);

  std::unique_ptr<Listener> listener_;
};

}  // namespace codearts
