// Signing requests with an access key, and when to let a refused key rest. Network thread only.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "pollers/http_client.h"
#include "pollers/signer.h"

namespace noticed {

/// Adds the headers of a signature made now; the request's own stay.
void sign_with(HttpRequest& request, const SigningKey& key, TimePoint wall);

/// A key whose signature was refused is left alone: after some failures in a row the cloud locks it. It rests until its
/// owner says that it is another one, or that it was let in; each hour one request may try it. Where the refusal may be
/// due to this machine's clock, also when somebody sets that.
class KeyRest {
 public:
  /// The clock must outlive it.
  explicit KeyRest(const Clock& clock) : clock_(clock) {}

  /// Whether a request may be signed. The one that tries a resting key is counted here.
  bool may_sign();
  void begin(std::string reason);
  void end() { reason_.clear(); }
  /// Empty while the key does not rest.
  const std::string& reason() const { return reason_; }

 private:
  std::chrono::milliseconds offset() const;

  const Clock& clock_;
  std::string reason_;
  SteadyPoint next_try_{};
  std::chrono::milliseconds offset_{};  // of the wall clock, when the rest began
};

/// What a refused signature means, for people.
std::string refused_key(const Failure& failure, const std::string& date, TimePoint wall, const std::string& remedy);

}  // namespace noticed
