// The metadata service of a virtual machine as far as an agency's temporary keys go: session tokens (version 2) and
// /openstack/latest/securitykey. On a real machine it answers at 169.254.169.254. Server thread only.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <unordered_map>

#include "codearts/arrival.h"
#include "codearts/json.h"
#include "codearts/key_ring.h"
#include "codearts/shuffle.h"

namespace codearts {

struct MetadataOptions {
  enum class Sessions { absent, optional, required };
  Sessions sessions = Sessions::optional;
  std::chrono::seconds life{std::chrono::hours(24)};  ///< of the keys to come
  bool agency = true;                                 ///< false: the machine has no agency, and so no keys
};

/// A description as in the state document; null: no metadata service. Throws StateError, or Json::exception.
std::optional<MetadataOptions> metadata_of(const Json& document);

class Metadata {
 public:
  void set_options(std::optional<MetadataOptions> options) { options_ = options; }

  /// The answer of either endpoint; each key given out is a new one, and goes to `keys`.
  Reply reply(const Arrival& arrival, KeyRing& keys, Random& random);

 private:
  Reply session(const Arrival& arrival, Random& random);
  bool admitted(const Arrival& arrival) const;

  std::optional<MetadataOptions> options_;
  std::unordered_map<std::string, Instant> sessions_;  ///< token to its end
};

}  // namespace codearts
