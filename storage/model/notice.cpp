#include "storage/model/notice.h"

#include <array>

#include "storage/model/envelope.h"

namespace noticed {
namespace {

/// An event whose summary and body are not written yet.
Event begin(std::string type, Severity severity, const EventStamp& stamp) {
  return {stamp.id, stamp.seq, stamp.at, std::move(type), severity, {}, {}};
}

/// An event about one resource; `member` is specific to the event type.
Event about(const ResourceInfo& resource, Event event, const char* member, EventJson value, const Policy& policy) {
  EventJson data = data_head(event);
  data["resource"] = resource_json(resource);
  data[member] = std::move(value);
  seal(event, policy, resource.account, subject_of(resource), std::move(data));
  return event;
}

/// An event about an account, a service of an account, or neither.
Event about(const std::string& account, std::optional<Service> service, Event event, const char* member,
            EventJson value, const Policy& policy) {
  EventJson data = data_head(event);
  if (!account.empty()) data["account"] = account;
  if (service) data["service"] = to_text(*service);
  data[member] = std::move(value);
  seal(event, policy, account, service ? std::string(to_text(*service)) : std::string(), std::move(data));
  return event;
}

constexpr std::array<std::string_view, 4> kBegun{"noticed.account.rejected", "noticed.service.unreachable",
                                                 "noticed.network.lost", "noticed.observation.stale"};
constexpr std::array<std::string_view, 4> kEnded{"noticed.account.restored", "noticed.service.recovered",
                                                 "noticed.network.restored", "noticed.observation.recovered"};
std::string word(const std::array<std::string_view, 4>& words, OutageScope scope) {
  return std::string(words[static_cast<std::size_t>(scope)]);
}

/// A sentence for people that explains the reason.
std::string_view detail_of(UnwatchReason reason) {
  switch (reason) {
    case UnwatchReason::config: return "the configuration no longer asks for it";
    case UnwatchReason::filter: return "the [[discover]] entries of its account exclude it";
    case UnwatchReason::listing: return "two complete listings in a row did not name it, and it cannot be read";
    case UnwatchReason::permission:
      return "two complete listings in a row did not name it, and reading it is forbidden";
  }
  return "";
}

EventJson first_facts(const std::map<std::string, std::string>& facts) {
  EventJson json = EventJson::object();
  for (const auto& [key, value] : facts) json[key] = value;
  return json;
}

}  // namespace

std::string_view to_text(UnwatchReason reason) {
  constexpr std::array<std::string_view, 4> kWords{"config", "filter", "listing", "permission"};
  return kWords[static_cast<std::size_t>(reason)];
}

Event make_event(const ReachabilityChanged& what, const EventStamp& stamp, const Policy& policy) {
  const bool bad = what.step == ReachabilityTransition::unreachable || what.step == ReachabilityTransition::gone;
  EventJson member{{"since", to_text(what.since)}, {"polls", what.polls}};
  if (bad) {
    member["kind"] = to_text(what.kind);
    member["detail"] = what.detail;
  }
  Event event =
      begin("noticed.resource." + std::string(to_text(what.step)), bad ? Severity::warning : Severity::info, stamp);
  return about(what.resource, std::move(event), bad ? "failure" : "outage", std::move(member), policy);
}

Event make_event(const OutageBegun& what, const EventStamp& stamp, const Policy& policy) {
  const Outage& outage = what.outage;
  const bool stale = outage.key.scope == OutageScope::observation;
  const bool one_service = stale || outage.key.scope == OutageScope::service;
  EventJson member{{"since", to_text(outage.since)}};
  if (!stale) member["kind"] = to_text(outage.kind);
  member["detail"] = outage.detail;
  member["resources"] = outage.resources;
  member[stale ? "stale" : "failing"] = outage.failing;
  Event event = begin(word(kBegun, outage.key.scope), one_service ? Severity::warning : Severity::critical, stamp);
  return about(outage.key.account, outage.key.service, std::move(event), stale ? "observation" : "outage",
               std::move(member), policy);
}

Event make_event(const OutageEnded& what, const EventStamp& stamp, const Policy& policy) {
  const OutageKey& key = what.outage.key;
  EventJson member{{"since", to_text(what.outage.since)}, {"until", to_text(what.until)}};
  Event event = begin(word(kEnded, key.scope), Severity::info, stamp);
  const bool stale = key.scope == OutageScope::observation;
  return about(key.account, key.service, std::move(event), stale ? "observation" : "outage", std::move(member), policy);
}

Event make_event(const ResourceAdded& what, const EventStamp& stamp, const Policy& policy) {
  Event event = begin("noticed.resource.added", Severity::info, stamp);
  return about(what.resource, std::move(event), "added", {{"returned", what.returned}}, policy);
}

Event make_event(const ResourceRenamed& what, const EventStamp& stamp, const Policy& policy) {
  Event event = begin("noticed.resource.renamed", Severity::info, stamp);
  EventJson member{{"from", what.from}, {"to", what.resource.name}};
  return about(what.resource, std::move(event), "renamed", std::move(member), policy);
}

Event make_event(const ResourceUnwatched& what, const EventStamp& stamp, const Policy& policy) {
  Event event = begin("noticed.resource.unwatched", Severity::warning, stamp);
  EventJson member{{"reason", to_text(what.reason)}, {"detail", detail_of(what.reason)}};
  return about(what.resource, std::move(event), "unwatched", std::move(member), policy);
}

Event make_event(const CrowdAdded& what, const EventStamp& stamp, const Policy& policy) {
  Event event = begin("noticed.resource.added", Severity::info, stamp);
  EventJson member{{"count", what.crowd.count}, {"returned", what.returned}, {"examples", what.crowd.examples}};
  return about(what.crowd.account, what.crowd.service, std::move(event), "added", std::move(member), policy);
}

Event make_event(const CrowdUnwatched& what, const EventStamp& stamp, const Policy& policy) {
  Event event = begin("noticed.resource.unwatched", Severity::warning, stamp);
  EventJson member{{"reason", to_text(what.reason)},
                   {"detail", detail_of(what.reason)},
                   {"count", what.crowd.count},
                   {"examples", what.crowd.examples}};
  return about(what.crowd.account, what.crowd.service, std::move(event), "unwatched", std::move(member), policy);
}

Event make_event(const ConfigChanged& what, const EventStamp& stamp, const Policy& policy) {
  Event event = begin("noticed.config.changed", Severity::info, stamp);
  EventJson changed = EventJson::object();
  for (const auto& [key, values] : what.changed) changed[key] = {{"old", values.first}, {"new", values.second}};
  EventJson count{{"added", what.added_count}, {"removed", what.removed_count}, {"changed", what.changed_count}};
  EventJson member{{"added", first_facts(what.added)},
                   {"removed", first_facts(what.removed)},
                   {"changed", std::move(changed)},
                   {"count", std::move(count)}};
  return about({}, {}, std::move(event), "config", std::move(member), policy);
}

void ConfigChanged::note_added(const std::string& key, const std::string& value) {
  ++added_count;
  if (added.size() < kMostFacts) added.emplace(key, value);
}

void ConfigChanged::note_removed(const std::string& key, const std::string& value) {
  ++removed_count;
  if (removed.size() < kMostFacts) removed.emplace(key, value);
}

void ConfigChanged::note_changed(const std::string& key, const std::string& before, const std::string& after) {
  ++changed_count;
  if (changed.size() < kMostFacts) changed.emplace(key, std::pair(before, after));
}

std::string example_of(Service service, const std::string& id, const std::string& name) {
  const std::string shown = id.size() > 8 ? id.substr(0, 4) + "…" : id;
  return std::string(to_text(service)) + "/" + shown + (name.empty() ? "" : " " + name);
}

}  // namespace noticed
