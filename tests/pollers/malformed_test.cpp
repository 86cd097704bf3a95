#include <gtest/gtest.h>

#include "samples.h"

namespace noticed::tests {
namespace {

using nlohmann::json;

std::string fault_of(const Api& called, const std::string& body) {
  try {
    settings_of(called, body);
  } catch (const Malformed& fault) {
    return fault.what();
  }
  return "";
}

TEST(Malformed, NotTheAnswersFormThenRefused) {
  for (const Api& called : kApis)
    for (const char* body : {"", "x", "null", "true", "7", "\"x\"", "{}", R"({"foo":1})", R"({"a":1,"a":1})", "[[]]"})
      EXPECT_NE(fault_of(called, body), "") << called.name << " " << body;
  EXPECT_EQ(fault_of(api("check"), "[]"), "the answer: array instead of an object");
  EXPECT_EQ(fault_of(api("repo"), R"({"foo":1})"), "the answer: none of the documented members");
}

TEST(Malformed, TooDeepThenRefused) {
  for (const Api& called : kApis) {
    json body = json::parse(documented(called));
    json deep = json::object();
    for (int i = 0; i < 70; ++i) deep = json{{"a", std::move(deep)}};
    (body.is_array() ? body[0] : body)["extra"] = std::move(deep);
    EXPECT_EQ(fault_of(called, body.dump()), "nested deeper than 64 levels") << called.name;
  }
}

/// Every documented member, with an answer that contains it.
struct Documented {
  const char* api;
  const char* pointer;
  const char* type;  // of the JSON there: boolean, string, integer, array, object
};

constexpr Documented kDocumented[] = {
    {"build", "/result", "array"},
    {"build", "/result/0", "object"},
    {"build", "/result/0/notice_type", "string"},
    {"build", "/result/0/enable_map", "object"},
    {"build", "/result/0/enable_map/buildJobFail", "boolean"},
    {"build", "/result/0/param_config", "string"},
    {"build", "/error", "string"},
    {"build", "/status", "string"},
    {"pipeline", "/type", "integer"},
    {"pipeline", "/events", "array"},
    {"pipeline", "/events/0", "object"},
    {"pipeline", "/event", "array"},
    {"pipeline", "/events/0/id", "string"},
    {"pipeline", "/events/0/selected", "boolean"},
    {"pipeline", "/events/0/name", "string"},
    {"pipeline", "/events/0/english_name", "string"},
    {"pipeline", "/events/0/notice_roles", "array"},
    {"pipeline", "/events/0/notice_roles/0", "string"},
    {"pipeline", "/webhook_config", "object"},
    {"pipeline", "/webhook_config/notice_id", "string"},
    {"pipeline", "/webhook_config/url", "string"},
    {"pipeline", "/webhook_config/secret_info", "string"},
    {"pipeline", "/webhook_config/events", "array"},
    {"pipeline", "/webhook_config/options", "array"},
    {"pipeline", "/webhook_config/mentioned_list", "array"},
    {"pipeline", "/webhook_config/mentioned_mobile_list", "array"},
    {"pipeline_status", "/0", "object"},
    {"pipeline_status", "/0/type", "integer"},
    {"pipeline_status", "/0/enabled", "boolean"},
    {"pipeline_status", "/0/project_switch", "boolean"},
    {"pipeline_status", "/0/can_open", "boolean"},
    {"check", "/codeGateFailed", "object"},
    {"check", "/deleteTask", "object"},
    {"check", "/executeTask", "object"},
    {"check", "/codeGateFailed/roles", "string"},
    {"check", "/codeGateFailed/sendMail", "boolean"},
    {"check", "/codeGateFailed/sendMessage", "boolean"},
    {"check", "/codeGateFailed/sendOfficialAccount", "boolean"},
    {"check", "/codeGateFailed/sendRolesEnable", "boolean"},
    {"check", "/codeGateFailed/sendUsersEnable", "boolean"},
    {"check", "/codeGateFailed/userIds", "string"},
    {"repo_status", "/internal_message", "object"},
    {"repo_status", "/email", "object"},
    {"repo_status", "/qyweixin", "object"},
    {"repo_status", "/feishu", "object"},
    {"repo_status", "/dingding", "object"},
    {"repo_status", "/email/config_source", "string"},
    {"repo_status", "/email/enabled", "boolean"},
    {"repo", "/repository_id", "integer"},
    {"repo", "/enabled", "boolean"},
    {"repo", "/config_source", "string"},
    {"repo", "/webhook_config", "object"},
    {"repo", "/webhook_config/url", "string"},
    {"repo", "/webhook_config/mention_users", "string"},
    {"repo", "/webhook_config/mention_phone", "string"},
    {"repo", "/webhook_config/has_token", "boolean"},
    {"repo", "/waring_repo_usage_rate", "integer"},
    {"repo", "/subscript_events", "array"},
    {"repo", "/subscript_events/0", "object"},
    {"repo", "/subscript_events/0/resource_type", "string"},
    {"repo", "/subscript_events/0/action", "string"},
    {"repo", "/subscript_events/0/enabled", "boolean"},
    {"repo", "/subscript_events/0/role_ids", "array"},
    {"repo", "/subscript_events/0/role_ids/0", "string or integer"},
    {"repo", "/subscript_events/0/role_names", "array"},
};

TEST(Malformed, DocumentedMemberOfAnotherTypeThenRefusedWithItsPlace) {
  const std::pair<const char*, json> others[] = {{"boolean", true},
                                                 {"string", "canary"},
                                                 {"integer", 7},
                                                 {"array", json::array({"canary"})},
                                                 {"object", {{"canary", "canary"}}},
                                                 {"fraction", 1.5}};
  for (const auto& [name, pointer, type] : kDocumented)
    for (const auto& [other, value] : others) {
      json body = json::parse(documented(api(name)));
      const bool list = other == std::string("array") && std::string(type) == "array";
      if (std::string(type).find(other) != std::string::npos || list) continue;
      body[json::json_pointer(pointer)] = value;
      const std::string fault = fault_of(api(name), body.dump());
      EXPECT_TRUE(fault.starts_with(pointer)) << name << " " << pointer << " as " << other << ": " << fault;
      EXPECT_EQ(fault.find("canary\""), std::string::npos) << fault;
    }
}

TEST(Malformed, SameIdentityTwiceThenRefused) {
  EXPECT_EQ(fault_of(api("build"), R"({"result":[{"notice_type":"MAIL"},{"notice_type":"mail"}]})"),
            "/result/1/notice_type: the same type as another item's");
  EXPECT_EQ(fault_of(api("pipeline"), R"({"events":[{"id":"e"},{"id":"e"}]})"),
            "/events/1/id: the same event as another item's");
  EXPECT_NE(fault_of(api("pipeline"), R"({"events":[{"id":"e","selected":true}],"event":{"id":"e","selected":false}})"),
            "");
  EXPECT_EQ(fault_of(api("pipeline_status"), R"([{"type":1},{"type":1}])"), "/1/type: the same type as another item's");
  EXPECT_NE(fault_of(api("repo"), R"({"subscript_events":[{"resource_type":"mr","action":"open"},
                                     {"resource_type":"mr","action":"open"}]})"),
            "");
}

TEST(Malformed, IdentityMissingOrReservedThenRefused) {
  EXPECT_EQ(fault_of(api("build"), R"({"result":[{"enable_map":{}}]})"), "/result/0/notice_type: missing");
  EXPECT_EQ(fault_of(api("build"), R"({"result":[{"notice_type":"*"}]})"),
            "/result/0/notice_type: \"*\" is not a name");
  EXPECT_NE(fault_of(api("build"), R"({"result":[{"notice_type":"MAIL","enable_map":{"*":true}}]})"), "");
  EXPECT_EQ(fault_of(api("pipeline"), R"({"events":[{"selected":true}]})"), "/events/0/id: missing");
  EXPECT_EQ(fault_of(api("pipeline_status"), R"([{"enabled":true}])"), "/0/type: missing");
  EXPECT_EQ(fault_of(api("repo"), R"({"subscript_events":[{"resource_type":"mr"}]})"),
            "/subscript_events/0/action: missing");
}

TEST(Malformed, IdentityOfAnotherThenRefused) {
  EXPECT_EQ(fault_of(api("pipeline"), R"({"type":5,"events":[]})"), "/type: another type's answer");
  EXPECT_EQ(fault_of(api("repo"), R"({"repository_id":7})"), "/repository_id: another repository's answer");
}

TEST(Malformed, NamesMadeToFillTheDiskThenRefused) {
  const std::string name(1000, 'n');
  EXPECT_EQ(fault_of(api("check"), json{{"deleteTask", nullptr}, {name, {{"a", 1}}}}.dump()),
            "an unknown member's name is too long");
  EXPECT_EQ(fault_of(api("pipeline"), json{{"events", {{{"id", name}, {"selected", true}}}}}.dump()),
            "a name is longer than 512 bytes");
  EXPECT_EQ(fault_of(api("check"), R"({"deleteTask":null,"a.b":1,"a":{"b":2}})"),
            "two members contain the same setting");
}

}  // namespace
}  // namespace noticed::tests
