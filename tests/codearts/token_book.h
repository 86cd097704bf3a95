// The tokens that IAM issued, and what became of them. Server thread only.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "codearts/cloud_clock.h"
#include "codearts/shuffle.h"

namespace codearts {

/// What a token is good for: one region's project, or the account as a whole.
enum class TokenScope { project, account };

class TokenBook {
 public:
  enum class Standing { unknown, good, expired, revoked };
  struct Entry {
    Standing standing = Standing::unknown;
    TokenScope scope = TokenScope::project;
    Instant expires{};
  };

  /// A token that was never issued before, good until `expires`.
  std::string issue(TokenScope scope, Instant expires, Random& random);

  Entry look_up(std::string_view token, Instant now) const;

  /// Voids every token issued so far.
  void revoke_all();

 private:
  std::unordered_map<std::string, Entry> issued_;
};

}  // namespace codearts
