#include "daemon/message/group.h"

#include <algorithm>
#include <map>
#include <string>

#include "daemon/message/change_facts.h"

namespace noticed {
namespace {

constexpr std::size_t kFewestAlike = 3;

using Events = std::vector<const ParsedEvent*>;

bool is_change(const ParsedEvent& event) { return event.type == "settings.changed" && !event.changes.empty(); }

/// Identifies a resource; its name may change.
std::string key_of(const ParsedResource& resource) {
  return resource.account + "\n" + resource.service + "\n" + resource.id;
}

/// Whether each change starts from the result of the previous one, and the last one restores the original value.
bool change_nothing(const Events& events) {
  struct AlikeRun {
    std::optional<Value> first, last;
  };
  std::map<std::string, AlikeRun> courses;
  for (const auto* event : events) {
    if (!is_change(*event)) return false;
    for (const auto& change : event->changes) {
      const auto [at, is_new] = courses.try_emplace(encode(change.path), AlikeRun{change.before, change.after});
      if (!is_new && at->second.last != change.before) return false;
      at->second.last = change.after;
    }
  }
  return std::all_of(courses.begin(), courses.end(),
                     [](const auto& course) { return course.second.first == course.second.last; });
}

/// Equal for events that can be described in one sentence.
std::string likeness(const ParsedEvent& event, const RenderContext& context) {
  std::string key = event.type + "\n" + event.account + "\n" + event.service + "\n";
  if (!is_change(event)) return key;
  for (const auto& change : event.changes) {
    const auto text = [](const std::optional<Value>& value) { return value ? to_json(*value).dump() : std::string(); };
    key += change.op + " " + encode(change.path) + " " + text(change.before) + " " + text(change.after) + "\n";
  }
  // Changes that left a failure without recipients get a sentence of their own, separate from the others.
  return key + std::string(to_text(event.severity)) + change_phrase_of(event, context);
}

}  // namespace

std::vector<EventGroup> group(std::span<const ParsedEvent> events, const RenderContext& context) {
  std::map<std::string, Events> by_resource;
  for (const auto& event : events)
    if (event.resource) by_resource[key_of(*event.resource)].push_back(&event);

  std::map<std::string, Events> by_likeness;
  for (const auto& event : events)
    if (event.resource && by_resource[key_of(*event.resource)].size() == 1)
      by_likeness[likeness(event, context)].push_back(&event);

  std::map<const ParsedEvent*, EventGroup> shared;  // by its first event
  std::map<const ParsedEvent*, const ParsedEvent*> first_of;
  const auto share = [&](EventGroup::Likeness kind, const Events& members) {
    for (const auto* member : members) first_of[member] = members.front();
    shared[members.front()] = {kind, members};
  };
  for (const auto& [key, members] : by_resource)
    if (members.size() > 1 && change_nothing(members)) share(EventGroup::Likeness::reverted, members);
  for (const auto& [key, members] : by_likeness)
    if (members.size() >= kFewestAlike) share(EventGroup::Likeness::alike, members);

  std::vector<EventGroup> groups;
  for (const auto& event : events) {
    const auto first = first_of.find(&event);
    if (first == first_of.end()) {
      groups.push_back({EventGroup::Likeness::single, {&event}});
    } else if (first->second == &event) {
      groups.push_back(shared[&event]);
    }
  }
  return groups;
}

}  // namespace noticed
