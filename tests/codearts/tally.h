// What the cloud counted, and the last requests when tracing is on. Header values are never kept: they hold tokens.
// Server thread only.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "codearts/json.h"
#include "codearts/message.h"
#include "codearts/route.h"

namespace codearts {

class Tally {
 public:
  /// Counts one request and its reply; `endpoint` is empty for an unknown path.
  void count(std::optional<Endpoint> endpoint, const Reply& reply);
  void count_connection() { ++connections_; }
  void count_unauthorized() { ++unauthorized_; }
  void count_faults(std::uint64_t served) { faults_served_ += served; }
  void reset();

  void trace(bool on) { tracing_ = on; }
  bool tracing() const { return tracing_; }
  /// Remembers one request in the ring of the last 1000.
  void remember(const Request& request, unsigned status);

  Json stats() const;
  /// The last `count` remembered requests, oldest first.
  Json last(std::size_t count) const;

 private:
  struct Seen {
    std::string method;
    std::string target;
    std::vector<std::string> header_names;
    unsigned status;
  };
  std::array<std::uint64_t, kEndpoints> by_endpoint_{};
  std::array<std::uint64_t, 1000> by_status_{};
  std::uint64_t requests_ = 0;
  std::uint64_t connections_ = 0;
  std::uint64_t unauthorized_ = 0;
  std::uint64_t faults_served_ = 0;
  bool tracing_ = false;
  std::deque<Seen> ring_;
};

}  // namespace codearts
