// Repositories: one answer has the channels' switches, one per channel its events and its robot.
#include <array>
#include <set>

#include "pollers/codearts/service_table.h"
#include "pollers/json_reader.h"
#include "storage/model/ascii.h"
#include "storage/model/percent.h"

namespace noticed {
namespace {

using codearts::CodeArtsService;
using codearts::kRowsPerPage;
using codearts::ListingForm;
using codearts::Node;
using codearts::Object;
using codearts::SettingsWriter;

constexpr std::string_view kRepoSections[] = {"status", "system", "email", "wecom", "feishu", "dingtalk"};
constexpr std::string_view kRepoOperations[] = {"subscription status", "subscription"};

/// The vendor's names in section order (see sections_of); the first section is the status call.
constexpr std::array<std::string_view, 6> kTypes{"", "internal_message", "email", "qyweixin", "feishu", "dingding"};
static_assert(kTypes.size() == std::size(kRepoSections));

std::optional<std::string> source_of(const Node& node) {
  auto source = node.text();
  if (source) source = lower_case(std::move(*source));
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

Settings read_repo_switches(const Node& body) {
  Settings settings;
  Object answer(body);
  for (std::size_t i = 1; i < kTypes.size(); ++i)
    read_switch(SettingsWriter(settings, std::string(kRepoSections[i])), answer[kTypes[i]]);
  answer.require_documented();
  for (const auto& [name, member] : answer.unknown()) {
    if (is_switch(member.json())) {
      read_switch(SettingsWriter(settings, lower_case(name)), member);
    } else {
      SettingsWriter(settings, "*").add("switch.x." + name, member.json());
    }
  }
  return settings;
}

void read_repo_event(const SettingsWriter& channel, const Node& node, std::set<std::string>& seen) {
  Object item(node);
  const std::string name = item["resource_type"].name() + "." + item["action"].name();
  if (!seen.insert(name).second) node.fail("the same event as another item's");
  const SettingsWriter event = channel.at(name);
  event.set("enabled", item["enabled"].boolean());
  event.set("recipients.role_ids", item["role_ids"].texts(Node::Ids::yes));
  event.set("recipients.roles", item["role_names"].texts());
  event.add_unknown(item);
}

void read_repo_webhook(const SettingsWriter& channel, const Node& node) {
  Object webhook(node);
  channel.set("webhook.url", webhook["url"].text());
  channel.set("webhook.has_token", webhook["has_token"].boolean());
  channel.set("mentions.users", webhook["mention_users"].split());
  channel.set("mentions.phones", webhook["mention_phone"].split());
  // The prefix distinguishes a member from an unknown one of the same name outside webhook_config.
  for (const auto& [name, member] : webhook.unknown())
    channel.add((channel.holds("x." + name) ? "x.webhook_config." : "x.") + name, member.json());
}

Settings read_subscription(const Node& body, SectionIndex section, std::string_view id) {
  Settings settings;
  const SettingsWriter channel(settings, std::string(kRepoSections[section]));
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
  for (const Node& event : events) read_repo_event(channel, event, seen);
  channel.add_unknown(answer);
  read_repo_webhook(channel, webhook);
  return settings;
}

class Repo final : public Poller {
 public:
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
    return request.section == 0 ? read_repo_switches(answer) : read_subscription(answer, request.section, target.id);
  }
};

constinit const Repo kRepoPoller;

/// CodeArts Repo, ListProjectRepositories: an array without a total. Sorted by id, so that new ones come last.
constexpr ListingForm kRepositories{.limit = kRowsPerPage,
                                    .counting = ListingForm::Counting::rows,
                                    .ids = {"id"},
                                    .names = {"name"},
                                    .id = IdForm::number,
                                    .request = [](const std::string& project_id, std::size_t offset) {
                                      return ListingRequest{"/v4/projects/" + percent_encode(project_id) +
                                                                "/repositories?offset=" + std::to_string(offset) +
                                                                "&limit=" + std::to_string(kRowsPerPage) +
                                                                "&order_by=id&sort=asc",
                                                            {}};
                                    }};

constexpr Word kRepoEvents[] = {{"mr.open", "merge request opened", "新建合并请求"},
                                {"mr.update", "merge request updated", "更新合并请求"},
                                {"mr.merge", "merge request merged", "合入合并请求"},
                                {"mr.review", "merge request reviewed", "检视合并请求"},
                                {"mr.approve", "merge request approved", "审核通过合并请求"},
                                {"mr.create_note", "comment made", "新增检视意见"},
                                {"mr.resolve_note", "comment resolved", "解决检视意见"},
                                {"repo.delete", "repository deleted", "删除代码仓"},
                                {"repo.capacity_warning", "repository nearly full", "代码仓容量预警"},
                                {"member.create", "member added", "新增成员"}};
constexpr RegionHost kRepoHosts[] = {
    {"codehub-ext",
     "cn-north-1 cn-north-4 cn-east-2 cn-east-3 cn-south-1 cn-south-2 cn-southwest-2 ap-southeast-3 la-north-2 "
     "sa-brazil-1"},
    {"codeartsrepo-ext", "la-south-2 tr-west-1 eu-west-101"},
    {"repo", "af-north-1 af-south-1 me-east-1"}};

}  // namespace

extern constinit const CodeArtsService kRepoService{
    {
        .word = "repo",
        .words = {"repository", "repositories", "代码托管", " 个", "代码仓"},
        .sections = kRepoSections,
        .operations = kRepoOperations,
        .events = kRepoEvents,
        .id = IdForm::number,
        .id_hint = "the repository's number, not its UUID",
        .cap = 10,  // 600 a minute: API reference, "Constraints"
        .hosts = kRepoHosts,
        // Many links, from several years; id is the repository's short, decimal one.
        .console = "codehub/project/{project}/codehub/{id}/home",
    },
    kRepoPoller,
    kRepositories};

}  // namespace noticed
