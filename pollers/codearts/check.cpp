// Check tasks: one answer has three events, their channels and recipients.
#include <array>

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

constexpr std::array<const char*, 3> kEvents{"codeGateFailed", "deleteTask", "executeTask"};

void read_check_event(const std::string& event, const Node& node, Settings& settings) {
  Object item(node);
  const SettingsWriter whole(settings, "*", event);
  SettingsWriter(settings, "email", event).set("enabled", item["sendMail"].boolean());
  SettingsWriter(settings, "system", event).set("enabled", item["sendMessage"].boolean());
  SettingsWriter(settings, "wechat", event).set("enabled", item["sendOfficialAccount"].boolean());
  whole.set("recipients.roles", item["roles"].split());
  whole.set("recipients.users", item["userIds"].split());
  whole.set("recipients.roles_enabled", item["sendRolesEnable"].boolean());
  whole.set("recipients.users_enabled", item["sendUsersEnable"].boolean());
  whole.add_unknown(item);
}

class Check final : public Poller {
 public:
  int version() const override { return 2; }

  std::vector<Request> requests(const Target& target) const override {
    if ((target.sections & bit(0)) == 0) return {};
    return {{0, "/v1/task/notification/" + percent_encode(target.id)}};
  }

  Settings normalize(const Target&, const Request&, const RedactedJson& body) const override {
    Settings settings;
    Object answer{Node(body.json())};
    for (const char* event : kEvents) read_check_event(event, answer[event], settings);
    answer.require_documented();
    SettingsWriter(settings, "*").add_unknown(answer);
    return settings;
  }
};

constinit const Check kCheckPoller;

/// CodeArts Check, ShowTaskListByProjectId. `offset` is a page number; the documents disagree on whether the first is 0
/// or 1.
constexpr ListingForm kCheckTasks{.limit = kRowsPerPage,
                                  .counting = ListingForm::Counting::pages,
                                  .maybe_from_one = true,
                                  .lists = {"tasks"},
                                  .ids = {"task_id"},
                                  .names = {"task_name"},
                                  .id = IdForm::word,
                                  .request = [](const std::string& project_id, std::size_t page) {
                                    return ListingRequest{"/v2/" + percent_encode(project_id) +
                                                              "/tasks?offset=" + std::to_string(page) +
                                                              "&limit=" + std::to_string(kRowsPerPage),
                                                          {}};
                                  }};

constexpr std::string_view kCheckSections[] = {"*"};
constexpr std::string_view kCheckOperations[] = {"notice"};
constexpr Word kCheckEvents[] = {{"codeGateFailed", "quality gate failed", "质量门禁未通过"},
                                 {"deleteTask", "check task deleted", "检查任务删除"},
                                 {"executeTask", "check finished", "检查完成"}};
constexpr Word kCheckFailures[] = {{"codeGateFailed", "failed quality gates", "质量门禁未通过"}};
// The newest page of the API reference (zh, api-codecheck/codecheck_api_0000) names hosts in cn-north-4 and cn-south-1
// only: the tasks of cn-north-1 are called through the first, those of cn-east-2, cn-east-3 and cn-southwest-2 through
// the second. The SDKs still list one host per region, and none for cn-southwest-2. We follow the page: the call that
// reads a task's notifications is in no SDK, so only the page documents where it is served.
constexpr RegionHost kCheckHosts[] = {
    {"codearts-check.cn-north-4.myhuaweicloud.com", "cn-north-1"},
    {"codearts-check.cn-south-1.myhuaweicloud.com", "cn-east-2 cn-east-3 cn-southwest-2"},
    {"codearts-check", "cn-north-4 cn-south-1 ap-southeast-3 la-north-2 sa-brazil-1"},
    {"check.eu-west-101.myhuaweicloud.eu", "eu-west-101"}};

}  // namespace

extern constinit const CodeArtsService kCheckService{
    {
        .word = "check",
        .words = {"check task", "check tasks", "代码检查", " 个", "检查任务"},
        .sections = kCheckSections,
        .operations = kCheckOperations,
        .events = kCheckEvents,
        .failures = kCheckFailures,
        .id = IdForm::word,
        .id_hint = "1 to 128 letters and digits",
        .hosts = kCheckHosts,
        // Links in two programs; older ones have codecheck for codechecknew, and detail for defects. Less certain.
        .console = "codechecknew/project/{project}/codecheck/task/{id}/defects",
    },
    kCheckPoller,
    kCheckTasks};

}  // namespace noticed
