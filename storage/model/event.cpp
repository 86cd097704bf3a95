#include "storage/model/event.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "storage/model/digest.h"
#include "storage/model/envelope.h"

namespace noticed {
namespace {

using Json = EventJson;

bool contains(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool labels_match(const Route& route, const ResourceInfo& resource) {
  return std::all_of(route.labels.begin(), route.labels.end(), [&](const auto& wanted) {
    const auto found = resource.labels.find(wanted.first);
    return found != resource.labels.end() && contains(wanted.second, found->second);
  });
}

bool resource_matches(const Route& route, const ResourceInfo& resource) {
  if (!route.accounts.empty() && !contains(route.accounts, resource.account)) return false;
  if (!route.services.empty() && !contains(route.services, to_text(resource.service))) return false;
  if (!route.names.empty() && !any_glob(route.names, resource.name)) return false;
  if (!route.projects.empty() && !any_glob(route.projects, resource.project_id) &&
      !any_glob(route.projects, resource.project_name))
    return false;
  return labels_match(route, resource);
}

/// For an event without a resource: false if the route is limited to other accounts or services.
bool concerns(const Route& route, const EventFacts& facts) {
  if (!facts.account.empty() && !route.accounts.empty() && !contains(route.accounts, facts.account)) return false;
  return !facts.service || route.services.empty() || contains(route.services, to_text(*facts.service));
}

bool matches(const Route& route, const EventFacts& facts) {
  if (facts.severity < route.min_severity) return false;
  if (!route.types.empty() && !any_glob(route.types, facts.type)) return false;
  if (facts.resource == nullptr) return concerns(route, facts);
  const bool effect_wanted =
      route.effects.empty() || std::any_of(facts.effects.begin(), facts.effects.end(),
                                           [&](const auto& effect) { return contains(route.effects, effect); });
  return effect_wanted && resource_matches(route, *facts.resource);
}

Json covered_json(Covered covered) {
  const auto known = to_optional(covered);
  return known ? Json(*known) : Json();
}

Json value_json(const std::optional<Value>& value) {
  if (!value) return nullptr;
  return std::visit([](const auto& v) { return Json(v); }, *value);
}

Json change_json(const Change& change) {
  return {{"op", to_text(change.op)},         {"channel", change.path.channel},
          {"event", change.path.event},       {"attribute", change.path.attribute},
          {"old", value_json(change.before)}, {"new", value_json(change.after)},
          {"effect", to_text(change.effect)}, {"severity", to_text(change.severity)}};
}

Json window_json(const std::vector<Change>& changes) {
  TimePoint not_before = changes.front().not_before;
  TimePoint observed_at = changes.front().observed_at;
  for (const auto& change : changes) {
    not_before = std::min(not_before, change.not_before);
    observed_at = std::max(observed_at, change.observed_at);
  }
  return {{"not_before", to_text(not_before)}, {"observed_at", to_text(observed_at)}};
}

}  // namespace

std::vector<std::string> route(const Policy& policy, const EventFacts& facts) {
  std::vector<std::string> sinks;
  for (const auto& candidate : policy.routes)
    if (matches(candidate, facts)) sinks.push_back(candidate.sink);
  return sinks;
}

Event make_event(const SettingsChanged& what, const EventStamp& stamp, const Policy& policy) {
  Event event{stamp.id, stamp.seq, stamp.at, "noticed.settings.changed", what.severity, {}, {}};
  Json data = data_head(event);
  data["resource"] = resource_json(what.resource);
  data["window"] = window_json(what.changes);
  data["changes"] = Json::array();
  for (const auto& change : what.changes) data["changes"].push_back(change_json(change));
  data["coverage"] = Json::array();
  for (const auto& shift : what.coverage)
    data["coverage"].push_back({{"event", shift.event},
                                {"channels", shift.now},
                                {"covered", covered_json(shift.covered)},
                                {"was", shift.was}});
  data["snapshot"] = {{"id", what.snapshot.id}, {"digest", what.snapshot.digest}};
  data["previous"] = {{"id", what.previous.id}, {"digest", what.previous.digest}};
  seal(event, policy, what.resource.account, subject_of(what.resource), std::move(data));
  return event;
}

Event make_event(const Posture& what, const EventStamp& stamp, const Policy& policy) {
  Event event{stamp.id, stamp.seq, stamp.at, "noticed.report.posture", Severity::info, {}, {}};
  Json data = data_head(event);
  data["posture"] = {{"resources", what.resources}, {"observed", what.observed},
                     {"failing", what.failing},     {"failure_events", what.failure_events},
                     {"uncovered", what.uncovered}, {"unknown", what.unknown},
                     {"examples", what.examples},   {"chain", what.chain}};
  seal(event, policy, {}, {}, std::move(data));
  return event;
}

std::string new_event_id(TimePoint at) {
  constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
    throw std::runtime_error("the system gave no random bytes for an event id");
  auto ms = static_cast<std::uint64_t>(to_ms(at));
  std::string id = "evt_" + std::string(26, '0');
  // 48 bits of time in ten digits, 80 random bits in sixteen (ULID, github.com/ulid/spec).
  for (std::size_t i = 10; i-- > 0; ms >>= 5U) id[4 + i] = kCrockford[ms & 31U];
  for (std::size_t i = 0; i < 16; ++i) id[14 + i] = kCrockford[bytes[i] & 31U];
  return id;
}

std::string digest_of(std::string_view canonical) { return "sha256:" + sha256_hex(canonical); }

std::string chain_link(std::string_view previous, std::string_view body) {
  std::string both;
  both.reserve(previous.size() + body.size());
  both += previous;
  both += body;
  return sha256_hex(both);
}

}  // namespace noticed
