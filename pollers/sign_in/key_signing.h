// Signs requests with an access key, and suspends a refused key. Network thread only.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "pollers/http_client.h"
#include "pollers/signer.h"

namespace noticed {

/// Adds the headers of a signature made now; keeps the existing ones.
void sign_with(HttpRequest& request, const SigningKey& key, TimePoint wall);

/// Suspends a key whose signature was refused, because the cloud locks it after some failures in a row. The suspension
/// lasts until the owner reports a new key or an accepted request; each hour one request may try the key, and whenever
/// this machine's clock was set, because the clock may be the cause.
class KeySuspension {
 public:
  /// `clock` must outlive it.
  explicit KeySuspension(const Clock& clock) : clock_(clock) {}

  /// Whether a request may be signed. Counts the request that tries a suspended key.
  bool may_sign();
  void begin(std::string reason);
  void end() { reason_.clear(); }
  /// Empty unless the key is suspended.
  const std::string& reason() const { return reason_; }

 private:
  std::chrono::milliseconds offset() const;

  const Clock& clock_;
  std::string reason_;
  SteadyPoint next_try_{};
  std::chrono::milliseconds offset_{};  // of the wall clock, when the suspension began
};

/// The cause of a refused signature, for people.
std::string refused_key(const Failure& failure, const std::string& date, TimePoint wall, const std::string& remedy);

}  // namespace noticed
