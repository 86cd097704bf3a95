// What stands before every service: rate limits, then the proof of who asks, a token or a signature. Server thread
// only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codearts/arrival.h"
#include "codearts/key_ring.h"
#include "codearts/tally.h"
#include "codearts/throttle.h"
#include "codearts/token_book.h"

namespace codearts {

class Gateway {
 public:
  /// The accepted values of X-Auth-Token, besides issued ones. "*": unsigned requests need none.
  void set_tokens(std::vector<std::string> tokens) { tokens_ = std::move(tokens); }
  TokenBook& issued() { return issued_; }
  KeyRing& keys() { return keys_; }
  Throttle& throttle() { return throttle_; }

  /// The 429 of a request beyond a limit; counts every request.
  std::optional<Reply> throttled(const Arrival& arrival, Tally& tally);

  /// The refusal of an unauthenticated request. A signed request is judged by its signature alone.
  std::optional<Reply> refused(const Arrival& arrival, Tally& tally);

 private:
  std::optional<Reply> token_refused(const Arrival& arrival) const;
  std::optional<Reply> signature_refused(const Arrival& arrival, std::string_view authorization, Tally& tally);
  bool stated(std::string_view token) const;

  std::vector<std::string> tokens_;
  TokenBook issued_;
  KeyRing keys_;
  Throttle throttle_;
};

}  // namespace codearts
