#include "storage/model/coverage.h"

#include <optional>
#include <set>

namespace noticed {
namespace {

bool is_true(const Value& value) { return std::holds_alternative<bool>(value) && std::get<bool>(value); }
bool is_false(const Value& value) { return std::holds_alternative<bool>(value) && !std::get<bool>(value); }
bool names_someone(const Value& value) { return std::holds_alternative<List>(value) && !std::get<List>(value).empty(); }

/// Recipients that apply to all channels of an event (Check): at least one must be enabled and named.
struct Recipients {
  bool roles_enabled = false;
  bool users_enabled = false;
  bool roles_named = false;
  bool users_named = false;
  bool reach_someone() const { return (roles_enabled && roles_named) || (users_enabled && users_named); }
};

struct CoverageInput {
  std::set<std::string> off;     // channels switched off entirely
  std::set<std::string> hidden;  // channels decided by a hidden level
  std::map<std::string, std::set<std::string>> on;
  std::map<std::string, Recipients> recipients;
};

void read_recipients(CoverageInput& reading, const Path& path, const Value& value) {
  if (path.attribute == "recipients.roles_enabled") reading.recipients[path.event].roles_enabled = is_true(value);
  if (path.attribute == "recipients.users_enabled") reading.recipients[path.event].users_enabled = is_true(value);
  if (path.attribute == "recipients.roles") reading.recipients[path.event].roles_named = names_someone(value);
  if (path.attribute == "recipients.users") reading.recipients[path.event].users_named = names_someone(value);
}

CoverageInput read(const Settings& settings) {
  CoverageInput reading;
  for (const auto& [text, value] : settings) {
    const Path path = decode_path(text);
    if (path.channel == "*") {
      read_recipients(reading, path, value);
    } else if (path.event == "*") {
      const bool is_switch = path.attribute == "enabled" || path.attribute == "switch.enabled";
      if (is_switch && is_false(value)) reading.off.insert(path.channel);
      if (is_hidden_source(path, value)) reading.hidden.insert(path.channel);
    } else if (path.attribute == "enabled" || path.attribute == "webhook.subscribed") {
      auto& channels = reading.on[path.event];
      if (is_true(value)) channels.insert(path.channel);
    }
  }
  return reading;
}

}  // namespace

std::vector<Coverage> coverage_of(const Settings& settings, const Policy& policy) {
  const CoverageInput reading = read(settings);
  bool hidden_teller = false;
  for (const auto& channel : reading.hidden) hidden_teller = hidden_teller || policy.reaches_person(channel);

  std::vector<Coverage> rows;
  for (const auto& [event, on] : reading.on) {
    Coverage row{event, policy.is_failure(event), {}, hidden_teller ? Covered::unknown : Covered::no};
    const auto recipients = reading.recipients.find(event);
    const bool reaches = recipients == reading.recipients.end() || recipients->second.reach_someone();
    for (const auto& channel : on) {
      if (!reaches || reading.off.contains(channel) || reading.hidden.contains(channel)) continue;
      row.channels.push_back(channel);
      if (policy.reaches_person(channel)) row.covered = Covered::yes;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::optional<bool> to_optional(Covered covered) {
  if (covered == Covered::unknown) return {};
  return covered == Covered::yes;
}

Covered covered_from(std::optional<bool> covered) {
  if (!covered) return Covered::unknown;
  return *covered ? Covered::yes : Covered::no;
}

Covered as_far_as_read(Covered covered, SectionMask unread) {
  return unread != 0 && covered == Covered::no ? Covered::unknown : covered;
}

bool is_hidden_source(const Path& path, const Value& value) {
  if (path.event != "*" || (path.attribute != "source" && path.attribute != "switch.source")) return false;
  const auto* source = std::get_if<std::string>(&value);
  return source != nullptr && (*source == "project" || *source == "product");
}

}  // namespace noticed
