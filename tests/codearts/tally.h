// What the cloud counted, and the last requests when tracing is on. Header values are never kept: they hold tokens.
// Server thread only.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "codearts/http_message.h"
#include "codearts/json.h"
#include "codearts/route.h"

namespace codearts {

/// What is counted one by one; the names are those in the statistics.
enum class Counter {
  connections,
  unauthorized,
  faults_served,
  tokens_issued,
  sign_ins_refused,
  signatures_verified,
  signatures_refused,
  throttled
};

inline constexpr std::size_t kCounters = 8;

class Tally {
 public:
  /// Counts one request and its reply; `endpoint` is empty for an unknown path.
  void count(std::optional<Endpoint> endpoint, const Reply& reply);
  void add(Counter counter, std::uint64_t number = 1) { counters_[static_cast<std::size_t>(counter)] += number; }
  /// `requests` have arrived in one window of a rate limit.
  void saw_in_window(std::uint64_t requests) { most_in_window_ = std::max(most_in_window_, requests); }
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
  std::array<std::uint64_t, kCounters> counters_{};
  std::uint64_t requests_ = 0;
  std::uint64_t most_in_window_ = 0;
  bool tracing_ = false;
  std::deque<Seen> ring_;
};

}  // namespace codearts
