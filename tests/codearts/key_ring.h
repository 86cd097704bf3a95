// The access keys that the cloud knows, and the check of requests signed with them. Server thread only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codearts/arrival.h"
#include "codearts/cloud_signature.h"
#include "codearts/json.h"

namespace codearts {

struct Key {
  std::string access;
  std::string secret;
  std::string security_token{};      ///< of a temporary key; must come as X-Security-Token
  std::string project_id{};          ///< of IAM; an X-Project-Id must be this one; empty: any
  std::optional<Instant> expires{};  ///< only of keys that the metadata service issued
};

/// A list as in the state document. Throws Json::exception.
std::vector<Key> keys_of(const Json& list);

class KeyRing {
 public:
  /// Replaces the stated keys and forgets their locks; issued ones stay.
  void set_keys(const std::vector<Key>& keys);
  /// Adds a temporary key.
  void issue(Key key);

  /// Why the gateway refuses the signed request, in its words; nothing when the signature is right. More than five
  /// refusals of one key in a row lock that key for five minutes. `authorization`: the header of that name.
  std::optional<std::string> problem(const Arrival& arrival, std::string_view authorization);

 private:
  struct Holder {
    Key key;
    unsigned failures = 0;  ///< in a row
    Instant locked_until{};
  };

  std::map<std::string, Holder, std::less<>> holders_;
};

}  // namespace codearts
