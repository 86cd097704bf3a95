#include "codearts/cloud_iam.h"

#include <algorithm>

#include "codearts/cloud_refusal.h"
#include "codearts/time_text.h"

namespace codearts {
namespace {

constexpr unsigned kMostFailures = 5;
constexpr std::chrono::minutes kLockTime{15};

/// 32 hex digits that stay the same for the same name.
std::string id_for(std::string_view name) {
  std::string id;
  for (const std::uint64_t start : {0xcbf29ce484222325U, 0x84222325cbf29ce4U}) {
    std::uint64_t hash = start;  // FNV-1a
    for (const char letter : name) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
    id += request_id_text(hash).substr(16);
  }
  return id;
}

/// IAM's own words, which are Keystone's.
Reply keystone_refusal(unsigned status, const char* title, const char* message) {
  Reply reply;
  reply.status = status;
  set_body(reply, Json{{"error", {{"code", status}, {"message", message}, {"title", title}}}}.dump());
  return reply;
}

Reply unauthorized(const char* message) { return keystone_refusal(401, "Unauthorized", message); }

Json named(std::string_view name, std::string_view id) { return Json{{"name", name}, {"id", id}}; }

Json with_domain(Json object, const User& user) {
  object["domain"] = named(user.domain, id_for(user.domain));
  return object;
}

}  // namespace

struct Iam::Attempt {
  std::string domain;
  std::string user;
  std::string password;
  TokenScope scope = TokenScope::account;
  std::string project{};     // by its name,
  std::string project_id{};  // or by its id
};

std::vector<User> users_of(const Json& list) {
  std::vector<User> users;
  for (const Json& one : list) {
    User user{one.at("domain").get<std::string>(), one.at("user").get<std::string>(),
              one.at("password").get<std::string>(), one.value("project", "")};
    user.project_id = one.value("project_id", iam_project_id(user.project));
    user.locked = one.value("locked", false);
    users.push_back(std::move(user));
  }
  return users;
}

std::string iam_project_id(std::string_view name) { return id_for(name); }

std::optional<Iam::Attempt> Iam::attempt_in(std::string_view body) {
  try {
    const Json document = Json::parse(body);
    const Json& auth = document.at("auth");
    const Json& identity = auth.at("identity");
    if (identity.at("methods") != Json::array({"password"})) return std::nullopt;
    const Json& user = identity.at("password").at("user");
    Attempt attempt{user.at("domain").at("name").get<std::string>(), user.at("name").get<std::string>(),
                    user.at("password").get<std::string>()};
    const Json scope = auth.value("scope", Json::object());
    if (!scope.contains("project")) return attempt;
    attempt.scope = TokenScope::project;
    attempt.project = scope.at("project").value("name", "");
    attempt.project_id = scope.at("project").value("id", "");
    if (attempt.project.empty() && attempt.project_id.empty()) return std::nullopt;
    return attempt;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

std::optional<Json> Iam::project_for(const User& user, const Attempt& attempt) {
  if (user.project.empty()) {
    const std::string& name = attempt.project.empty() ? attempt.project_id : attempt.project;
    return named(name, attempt.project_id.empty() ? iam_project_id(name) : attempt.project_id);
  }
  const bool other_name = !attempt.project.empty() && attempt.project != user.project;
  const bool other_id = !attempt.project_id.empty() && attempt.project_id != user.project_id;
  if (other_name || other_id) return std::nullopt;
  return named(user.project, user.project_id);
}

User* Iam::recognised(const Attempt& attempt, Instant now) {
  const auto same = [&](const User& one) { return one.domain == attempt.domain && one.name == attempt.user; };
  const auto found = std::ranges::find_if(users_, same);
  if (found == users_.end()) return nullptr;
  User& user = *found;
  if (user.locked || now < user.locked_until || user.password == attempt.password) return &user;
  if (++user.failures >= kMostFailures) {
    user.failures = 0;
    user.locked_until = now + kLockTime;
  }
  return nullptr;
}

Reply Iam::sign_in(const Arrival& arrival, TokenBook& book, Random& random) {
  const auto attempt = attempt_in(arrival.request.body);
  if (!attempt) return keystone_refusal(400, "Bad Request", "The request body is invalid");
  User* const user = recognised(*attempt, arrival.now);
  if (!user) return unauthorized("The username or password is wrong.");
  if (user->locked || arrival.now < user->locked_until)
    return unauthorized("The user is locked after too many wrong passwords. Try again later.");
  user->failures = 0;
  const Instant expires = arrival.now + token_life_;
  Json token{{"expires_at", iso_time(expires)}, {"methods", {"password"}}, {"issued_at", iso_time(arrival.now)}};
  if (query_value(arrival.route.query, "nocatalog").empty())
    token["catalog"] = Json::array({Json{{"type", "codearts"}, {"name", "codearts"}, {"endpoints", Json::array()}}});
  if (attempt->scope == TokenScope::account) {
    token["domain"] = named(user->domain, id_for(user->domain));
  } else {
    const auto project = project_for(*user, *attempt);
    if (!project) return unauthorized("The project does not exist, or the user is not in it.");
    token["project"] = with_domain(*project, *user);
  }
  token["user"] = with_domain(named(user->name, id_for(user->domain + "/" + user->name)), *user);
  token["user"]["password_expires_at"] = "";
  Reply reply;
  reply.status = 201;
  reply.headers.emplace_back("X-Subject-Token", book.issue(attempt->scope, expires, random));
  set_body(reply, Json{{"token", token}}.dump());
  return reply;
}

}  // namespace codearts
