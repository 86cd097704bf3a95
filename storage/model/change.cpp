#include "storage/model/change.h"

#include <algorithm>
#include <array>

namespace noticed {
namespace {

bool is_on(const std::optional<Value>& value) {
  return value && std::holds_alternative<bool>(*value) && std::get<bool>(*value);
}

bool is_project_level(const std::optional<Value>& value) {
  const auto* source = value ? std::get_if<std::string>(&*value) : nullptr;
  return source != nullptr && (*source == "project" || *source == "product");
}

Effect effect_of_source(const Change& change) {
  if (is_project_level(change.after)) return Effect::inherited;
  return is_project_level(change.before) ? Effect::overridden : Effect::adjusted;
}

/// Whether a toggle lets messages pass. Missing: an event is off, a gate is open, as in coverage_of.
bool passes(const std::optional<Value>& value, bool gate) { return value ? is_on(value) : gate; }

Effect effect_of_toggle(const Change& change, Effect off, Effect on, bool gate) {
  const bool before = passes(change.before, gate);
  if (before == passes(change.after, gate)) return Effect::adjusted;
  return before ? off : on;
}

Effect effect_of_url(const Change& change) {
  if (change.op == Op::added) return Effect::recipients_added;
  return change.op == Op::removed ? Effect::recipients_removed : Effect::redirected;
}

Effect effect_of_list(const Change& change) {
  const auto* before = change.before ? std::get_if<List>(&*change.before) : nullptr;
  const auto* after = change.after ? std::get_if<List>(&*change.after) : nullptr;
  if (before == nullptr) return Effect::recipients_added;
  const bool kept = after != nullptr && std::includes(after->begin(), after->end(), before->begin(), before->end());
  return kept ? Effect::recipients_added : Effect::recipients_removed;
}

Effect effect_of(const Change& change) {
  const std::string_view attribute = change.path.attribute;
  if (attribute.starts_with("x.") || attribute.starts_with("switch.x.")) return Effect::unrecognized;
  if (attribute == "enabled" || attribute == "switch.enabled" || attribute == "webhook.subscribed")
    return effect_of_toggle(change, Effect::muted, Effect::unmuted, change.path.event == "*");
  if (attribute == "source" || attribute == "switch.source") return effect_of_source(change);
  if (attribute == "webhook.url") return effect_of_url(change);
  if (attribute == "recipients.roles_enabled" || attribute == "recipients.users_enabled")
    return effect_of_toggle(change, Effect::recipients_removed, Effect::recipients_added, false);
  if (attribute.starts_with("recipients.") || attribute.starts_with("mentions.")) return effect_of_list(change);
  return Effect::adjusted;
}

/// "https://host:8443" of "https://host:8443/#fp".
std::string_view origin_of(const std::optional<Value>& value) {
  const auto* text = value ? std::get_if<std::string>(&*value) : nullptr;
  if (text == nullptr) return {};
  const std::string_view url = *text;
  return url.substr(0, url.find("/#"));
}

bool points_elsewhere(const Change& change, const Policy& policy) {
  if (change.path.attribute != "webhook.url" || !change.after) return false;
  if (change.op == Op::changed && origin_of(change.before) != origin_of(change.after)) return true;
  const auto* url = std::get_if<std::string>(&*change.after);
  return !policy.destinations.empty() && (url == nullptr || !policy.destinations.contains(*url));
}

/// Whether this change removed the coverage of that failure event.
bool silenced(const Change& change, const CoverageShift& shift) {
  if (!shift.is_failure || shift.covered_before != Covered::yes || shift.covered == Covered::yes) return false;
  if (change.path.event != "*" && change.path.event != shift.event) return false;
  if (change.effect == Effect::inherited) return true;
  return shift.covered == Covered::no &&
         (change.effect == Effect::muted || change.effect == Effect::recipients_removed);
}

Severity severity_of(const Change& change, const std::vector<CoverageShift>& coverage, const Policy& policy) {
  const auto by_this = [&](const CoverageShift& shift) { return silenced(change, shift); };
  if (points_elsewhere(change, policy) || std::any_of(coverage.begin(), coverage.end(), by_this))
    return Severity::critical;
  switch (change.effect) {
    case Effect::muted:
    case Effect::redirected:
    case Effect::recipients_removed:
    case Effect::inherited: return Severity::warning;
    default: return Severity::info;
  }
}

const Coverage* find(const std::vector<Coverage>& rows, std::string_view event) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const Coverage& row) { return row.event == event; });
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace

std::string_view to_text(Op op) {
  constexpr std::array<std::string_view, 3> kWords{"added", "removed", "changed"};
  return kWords[static_cast<std::size_t>(op)];
}

std::string_view to_text(Effect effect) {
  constexpr std::array<std::string_view, 9> kWords{
      "muted",     "unmuted",    "redirected", "recipients_added", "recipients_removed",
      "inherited", "overridden", "adjusted",   "unrecognized"};
  return kWords[static_cast<std::size_t>(effect)];
}

std::vector<Change> diff(const Settings& before, const Settings& after) {
  std::vector<Change> changes;
  const auto note = [&](Op op, const std::string& path, const Value* old_value, const Value* new_value) {
    Change change;
    change.op = op;
    change.path = decode_path(path);
    if (old_value != nullptr) change.before = *old_value;
    if (new_value != nullptr) change.after = *new_value;
    change.effect = effect_of(change);
    changes.push_back(std::move(change));
  };
  auto b = before.begin();
  auto a = after.begin();
  while (b != before.end() || a != after.end()) {
    if (a == after.end() || (b != before.end() && b->first < a->first)) {
      note(Op::removed, b->first, &b->second, nullptr);
      ++b;
    } else if (b == before.end() || a->first < b->first) {
      note(Op::added, a->first, nullptr, &a->second);
      ++a;
    } else {
      if (b->second != a->second) note(Op::changed, a->first, &b->second, &a->second);
      ++b;
      ++a;
    }
  }
  return changes;
}

std::vector<CoverageShift> shifts(const std::vector<Coverage>& before, const std::vector<Coverage>& after) {
  std::vector<CoverageShift> out;
  for (const auto& row : after) {
    const Coverage* old = find(before, row.event);
    CoverageShift shift{row.event, row.is_failure, {}, row.channels, Covered::no, row.covered};
    if (old != nullptr) {
      shift.was = old->channels;
      shift.covered_before = old->covered;
    }
    if (shift.was != shift.now || shift.covered_before != shift.covered) out.push_back(std::move(shift));
  }
  for (const auto& row : before) {
    const bool meant_something = !row.channels.empty() || row.covered != Covered::no;
    if (find(after, row.event) == nullptr && meant_something)
      out.push_back({row.event, row.is_failure, row.channels, {}, row.covered, Covered::no});
  }
  std::sort(out.begin(), out.end(), [](const auto& x, const auto& y) { return x.event < y.event; });
  return out;
}

Severity judge(std::vector<Change>& changes, const std::vector<CoverageShift>& coverage, const Policy& policy) {
  Severity highest = Severity::info;
  for (auto& change : changes) {
    change.severity = severity_of(change, coverage, policy);
    highest = std::max(highest, change.severity);
  }
  if (highest == Severity::critical) return highest;
  // Whatever the effect: a failure event that is no longer covered by any channel is critical.
  for (auto& change : changes) {
    const auto lost = [&](const CoverageShift& shift) {
      const bool touched = change.path.event == "*" || change.path.event == shift.event;
      return shift.is_failure && touched && shift.covered_before == Covered::yes && shift.covered == Covered::no;
    };
    if (!std::any_of(coverage.begin(), coverage.end(), lost)) continue;
    change.severity = Severity::critical;
    highest = Severity::critical;
  }
  return highest;
}

}  // namespace noticed
