// One client's connection: reads requests, asks the cloud, and sends each reply as well or as badly as the reply says.
// A connection owns itself through its pending operations and is gone when they end. Server thread only.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <cstddef>
#include <unordered_set>

namespace codearts {

class Cloud;

class Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;
  /// Ends every pending operation; the connection is destroyed soon after.
  virtual void close() = 0;
};

/// The open connections, so that a stopping server can end them. Must outlive them.
class Connections {
 public:
  void add(Connection* connection) { open_.insert(connection); }
  void remove(Connection* connection) { open_.erase(connection); }
  void close_all() {
    for (Connection* connection : open_) connection->close();
  }

 private:
  std::unordered_set<Connection*> open_;
};

/// Serves one accepted socket; `cloud`, `connections` and `tls` must outlive the connection. Null `tls`: plain HTTP.
void serve(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* tls, Cloud& cloud, Connections& connections);

}  // namespace codearts
