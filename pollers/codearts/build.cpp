// Build jobs: one answer lists every channel with its events.
#include <algorithm>
#include <set>

#include "pollers/body.h"
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
using nlohmann::json;

/// Ignores case; an unknown type keeps the vendor's name.
std::string channel_of(const Node& notice_type) {
  const std::string name = lower_case(notice_type.name());
  if (name == "message") return "system";
  if (name == "mail") return "email";
  if (name == "ding_talk") return "dingtalk";
  return name;
}

/// A member of param_config that corresponds to the other services' webhook settings.
struct ConfigName {
  std::string_view name;
  const char* attribute;
  bool list;
};

constexpr ConfigName kConfigNames[] = {
    {"url", "webhook.url", false},
    {"secret_info", "webhook.secret", false},
    {"notice_id", "webhook.id", false},
    {"options", "webhook.content", true},
    {"mentioned_list", "mentions.users", true},
    {"mentioned_mobile_list", "mentions.phones", true},
    {"mention_users", "mentions.users", true},
    {"mention_phone", "mentions.phones", true},
};

bool is_nullable_text_list(const json& value) {
  return value.is_array() &&
         std::all_of(value.begin(), value.end(), [](const json& item) { return item.is_string() || item.is_null(); });
}

/// The form of this text is undocumented, so nothing in it counts as malformed: returns false for what does not fit,
/// which is then an unknown member.
bool read_config_member(const SettingsWriter& channel, const std::string& name, const json& value) {
  const Node node(value);
  if (name == "events" && is_nullable_text_list(value)) {
    for (const std::string& event : node.texts()) channel.at(event).set("webhook.subscribed", std::optional(true));
    return true;
  }
  for (const ConfigName& known : kConfigNames) {
    if (name != known.name || channel.holds(known.attribute)) continue;
    if (known.list && is_nullable_text_list(value)) return channel.set(known.attribute, node.split_texts()), true;
    if (known.list && value.is_string()) return channel.set(known.attribute, node.split()), true;
    if (!known.list && value.is_string()) return channel.set(known.attribute, node.text()), true;
  }
  return false;
}

/// The redactor left JSON objects readable and fingerprinted everything else whole.
void read_config(const SettingsWriter& channel, const std::optional<std::string>& config) {
  if (!config) return;
  json parsed;
  try {
    parsed = parse_body(*config);
  } catch (const Malformed&) {
    return channel.set("config", config);
  }
  if (!parsed.is_object()) return channel.set("config", config);
  for (const auto& [name, value] : parsed.items())
    if (!read_config_member(channel, name, value)) channel.add("config." + name, value);
}

void read_item(const Node& node, Settings& settings, std::set<std::string>& seen) {
  Object item(node);
  const Node type = item["notice_type"];
  const SettingsWriter channel(settings, channel_of(type));
  if (!seen.insert(channel_of(type)).second) type.fail("the same type as another item's");
  const Object events(item["enable_map"]);
  for (const auto& [event, enabled] : events.unknown()) {
    if (event.empty() || event == "*") enabled.fail("not the name of an event");
    channel.at(event).set("enabled", enabled.boolean());
  }
  read_config(channel, item["param_config"].text());
  channel.add_unknown(item);
}

class Build final : public Poller {
 public:
  int version() const override { return 2; }

  std::vector<Request> requests(const Target& target) const override {
    if ((target.sections & bit(0)) == 0) return {};
    return {{0, "/v3/jobs/notice/" + percent_encode(target.id) + "/query"}};
  }

  Settings normalize(const Target&, const Request&, const RedactedJson& body) const override {
    Settings settings;
    Object answer{Node(body.json())};
    const auto items = answer["result"].items();
    answer["status"].text();  // both were checked by read_reply
    answer["error"].text();
    answer.require_documented();
    std::set<std::string> seen;
    for (const Node& item : items) read_item(item, settings, seen);
    SettingsWriter(settings, "*").add_unknown(answer);
    return settings;
  }
};

constinit const Build kBuildPoller;

/// CodeArts Build, ListProjectJobs. Documented: `jobs`; returned: `result.job_list`.
constexpr ListingForm kBuildJobs{.limit = kRowsPerPage,
                                 .counting = ListingForm::Counting::pages,
                                 .lists = {"job_list", "jobs"},
                                 .ids = {"id"},
                                 .names = {"job_name"},
                                 .id = IdForm::key,
                                 .request = [](const std::string& project_id, std::size_t page) {
                                   return ListingRequest{"/v1/job/" + percent_encode(project_id) +
                                                             "/list?page_index=" + std::to_string(page) +
                                                             "&page_size=" + std::to_string(kRowsPerPage),
                                                         {}};
                                 }};

constexpr std::string_view kBuildSections[] = {"*"};
constexpr std::string_view kBuildOperations[] = {"notice"};
constexpr Word kBuildEvents[] = {{"buildJobSuccess", "build succeeded", "构建成功"},
                                 {"buildJobFail", "build failed", "构建失败"},
                                 {"updateConfigJob", "build job reconfigured", "构建任务配置变更"},
                                 {"deleteJob", "build job deleted", "构建任务删除"},
                                 {"forbiddenJob", "build job disabled", "构建任务禁用"}};
constexpr Word kBuildFailures[] = {{"buildJobFail", "failed builds", "构建失败"}};
constexpr RegionHost kBuildHosts[] = {
    {"cloudbuild-ext",
     "cn-north-1 cn-north-4 cn-northeast-1 cn-east-2 cn-east-3 cn-south-1 cn-south-2 cn-southwest-2 ap-southeast-3 "
     "la-north-2 sa-brazil-1 la-south-2 tr-west-1"},
    {"build-backend.eu-west-101.myhuaweicloud.eu", "eu-west-101"}};

}  // namespace

extern constinit const CodeArtsService kBuildService{
    {
        .word = "build",
        .words = {"build job", "build jobs", "编译构建", " 个", "构建任务"},
        .sections = kBuildSections,
        .operations = kBuildOperations,
        .events = kBuildEvents,
        .failures = kBuildFailures,
        .id = IdForm::key,
        .id_hint = "32 lower-case letters and digits",
        .hosts = kBuildHosts,
        .console = "",  // no link to a build job's page was found
        .good_status = "success",
    },
    kBuildPoller,
    kBuildJobs};

}  // namespace noticed
