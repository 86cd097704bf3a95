// Identity and access management as far as POST /v3/auth/tokens goes: users with passwords, and the tokens they get.
// Source: the API page KeystoneCreateUserTokenByPassword. Server thread only.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codearts/arrival.h"
#include "codearts/json.h"
#include "codearts/token_book.h"

namespace codearts {

struct User {
  std::string domain;  ///< the account's name
  std::string name;
  std::string password;
  std::string project{};     ///< the IAM project's name, which is a region's; empty: any
  std::string project_id{};  ///< of that project
  bool locked = false;       ///< for good
  unsigned failures = 0;     ///< wrong passwords in a row
  Instant locked_until{};
};

/// A list as in the state document. Throws Json::exception.
std::vector<User> users_of(const Json& list);

/// The id of the IAM project of that name, where none was stated: 32 hex digits.
std::string iam_project_id(std::string_view name);

class Iam {
 public:
  void set_users(std::vector<User> users) { users_ = std::move(users); }
  /// For tokens to come.
  void set_token_life(std::chrono::seconds life) { token_life_ = life; }

  /// 201 with a new token from `book`, or the refusal.
  Reply sign_in(const Arrival& arrival, TokenBook& book, Random& random);

 private:
  struct Attempt;
  static std::optional<Attempt> attempt_in(std::string_view body);
  /// The project's name and id; nullopt if the user is not in it.
  static std::optional<Json> project_for(const User& user, const Attempt& attempt);
  /// Null: wrong name or password.
  User* recognised(const Attempt& attempt, Instant now);

  std::vector<User> users_;
  std::chrono::seconds token_life_{std::chrono::hours(24)};
};

}  // namespace codearts
