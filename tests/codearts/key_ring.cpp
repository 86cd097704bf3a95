#include "codearts/key_ring.h"

#include <algorithm>

#include "codearts/time_text.h"

namespace codearts {
namespace {

constexpr unsigned kMostBadSignatures = 5;
constexpr std::chrono::minutes kKeyLockTime{5};
constexpr std::chrono::minutes kMostSkew{15};

std::optional<std::string> security_problem(const Key& key, std::string_view given, Instant now) {
  if (key.expires && *key.expires <= now) return "security token expires, expires_at: " + iso_time(*key.expires);
  if (given == key.security_token) return std::nullopt;
  return given.empty() ? "x-security-token not found" : "decrypt security token fail";
}

std::optional<std::string> date_problem(std::string_view date, Instant now) {
  const auto signed_at = sdk_time(date);
  if (!signed_at) return "calc ak sk signature fail:x-sdk-date invalid";
  if (std::chrono::abs(now - *signed_at) > kMostSkew) return "calc ak sk signature fail:signature expired";
  return std::nullopt;
}

std::optional<std::string> signature_problem(const Key& key, const Request& request, const Authorization& sent) {
  std::string canonical = canonical_request(request, sent.signed_headers);
  if (signature_of(canonical, header(request, "X-Sdk-Date"), key.secret) == sent.signature) return std::nullopt;
  std::ranges::replace(canonical, '\n', '|');
  return "verify aksk signature fail, canonicalRequest:" + canonical;
}

std::optional<std::string> problem_of(const Key& key, const Arrival& arrival, const Authorization& sent) {
  const Request& request = arrival.request;
  if (auto problem = security_problem(key, header(request, "X-Security-Token"), arrival.now)) return problem;
  if (auto problem = date_problem(header(request, "X-Sdk-Date"), arrival.now)) return problem;
  if (auto problem = signature_problem(key, request, sent)) return problem;
  const std::string_view project = header(request, "X-Project-Id");
  if (!key.project_id.empty() && !project.empty() && project != key.project_id)
    return "x-project-id is not a project of the access key";
  return std::nullopt;
}

}  // namespace

std::vector<Key> keys_of(const Json& list) {
  std::vector<Key> keys;
  for (const Json& one : list)
    keys.push_back(Key{one.at("access").get<std::string>(), one.at("secret").get<std::string>(),
                       one.value("security_token", ""), one.value("project_id", "")});
  return keys;
}

void KeyRing::set_keys(const std::vector<Key>& keys) {
  std::erase_if(holders_, [](const auto& one) { return !one.second.key.expires; });
  for (const Key& key : keys) holders_.insert_or_assign(key.access, Holder{key});
}

void KeyRing::issue(Key key) {
  const std::string access = key.access;
  holders_.insert_or_assign(access, Holder{std::move(key)});
}

std::optional<std::string> KeyRing::problem(const Arrival& arrival, std::string_view authorization) {
  const auto sent = authorization_in(authorization);
  if (!sent) return "authorization format is incorrect";
  const auto found = holders_.find(sent->access);
  if (found == holders_.end()) return "Get secretKey failed,ak:" + std::string(sent->access) + ",err:ak not exist";
  Holder& holder = found->second;
  if (arrival.now < holder.locked_until) return "AK access failed to reach the limit,forbidden";
  auto problem = problem_of(holder.key, arrival, *sent);
  holder.failures = problem ? holder.failures + 1 : 0;
  if (holder.failures > kMostBadSignatures) {
    holder.failures = 0;
    holder.locked_until = arrival.now + kKeyLockTime;
  }
  return problem;
}

}  // namespace codearts
