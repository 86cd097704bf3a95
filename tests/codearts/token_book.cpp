#include "codearts/token_book.h"

#include "codearts/secret.h"

namespace codearts {

std::string TokenBook::issue(TokenScope scope, Instant expires, Random& random) {
  constexpr std::size_t kLength = 400;  // realistic, but short enough for a readable trace
  // The number keeps tokens unique when the generator is restarted.
  std::string token = "MII" + std::to_string(issued_.size() + 1) + "-" + random_text(random, kLength);
  issued_[token] = Entry{Standing::good, scope, expires};
  return token;
}

TokenBook::Entry TokenBook::look_up(std::string_view token, Instant now) const {
  const auto found = issued_.find(std::string(token));
  if (found == issued_.end()) return {};
  Entry entry = found->second;
  if (entry.standing == Standing::good && entry.expires <= now) entry.standing = Standing::expired;
  return entry;
}

void TokenBook::revoke_all() {
  for (auto& [token, entry] : issued_) entry.standing = Standing::revoked;
}

}  // namespace codearts
