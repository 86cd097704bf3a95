// Pipelines: one answer has the channels' switches, one per channel its events and its robot.
#include <algorithm>
#include <set>

#include "pollers/codearts/service_table.h"
#include "pollers/json_reader.h"
#include "storage/model/percent.h"

namespace noticed {
namespace {

using codearts::CodeArtsService;
using codearts::kRowsPerPage;
using codearts::ListingForm;
using codearts::Node;
using codearts::Object;
using codearts::SettingsWriter;

constexpr std::string_view kPipelineSections[] = {"status",   "system", "email",  "wecom",
                                                  "dingtalk", "feishu", "webhook"};
constexpr std::string_view kPipelineOperations[] = {"notice status", "notice detail"};

/// The vendor's type number N is section N; see sections_of.
std::string channel_of(std::int64_t type) {
  if (type >= 1 && type < std::ssize(kPipelineSections))
    return std::string(kPipelineSections[static_cast<std::size_t>(type)]);
  return std::to_string(type);
}

Settings read_pipeline_switches(const Node& answer) {
  Settings settings;
  if (!answer.present()) answer.wrong_type("an array");
  std::set<std::int64_t> seen;
  for (const Node& node : answer.items()) {
    Object item(node);
    const Node type = item["type"];
    const auto number = type.integer();
    if (!number) type.fail("missing");
    if (!seen.insert(*number).second) type.fail("the same type as another item's");
    const SettingsWriter channel(settings, channel_of(*number));
    channel.set("switch.enabled", item["enabled"].boolean());
    channel.set("switch.available", item["can_open"].boolean());
    if (const auto inherited = item["project_switch"].boolean())
      channel.set("switch.source", std::optional<std::string>(*inherited ? "project" : "pipeline"));
    channel.add_unknown(item, "switch.x.");
  }
  return settings;
}

bool is_text_list(const nlohmann::json& value) {
  return value.is_array() && std::all_of(value.begin(), value.end(), [](const auto& item) { return item.is_string(); });
}

void read_pipeline_event(const SettingsWriter& channel, const Node& node, std::set<std::string>& seen) {
  Object item(node);
  const Node id = item["id"];
  const SettingsWriter event = channel.at(id.name());
  if (!seen.insert(id.name()).second) id.fail("the same event as another item's");
  event.set("enabled", item["selected"].boolean());
  item["name"].text();  // labels, ignored
  item["english_name"].text();
  const List roles = item["notice_roles"].texts();
  event.set("recipients.roles", roles);
  const Node receivers = item["resource_role_receivers"];
  if (roles.empty() && is_text_list(receivers.json())) {
    event.set("recipients.roles", receivers.texts());
  } else {
    event.add("x.resource_role_receivers", receivers.json());
  }
  event.add_unknown(item);
}

/// One document names `events`, an array, another `event`, an object. Accepts either form for both.
std::vector<Node> events_in(const Node& node) {
  if (node.json().is_object()) return {node};
  return node.items();
}

void read_pipeline_events(const SettingsWriter& channel, const Node& events, const Node& event) {
  std::vector<Node> items = events_in(events);
  const std::vector<Node> others = events_in(event);
  constexpr std::size_t kMost = 1'000;  // four are documented; keeps the pairwise comparison cheap
  if (items.size() > kMost || others.size() > kMost) events.fail("more than a thousand events");
  for (const Node& more : others) {
    const auto same = [&more](const Node& item) { return item.json() == more.json(); };
    if (std::none_of(items.begin(), items.end(), same)) items.push_back(more);
  }
  std::set<std::string> seen;
  for (const Node& item : items) read_pipeline_event(channel, item, seen);
}

void read_pipeline_webhook(const SettingsWriter& channel, const Node& node) {
  Object webhook(node);
  channel.set("webhook.id", webhook["notice_id"].text());
  channel.set("webhook.url", webhook["url"].text());
  channel.set("webhook.secret", webhook["secret_info"].text());
  channel.set("webhook.content", webhook["options"].texts());
  channel.set("mentions.users", webhook["mentioned_list"].split_texts());
  channel.set("mentions.phones", webhook["mentioned_mobile_list"].split_texts());
  const Node events = webhook["events"];
  for (const std::string& event : events.texts()) {
    if (event == "*") events.fail("\"*\" is not the name of an event");
    channel.at(event).set("webhook.subscribed", std::optional(true));
  }
  // The prefix distinguishes a member from an unknown one of the same name outside webhook_config.
  for (const auto& [name, member] : webhook.unknown())
    channel.add((channel.holds("x." + name) ? "x.webhook_config." : "x.") + name, member.json());
}

Settings read_detail(const Node& body, SectionIndex type) {
  Settings settings;
  const SettingsWriter channel(settings, channel_of(type));
  Object answer(body);
  const Node echo = answer["type"];
  if (echo.integer().value_or(type) != type) echo.fail("another type's answer");
  const Node events = answer["events"];
  const Node event = answer["event"];
  const Node webhook = answer["webhook_config"];
  answer.require_documented();
  read_pipeline_events(channel, events, event);
  channel.add_unknown(answer);
  read_pipeline_webhook(channel, webhook);
  return settings;
}

class Pipeline final : public Poller {
 public:
  int version() const override { return 2; }

  std::vector<Request> requests(const Target& target) const override {
    const std::string notice =
        "/v5/" + percent_encode(target.project_id) + "/api/pipeline-notices/" + percent_encode(target.id) + "/notice/";
    std::vector<Request> requests;
    constexpr auto kCount = static_cast<SectionIndex>(std::size(kPipelineSections));
    for (SectionIndex section = 0; section < kCount; ++section) {
      if ((target.sections & bit(section)) == 0) continue;
      requests.push_back({section, notice + (section == 0 ? "status" : "detail?type=" + std::to_string(section))});
    }
    return requests;
  }

  Settings normalize(const Target&, const Request& request, const RedactedJson& body) const override {
    const Node answer(body.json());
    return request.section == 0 ? read_pipeline_switches(answer) : read_detail(answer, request.section);
  }
};

constinit const Pipeline kPipelinePoller;

/// CodeArts Pipeline, ListPipelines. `is_banned`: include disabled pipelines. The id is documented as
/// `pipelineId`, but answers have `pipeline_id`.
constexpr std::size_t kPipelinesPerPage = 50;
constexpr ListingForm kPipelines{
    .limit = kPipelinesPerPage,
    .counting = ListingForm::Counting::rows,
    .lists = {"pipelines"},
    .ids = {"pipeline_id", "pipelineId"},
    .names = {"name"},
    .id = IdForm::key,
    .request = [](const std::string& project_id, std::size_t offset) {
      const nlohmann::json body{{"offset", offset}, {"limit", kPipelinesPerPage}, {"is_banned", true}};
      return ListingRequest{"/v5/" + percent_encode(project_id) + "/api/pipelines/list", body.dump()};
    }};

constexpr Word kPipelineEvents[] = {{"pipeline.updated", "pipeline reconfigured", "流水线配置变更"},
                                    {"pipeline.deleted", "pipeline deleted", "流水线删除"},
                                    {"pipelineRun.succeed", "pipeline run succeeded", "流水线运行成功"},
                                    {"pipelineRun.failed", "pipeline run failed", "流水线运行失败"},
                                    {"pipelineRun.pause", "pipeline run paused", "流水线运行暂停"},
                                    {"pipelineRun.suspend", "pipeline run suspended", "流水线运行挂起"},
                                    {"pipelineRun.ignored", "pipeline run ignored", "流水线运行忽略"}};
constexpr Word kPipelineFailures[] = {{"pipelineRun.failed", "failed pipeline runs", "流水线运行失败"}};
constexpr RegionHost kPipelineHosts[] = {
    {"cloudpipeline-ext",
     "cn-north-1 cn-north-4 cn-northeast-1 cn-east-2 cn-east-3 cn-south-1 cn-south-2 cn-southwest-2 ap-southeast-3 "
     "la-north-2 sa-brazil-1"},
    {"pipeline-external", "la-south-2 tr-west-1"},
    {"pipeline", "af-north-1 af-south-1 me-east-1"},
    {"pipeline-external.eu-west-101.myhuaweicloud.eu", "eu-west-101"}};

}  // namespace

extern constinit const CodeArtsService kPipelineService{
    {
        .word = "pipeline",
        .words = {"pipeline", "pipelines", "流水线", " 条", "流水线"},
        .sections = kPipelineSections,
        .operations = kPipelineOperations,
        .events = kPipelineEvents,
        .failures = kPipelineFailures,
        .id = IdForm::key,
        .id_hint = "32 lower-case letters and digits",
        .needs_project = true,
        .hosts = kPipelineHosts,
        // The runs of one pipeline: many links, from several years and projects. (pipeline/detail/ needs a run's id,
        // too.)
        .console = "cicd/project/{project}/pipeline/history/{id}?v=1",
        .bad_request_unsupported = true,
    },
    kPipelinePoller,
    kPipelines};

}  // namespace noticed
