// Standard Webhooks signatures (standardwebhooks.com), checked by code of its own: HMAC-SHA256 over id.timestamp.body.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "receiver/delivery_queue.h"

namespace receiver {

/// Immutable after construction, hence usable from any thread.
class Verifier {
 public:
  /// "whsec_" and base64, or any other text literally. Throws std::invalid_argument for invalid base64.
  explicit Verifier(const std::vector<std::string>& secrets);

  /// Empty if one signature matches one secret and the timestamp is within five minutes of `now`;
  /// otherwise what is wrong, for people.
  std::string problem(const Headers& headers, std::string_view body, std::chrono::system_clock::time_point now) const;

 private:
  bool matches(std::string_view signature, std::string_view content) const;

  std::vector<std::string> keys_;
};

}  // namespace receiver
