// Summaries of the events about settings: one line, the most important fact first.
#include <algorithm>

#include "storage/model/envelope.h"
#include "storage/model/words.h"

namespace noticed {
namespace {

/// The plain word for an id, else the id.
std::string say(const Word* word, std::string_view id) { return std::string(word == nullptr ? id : word->en); }

std::string where(const Path& path) {
  const std::string channel = path.channel == "*" ? "notifications" : say(channel_word(path.channel), path.channel);
  return path.event == "*" ? channel : channel + " for \"" + say(event_word(path.event), path.event) + "\"";
}

std::string host_of(const std::optional<Value>& value) {
  const auto* text = value ? std::get_if<std::string>(&*value) : nullptr;
  if (text == nullptr) return "";
  const auto start = text->find("://");
  const auto end = text->find("/#");
  if (start == std::string::npos || end == std::string::npos || end < start + 3) return "";
  return text->substr(start + 3, end - start - 3);
}

std::string destination(const Change& change, const Policy& policy) {
  const auto* url = change.after ? std::get_if<std::string>(&*change.after) : nullptr;
  if (url == nullptr) return "nowhere";
  const auto known = policy.destinations.find(*url);
  if (known != policy.destinations.end()) return known->second;
  const std::string where_to = "another address at " + host_of(change.after);
  return policy.destinations.empty() ? where_to : where_to + " (UNDECLARED)";
}

std::string say_change(const Change& change, const Policy& policy) {
  const std::string place = where(change.path);
  const bool whom = change.path.attribute.starts_with("mentions.");
  switch (change.effect) {
    case Effect::muted: return place + " switched off";
    case Effect::unmuted: return place + " switched on";
    case Effect::redirected: return place + " webhook now points to " + destination(change, policy);
    case Effect::recipients_added: return (whom ? "mentions added to " : "recipients added to ") + place;
    case Effect::recipients_removed: return (whom ? "mentions removed from " : "recipients removed from ") + place;
    case Effect::inherited: return place + " now follows the project's settings";
    case Effect::overridden: return place + " no longer follows the project's settings";
    case Effect::unrecognized: return place + ": a setting that noticed does not know changed";
    case Effect::adjusted: break;
  }
  const std::string& attribute = change.path.attribute;
  return place + ": " + say(attribute_word(attribute), attribute) + " " + std::string(to_text(change.op));
}

/// "failed builds no longer alert anyone outside CodeArts"; empty if no failure event lost its coverage.
std::string say_silence(const SettingsChanged& what) {
  for (const auto& shift : what.coverage) {
    if (!shift.is_failure || shift.covered_before != Covered::yes || shift.covered == Covered::yes) continue;
    const bool sure = shift.covered == Covered::no;
    const bool inside = !shift.now.empty();  // channels that do not reach a person are still on
    return say(failure_word(shift.event), shift.event) +
           (sure ? " no longer alert anyone" : " may no longer alert anyone") + (inside ? " outside CodeArts" : "");
  }
  return "";
}

}  // namespace

std::string summarize(const SettingsChanged& what, const Policy& policy) {
  const std::string silence = what.severity == Severity::critical ? say_silence(what) : "";
  if (!silence.empty()) return label_of(what.resource) + ": " + silence;
  const auto worst = std::max_element(what.changes.begin(), what.changes.end(),
                                      [](const Change& a, const Change& b) { return a.severity < b.severity; });
  std::string line = label_of(what.resource) + ": " + say_change(*worst, policy);
  const std::size_t more = what.changes.size() - 1;
  if (more > 0) line += ", and " + std::to_string(more) + (more == 1 ? " more change" : " more changes");
  return line;
}

std::string summarize(const Posture& what) {
  std::string line = "watching " + std::to_string(what.resources) + (what.resources == 1 ? " resource" : " resources");
  if (what.failing > 0) line += ", " + std::to_string(what.failing) + " could not be read";
  if (what.failure_events == 0) return line;
  if (what.uncovered == 0 && what.unknown == 0)
    return line + "; every failure event " + (what.failing > 0 ? "that could be read " : "") + "alerts somebody";
  line += "; nobody is alerted of " + std::to_string(what.uncovered) + " of " + std::to_string(what.failure_events) +
          " failure events";
  if (what.unknown > 0) line += ", " + std::to_string(what.unknown) + " depend on project settings we cannot see";
  return line;
}

}  // namespace noticed
