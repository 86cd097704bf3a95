#include "codearts/gateway.h"

#include <algorithm>

#include "codearts/cloud_refusal.h"
#include "codearts/time_text.h"

namespace codearts {
namespace {

/// Only the build service is documented to refuse an account's token.
bool wants_project(Endpoint endpoint) { return endpoint == Endpoint::build_query || endpoint == Endpoint::build_list; }

}  // namespace

std::optional<Reply> Gateway::throttled(const Arrival& arrival, Tally& tally) {
  if (throttle_.empty()) return std::nullopt;
  const Throttle::Verdict verdict = throttle_.count(arrival);
  tally.saw_in_window(verdict.most_in_window);
  if (!verdict.exceeded) return std::nullopt;
  tally.add(Counter::throttled);
  Reply reply = over_limit(verdict.exceeded->requests, verdict.exceeded->text, "user", arrival.id);
  if (verdict.exceeded->retry_after)
    reply.headers.emplace_back("Retry-After", std::to_string(verdict.retry_after.count()));
  return reply;
}

std::optional<Reply> Gateway::refused(const Arrival& arrival, Tally& tally) {
  const std::string_view authorization = header(arrival.request, "Authorization");
  auto reply = authorization.starts_with(kSignatureAlgorithm) ? signature_refused(arrival, authorization, tally)
                                                              : token_refused(arrival);
  if (reply) tally.add(Counter::unauthorized);
  return reply;
}

std::optional<Reply> Gateway::token_refused(const Arrival& arrival) const {
  const std::string_view token = header(arrival.request, "X-Auth-Token");
  if (stated(token)) return std::nullopt;
  const TokenBook::Entry entry = issued_.look_up(token, arrival.now);
  switch (entry.standing) {
    case TokenBook::Standing::unknown: break;
    case TokenBook::Standing::expired:
      return identity_refused("token expires, expires_at: " + iso_time(entry.expires), arrival.id);
    case TokenBook::Standing::revoked: return token_revoked(arrival.id);
    case TokenBook::Standing::good:
      if (entry.scope == TokenScope::project || !wants_project(arrival.route.endpoint)) return std::nullopt;
      return no_project(arrival.id);
  }
  return not_authenticated(arrival.route.service, !token.empty(), arrival.id);
}

std::optional<Reply> Gateway::signature_refused(const Arrival& arrival, std::string_view authorization, Tally& tally) {
  const auto problem = keys_.problem(arrival, authorization);
  tally.add(problem ? Counter::signatures_refused : Counter::signatures_verified);
  if (!problem) return std::nullopt;
  return identity_refused(*problem, arrival.id);
}

bool Gateway::stated(std::string_view token) const {
  return std::ranges::any_of(tokens_, [token](const std::string& one) { return one == token || one == "*"; });
}

}  // namespace codearts
