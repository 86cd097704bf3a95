// The gateway's rate limits: so many requests in a fixed window of time. Windows begin at multiples of their length
// since 1970, by the cloud's clock. Server thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "codearts/arrival.h"
#include "codearts/json.h"
#include "codearts/pattern.h"

namespace codearts {

struct Limit {
  std::uint64_t requests;
  std::chrono::milliseconds window;
  std::string text;  ///< the window in the gateway's words: "1 minute"
  Pattern path{};    ///< the targets it counts; empty: those of the services, not IAM's or the metadata service's
  bool retry_after = false;  ///< the refusal carries Retry-After
};

/// One limit, or a list of them, as in the state document. Throws StateError, or Json::exception.
std::vector<Limit> limits_of(const Json& document);

class Throttle {
 public:
  struct Verdict {
    const Limit* exceeded = nullptr;      ///< null: the request may pass
    std::chrono::seconds retry_after{0};  ///< until the window ends, rounded up
    std::uint64_t most_in_window = 0;     ///< the requests so far in the fullest window that counts this one
  };

  void set_limits(std::vector<Limit> limits);
  bool empty() const { return windows_.empty(); }

  /// Counts one request.
  Verdict count(const Arrival& arrival);

 private:
  struct Window {
    Limit limit;
    std::int64_t number = 0;  ///< of the window since 1970
    std::uint64_t arrived = 0;
  };

  std::vector<Window> windows_;
};

}  // namespace codearts
