// Repositories: one answer has the channels' switches, one per channel its events and its robot.
#include <array>
#include <set>

#include "pollers/json_reader.h"
#include "pollers/poller.h"
#include "storage/model/percent.h"

namespace noticed {
namespace {

using codearts::Node;
using codearts::Object;
using codearts::SettingsWriter;

/// The vendor's names in section order (see sections_of); the first section is the status call.
constexpr std::array<std::string_view, 6> kTypes{"", "internal_message", "email", "qyweixin", "feishu", "dingding"};

std::optional<std::string> source_of(const Node& node) {
  auto source = node.text();
  if (source) source = codearts::lower_case(std::move(*source));
  return source;
}

void read_switch(const SettingsWriter& channel, const Node& node) {
  Object item(node);
  channel.set("switch.enabled", item["enabled"].boolean());
  channel.set("switch.source", source_of(item["config_source"]));
  channel.add_unknown(item, "switch.x.");
}

/// An unknown member in the form of a switch is a new channel.
bool is_switch(const nlohmann::json& value) {
  if (!value.is_object() || !value.contains("enabled")) return false;
  return value.at("enabled").is_boolean();
}

Settings read_status(const Node& body) {
  Settings settings;
  Object answer(body);
  const auto sections = sections_of(Service::repo);
  for (std::size_t i = 1; i < kTypes.size(); ++i)
    read_switch(SettingsWriter(settings, std::string(sections[i])), answer[kTypes[i]]);
  answer.require_documented();
  for (const auto& [name, member] : answer.unknown()) {
    if (is_switch(member.json())) {
      read_switch(SettingsWriter(settings, codearts::lower_case(name)), member);
    } else {
      SettingsWriter(settings, "*").add("switch.x." + name, member.json());
    }
  }
  return settings;
}

void read_event(const SettingsWriter& channel, const Node& node, std::set<std::string>& seen) {
  Object item(node);
  const std::string name = item["resource_type"].name() + "." + item["action"].name();
  if (!seen.insert(name).second) node.fail("the same event as another item's");
  const SettingsWriter event = channel.at(name);
  event.set("enabled", item["enabled"].boolean());
  event.set("recipients.role_ids", item["role_ids"].texts(Node::Ids::yes));
  event.set("recipients.roles", item["role_names"].texts());
  event.add_unknown(item);
}

void read_webhook(const SettingsWriter& channel, const Node& node) {
  Object webhook(node);
  channel.set("webhook.url", webhook["url"].text());
  channel.set("webhook.has_token", webhook["has_token"].boolean());
  channel.set("mentions.users", webhook["mention_users"].split());
  channel.set("mentions.phones", webhook["mention_phone"].split());
  // Adds a prefix to a name that the answer itself uses, too.
  for (const auto& [name, member] : webhook.unknown())
    channel.add((channel.holds("x." + name) ? "x.webhook_config." : "x.") + name, member.json());
}

Settings read_subscription(const Node& body, SectionIndex section, std::string_view id) {
  Settings settings;
  const SettingsWriter channel(settings, std::string(sections_of(Service::repo)[section]));
  Object answer(body);
  const Node echo = answer["repository_id"];
  if (const auto number = echo.integer(); number && std::to_string(*number) != id)
    echo.fail("another repository's answer");
  channel.set("enabled", answer["enabled"].boolean());
  channel.set("source", source_of(answer["config_source"]));
  channel.set("threshold.repo_usage_percent", answer["waring_repo_usage_rate"].integer());
  const auto events = answer["subscript_events"].items();
  const Node webhook = answer["webhook_config"];
  answer.require_documented();
  std::set<std::string> seen;
  for (const Node& event : events) read_event(channel, event, seen);
  channel.add_unknown(answer);
  read_webhook(channel, webhook);
  return settings;
}

class Repo final : public Poller {
 public:
  Service service() const override { return Service::repo; }
  int version() const override { return 2; }

  std::vector<Request> requests(const Target& target) const override {
    const std::string calls = "/v4/repositories/" + percent_encode(target.id) + "/notification-subscriptions/";
    std::vector<Request> requests;
    constexpr SectionIndex kSections{kTypes.size()};
    for (SectionIndex section = 0; section < kSections; ++section) {
      if ((target.sections & bit(section)) == 0) continue;
      const std::string type(kTypes[section]);
      requests.push_back({section, calls + (section == 0 ? "status" : "subscription?type=" + type)});
    }
    return requests;
  }

  Settings normalize(const Target& target, const Request& request, const RedactedJson& body) const override {
    const Node answer(body.json());
    return request.section == 0 ? read_status(answer) : read_subscription(answer, request.section, target.id);
  }
};

}  // namespace

const Poller& repo_poller() {
  static const Repo poller;
  return poller;
}

}  // namespace noticed
