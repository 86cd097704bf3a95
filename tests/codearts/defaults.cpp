#include "codearts/defaults.h"

#include <charconv>

namespace codearts {
namespace {

constexpr std::string_view kExampleRepo = "2111978605";

constexpr const char* kBuildQuery = R"({"result":[
{"notice_type":"DING_TALK","enable_map":{"buildJobFail":false,"updateConfigJob":false,"buildJobSuccess":false,
 "deleteJob":false,"forbiddenJob":false},"param_config":null},
{"notice_type":"MAIL","enable_map":{"buildJobFail":true,"updateConfigJob":false,"buildJobSuccess":false,
 "deleteJob":false,"forbiddenJob":false},"param_config":null},
{"notice_type":"MESSAGE","enable_map":{"buildJobFail":false,"updateConfigJob":false,"buildJobSuccess":false,
 "deleteJob":false,"forbiddenJob":false},"param_config":null}],"error":null,"status":"success"})";

constexpr const char* kPipelineDetail = R"({"events":[
{"id":"pipeline.updated","name":null,"selected":false,"english_name":null,"resource_role_receivers":null},
{"id":"pipeline.deleted","name":null,"selected":false,"english_name":null,"resource_role_receivers":null},
{"id":"pipelineRun.succeed","name":null,"selected":false,"english_name":null,"resource_role_receivers":null},
{"id":"pipelineRun.failed","name":null,"selected":false,"english_name":null,"resource_role_receivers":null}],
"webhook_config":null})";

constexpr const char* kPipelineStatus = R"([
{"type":5,"enabled":false,"project_switch":false,"can_open":true},
{"type":3,"enabled":false,"project_switch":false,"can_open":true},
{"type":4,"enabled":false,"project_switch":false,"can_open":true},
{"type":1,"enabled":true,"project_switch":false,"can_open":true},
{"type":2,"enabled":false,"project_switch":false,"can_open":true},
{"type":6,"enabled":false,"project_switch":false,"can_open":true}])";

constexpr const char* kCheckNotification = R"({
"codeGateFailed":{"roles":"Developer","sendMail":true,"sendMessage":true,"sendOfficialAccount":false,
 "sendRolesEnable":true,"sendUsersEnable":true,"userIds":"e8d32c5f742448228fd2ec78bdee72e4"},
"deleteTask":{"roles":"Developer","sendMail":true,"sendMessage":true,"sendOfficialAccount":false,
 "sendRolesEnable":true,"sendUsersEnable":true,"userIds":"e8d32c5f742448228fd2ec78bdee72e4"},
"executeTask":{"roles":"Developer","sendMail":true,"sendMessage":true,"sendOfficialAccount":false,
 "sendRolesEnable":true,"sendUsersEnable":true,"userIds":"e8d32c5f742448228fd2ec78bdee72e4"}})";

constexpr const char* kRepoStatus = R"({
"internal_message":{"config_source":"repo","enabled":false},"email":{"config_source":"repo","enabled":true},
"qyweixin":{"config_source":"repo","enabled":false},"feishu":{"config_source":"repo","enabled":false},
"dingding":{"config_source":"repo","enabled":false}})";

constexpr const char* kRepoSubscription = R"({"repository_id":2111978605,"enabled":true,"config_source":"repo",
"webhook_config":{"url":"https://example.com/webhook/send?key=xxxx","mention_users":"1;2",
 "mention_phone":"17812341234;18512341234;16712345678"},
"waring_repo_usage_rate":60,"subscript_events":[
{"resource_type":"mr","action":"open","enabled":true,"role_ids":null,"role_names":[]},
{"resource_type":"mr","action":"update","enabled":true,"role_ids":null,"role_names":[]},
{"resource_type":"mr","action":"merge","enabled":true,"role_ids":null,"role_names":[]},
{"resource_type":"mr","action":"review","enabled":true,"role_ids":null,"role_names":[]},
{"resource_type":"mr","action":"approve","enabled":true,"role_ids":null,"role_names":[]},
{"resource_type":"mr","action":"create_note","enabled":true,"role_ids":null,"role_names":[]},
{"resource_type":"mr","action":"resolve_note","enabled":true,"role_ids":null,"role_names":[]},
{"resource_type":"repo","action":"delete","enabled":true,"role_ids":[""],"role_names":null},
{"resource_type":"repo","action":"capacity_warning","enabled":true,"role_ids":[""],"role_names":null}]})";

const Json& example(Service service, std::size_t slot) {
  static const Json build = Json::parse(kBuildQuery);
  static const Json detail = Json::parse(kPipelineDetail);
  static const Json pipeline_status = Json::parse(kPipelineStatus);
  static const Json check = Json::parse(kCheckNotification);
  static const Json repo_status = Json::parse(kRepoStatus);
  static const Json subscription = Json::parse(kRepoSubscription);
  switch (service) {
    case Service::build: return build;
    case Service::pipeline: return slot == 0 ? pipeline_status : detail;
    case Service::check: return check;
    case Service::repo: break;
  }
  return slot == 0 ? repo_status : subscription;
}

// What is inherited or possible is no choice of the resource: those flags stay as they are.
bool varies(std::string_view key) { return key != "project_switch" && key != "can_open"; }

void turn_flags(Json& value, std::uint64_t& bits) {
  if (!value.is_structured()) return;
  for (auto& [key, member] : value.items()) {
    if (bits == 0) return;
    if (!member.is_boolean()) {
      turn_flags(member, bits);
    } else if (varies(key)) {
      if ((bits & 1U) != 0) member = !member.get<bool>();
      bits >>= 1U;
    }
  }
}

bool is_subscription(Service service, std::size_t slot) { return service == Service::repo && slot != 0; }

}  // namespace

Quirks quirks_of(const Json& object, Quirks base) {
  if (!object.contains("quirks")) return base;
  const Json& quirks = object.at("quirks");
  base.event_object = quirks.value("event_object", base.event_object);
  base.type_present = quirks.value("type_present", base.type_present);
  base.documented_lists = quirks.value("documented_lists", base.documented_lists);
  base.check_from_zero = quirks.value("check_from_zero", base.check_from_zero);
  base.check_records = quirks.value("check_records", base.check_records);
  return base;
}

Json default_answer(Service service, std::size_t slot, std::string_view id, std::uint64_t variant) {
  Json answer = example(service, slot);
  turn_flags(answer, variant);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (is_subscription(service, slot) && error == std::errc{} && end == id.data() + id.size())
    answer["repository_id"] = number;
  return answer;
}

Json with_quirks(Json answer, Service service, std::size_t slot, Quirks quirks) {
  if (service != Service::pipeline || slot == 0 || !answer.is_object()) return answer;
  Json quirky = Json::object();
  if (quirks.type_present) quirky["type"] = slot;
  for (auto& [key, member] : answer.items()) {
    if (quirks.event_object && key == "events" && member.is_array() && !member.empty())
      quirky["event"] = member.front();
    else
      quirky[key] = member;
  }
  return quirky;
}

DefaultBodies::Form& DefaultBodies::form(Service service, std::size_t slot, std::uint64_t variant) {
  std::vector<Form>& variants = forms_[index_of(service)][slot];
  if (variants.empty()) variants.resize(kVariants);
  Form& form = variants[variant];
  if (form.whole) return form;
  form.whole =
      make_body(with_quirks(default_answer(service, slot, kExampleRepo, variant), service, slot, quirks_).dump());
  if (is_subscription(service, slot)) {
    form.id_at = form.whole->text.find(kExampleRepo);
    form.id_length = kExampleRepo.size();
  }
  return form;
}

BodyPtr DefaultBodies::body(Service service, std::size_t slot, std::string_view id, std::uint64_t variant) {
  const Form& made = form(service, slot, variant % kVariants);
  if (made.id_length == 0 || id == kExampleRepo) return made.whole;
  const std::string_view text = made.whole->text;
  std::string own;
  own.reserve(text.size() + id.size());
  own.append(text.substr(0, made.id_at)).append(id).append(text.substr(made.id_at + made.id_length));
  return make_body(std::move(own));
}

}  // namespace codearts
