#include "codearts/metadata.h"

#include <charconv>

#include "codearts/cloud_refusal.h"
#include "codearts/secret.h"
#include "codearts/state_error.h"
#include "codearts/time_text.h"

namespace codearts {
namespace {

using Sessions = MetadataOptions::Sessions;

constexpr int kLongestSession = 21'600;  // seconds

Reply plain(unsigned status, std::string text) {
  Reply reply;
  reply.status = status;
  reply.content_type = "text/plain";
  set_body(reply, std::move(text));
  return reply;
}

Sessions sessions_named(const std::string& name) {
  if (name == "absent") return Sessions::absent;
  if (name == "optional") return Sessions::optional;
  if (name == "required") return Sessions::required;
  throw StateError("\"v2\" must be required, optional or absent");
}

Key new_key(Instant expires, Random& random) {
  Key key{random_id(random, 20), random_text(random, 40), random_text(random, 300)};
  key.expires = expires;
  return key;
}

}  // namespace

std::optional<MetadataOptions> metadata_of(const Json& document) {
  if (document.is_null()) return std::nullopt;
  MetadataOptions options;
  options.sessions = sessions_named(document.value("v2", "optional"));
  options.life = std::chrono::seconds(document.value("life_s", options.life.count()));
  options.agency = document.value("agency", true);
  return options;
}

Reply Metadata::reply(const Arrival& arrival, KeyRing& keys, Random& random) {
  if (!options_) return no_such_api(arrival.id);
  if (arrival.route.endpoint == Endpoint::metadata_token) return session(arrival, random);
  if (!admitted(arrival)) return plain(401, "Unauthorized");
  if (!options_->agency) return plain(401, "Please configure Cloud Service Agency first");
  const Key key = new_key(arrival.now + options_->life, random);
  keys.issue(key);
  const Json credential{{"access", key.access},
                        {"secret", key.secret},
                        {"securitytoken", key.security_token},
                        {"expires_at", iso_time(*key.expires)}};
  Reply reply;
  set_body(reply, Json{{"credential", credential}}.dump());
  return reply;
}

Reply Metadata::session(const Arrival& arrival, Random& random) {
  if (options_->sessions == Sessions::absent) return plain(405, "Method Not Allowed");
  const std::string_view text = header(arrival.request, "X-Metadata-Token-Ttl-Seconds");
  int seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (seconds < 1 || seconds > kLongestSession) return plain(400, "X-Metadata-Token-Ttl-Seconds: 1 to 21600");
  std::string token = random_text(random, 56);
  sessions_[token] = arrival.now + std::chrono::seconds(seconds);
  return plain(200, std::move(token));
}

bool Metadata::admitted(const Arrival& arrival) const {
  if (options_->sessions == Sessions::absent) return true;
  const std::string_view token = header(arrival.request, "X-Metadata-Token");
  if (token.empty()) return options_->sessions == Sessions::optional;
  const auto found = sessions_.find(std::string(token));
  return found != sessions_.end() && arrival.now < found->second;
}

}  // namespace codearts
