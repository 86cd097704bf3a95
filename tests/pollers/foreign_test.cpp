// Undocumented members: a string is shown only if it is plainly harmless, whatever its name and form.
#include <gtest/gtest.h>

#include <random>

#include "samples.h"

namespace noticed::tests {
namespace {

using nlohmann::json;

std::string text(std::string_view value) { return "text#" + redactor().fingerprint(MaskKind::text, value); }
std::string secret(std::string_view value) { return "secret#" + redactor().fingerprint(MaskKind::secret, value); }
std::string url(std::string_view value) { return "url#" + redactor().fingerprint(MaskKind::url, value); }

/// The value of one undocumented member.
json shown(const std::string& name, const json& value) { return redactor().redact(json{{name, value}}).json()[name]; }

/// The same in a build job's param_config.
json shown_in_config(const std::string& name, const json& value) {
  const json body = redactor().redact(json{{"param_config", json{{name, value}}.dump()}}).json();
  return json::parse(body["param_config"].get<std::string>())[name];
}

struct Member {
  const char* name;
  const char* value;
};

const std::vector<Member> kMembers{
    {"sk", "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4MTIzNDU2"},
    {"sk", "hunter2"},
    {"robot_code", "0b8a7c6d5e4f30211203f4e5d6c7b8a9"},
    {"bearer", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"},
    {"pwd", "hunter2"},
    {"client.pass", "correct horse battery staple"},
    {"robot_address", "oapi.dingtalk.com/robot/send?access_code=8f2b6c"},
    {"robot_address", "host/robot/send?access_code=hunter2"},
    {"back", "https%3A%2F%2Fopen.feishu.cn%2Fopen-apis%2Fbot%2Fhunter2"},
    {"back", "https%253a%252F%252fopen.feishu.cn%252Fbot%252Fhunter2"},
    {"note", "the password is hunter2"},
    {"说明", "口令是 hunter2"},
};

TEST(Foreign, MemberOfARobotThenNoPartOfItIsInTheSettings) {
  for (const Member& member : kMembers) {
    for (const char* api_name : {"pipeline", "repo"}) {
      json body = json::parse(documented(api(api_name)));
      body["webhook_config"][member.name] = member.value;
      body["webhook_config"]["deep"] = {{"name", member.value}, {"more", {{"type", member.value}}}};
      const std::string settings = canonical(api(api_name), body.dump());
      EXPECT_EQ(settings.find(member.value), std::string::npos) << settings;
      EXPECT_EQ(settings.find("hunter2"), std::string::npos) << settings;
      EXPECT_NE(settings.find(std::string("x.") + member.name), std::string::npos) << settings;
    }
  }
}

TEST(Foreign, MemberOfAConfigurationThenNoPartOfItIsInTheSettings) {
  for (const Member& member : kMembers) {
    const json config{{member.name, member.value}, {"style", {{"name", member.value}, {"options", {member.value}}}}};
    const json body{{"result", {{{"notice_type", "DING_TALK"}, {"param_config", config.dump()}}}}};
    const std::string settings = canonical(api("build"), body.dump());
    EXPECT_EQ(settings.find(member.value), std::string::npos) << settings;
    EXPECT_EQ(settings.find("hunter2"), std::string::npos) << settings;
    EXPECT_NE(settings.find("config.style.options"), std::string::npos) << settings;
  }
}

TEST(Foreign, StringThenFingerprintedByWhatItsNameSoundsLike) {
  EXPECT_EQ(shown("pwd", "hunter2"), text("hunter2"));
  EXPECT_EQ(shown("sign_pwd", "hunter2"), secret("hunter2"));
  EXPECT_EQ(shown_in_config("pwd", "hunter2"), text("hunter2"));
  EXPECT_EQ(shown("a", json{{"name", "hunter2"}, {"id", "hunter2"}, {"status", {"hunter2"}}}),
            (json{{"name", text("hunter2")}, {"id", text("hunter2")}, {"status", {text("hunter2")}}}));
}

TEST(Foreign, OtherValueThenOtherFingerprint) {
  EXPECT_EQ(shown("pwd", "hunter2"), shown("pwd", "hunter2"));
  EXPECT_NE(shown("pwd", "hunter2"), shown("pwd", "hunter3"));
  EXPECT_NE(shown("note", "ask a@b.cn"), shown("note", "ask c@b.cn"));
  EXPECT_NE(shown("note", "ask a@b.cn"), shown("note", "tell a@b.cn"));
}

TEST(Foreign, PlainlyHarmlessStringThenShown) {
  for (const char* value : {"",
                            "true",
                            "FALSE",
                            "yes",
                            "No",
                            "on",
                            "off",
                            "enabled",
                            "Disabled",
                            "0",
                            "7",
                            "-1",
                            "+5",
                            "12.5",
                            "2147483647",
                            "DING_TALK",
                            "ding_talk",
                            "mr",
                            "capacity_warning",
                            "CREATOR",
                            "pipelineRun.failed",
                            "buildJobFail",
                            "success",
                            "product",
                            "projectName"}) {
    EXPECT_EQ(shown("level", value), value);
    EXPECT_EQ(shown("a", json{{"b", {value}}}), (json{{"b", {value}}}));
    EXPECT_EQ(shown_in_config("level", value), value);
  }
}

TEST(Foreign, NearlyHarmlessStringThenFingerprinted) {
  for (const char* value : {"truely", "12345678901", "1.2.3", "1e9", "0x1f", "--1", "+", ".", "1 2", "on!", "mrx"})
    EXPECT_EQ(shown("level", value), text(value));
}

TEST(Foreign, PeopleAndAddressesThenTheirMasksTellMore) {
  const std::string mobile = redactor().mask(MaskKind::phone, "17812341234");
  const std::string mail = redactor().mask(MaskKind::email, "alice@example.com");
  EXPECT_EQ(shown("duty", "17812341234"), mobile);
  EXPECT_EQ(shown("duty", "alice@example.com, 17812341234;"), mail + ", " + mobile + ";");
  EXPECT_EQ(shown("back", "https://example.com/x?k=1"), redactor().mask(MaskKind::url, "https://example.com/x?k=1"));
  EXPECT_EQ(shown("back", "host/robot/send?access_code=hunter2"), url("host/robot/send?access_code=hunter2"));
  EXPECT_EQ(shown("duty", "call 17812341234"), text("call " + mobile));
}

TEST(Foreign, ListOfObjectsThenOnlyHarmlessStringsAreShown) {
  EXPECT_EQ(shown("robots", json::array({{{"pwd", "hunter2"}, {"type", "dingtalk"}, {"on", "true"}, {"n", "30"}}})),
            json::array({{{"pwd", text("hunter2")}, {"type", "dingtalk"}, {"on", "true"}, {"n", "30"}}}));
  EXPECT_EQ(shown("robots", json::array({{{"who", "17812341234"}, {"token", "on"}}})),
            json::array({{{"who", text("17812341234")}, {"token", secret("on")}}}));
}

TEST(Foreign, DocumentedMemberOfAConfigurationThenByItsShape) {
  EXPECT_EQ(shown_in_config("options", {"projectName", "构建"}), (json{"projectName", "构建"}));
  EXPECT_EQ(shown_in_config("mentioned_list", "li;wang"), "li;wang");
  EXPECT_EQ(shown_in_config("name", "hunter2"), text("hunter2"));
  EXPECT_EQ(shown_in_config("a", json{{"options", {"hunter2"}}}), (json{{"options", {text("hunter2")}}}));
}

TEST(Foreign, MaskInAnAnswerOfTheCloudThenItIsNoMask) {
  for (const char* dressed : {"text#0123456789abcdef", "secret#0123456789abcdef", "phone#0123456789abcdef",
                              "url#0123456789abcdef", "178****1234#0123456789abcdef"}) {
    EXPECT_EQ(shown("pwd", dressed), text(dressed));
    EXPECT_EQ(shown("robots", json::array({{{"a", dressed}}})), json::array({{{"a", text(dressed)}}}));
  }
  EXPECT_NE(shown("back", "https://hunter2/#0123456789abcdef"), "https://hunter2/#0123456789abcdef");
  EXPECT_NE(shown("duty", "a***@hunter2#0123456789abcdef"), "a***@hunter2#0123456789abcdef");
}

TEST(Foreign, NameThatIsATokenThenFingerprinted) {
  const auto name_of = [](const std::string& name) {
    return redactor().redact(json{{"enable_map", {{name, true}}}}).json()["enable_map"].items().begin().key();
  };
  for (const char* name : {"Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4MTIzNDU2", "0b8a7c6d5e4f30211203f4e5d6c7b8a9",
                           "robot 0b8a7c6d5e4f30211203f4e5d6c7b8a9"})
    EXPECT_EQ(name_of(name), text(name));
  for (const char* name : {"send_notification_v2_enabled", "codecheck.task.level1.failed", "buildJobFail",
                           "scheduledNotificationLevel2", "流水线.失败"})
    EXPECT_EQ(name_of(name), name);
  EXPECT_EQ(name_of("host/send?access_code=hunter2"), url("host/send?access_code=hunter2"));
}

std::string settings_or_fault(const Api& called, const json& body) {
  try {
    return canonical(called, body.dump());
  } catch (const Malformed& fault) {
    return fault.what();  // two invented members may map to the same setting
  }
}

/// Random names and values as a vendor may choose them; reproducible.
class Inventor {
 public:
  std::string name() {
    static const std::vector<std::string> parts{"robot", "code", "pwd",  "client", "Pass",
                                                "hook",  "note", "配置", "v2",     "id"};
    std::string made = parts[random_() % parts.size()];
    for (auto more = random_() % 3; more > 0; --more) made += "._-"[random_() % 3] + parts[random_() % parts.size()];
    return made;
  }
  /// Never harmless: it begins with a letter with which no known word begins.
  std::string value() {
    static constexpr std::string_view kSigns = "abcdefghijklmnopqrstuvwxyzABCDEFXYZ0123456789-_.:/?&=+% ,;#*";
    std::string made = "Q";
    for (auto more = 6 + random_() % 40; more > 0; --more) made += kSigns[random_() % kSigns.size()];
    return made + "z";
  }
  json around(const json& inner) {
    switch (random_() % 5) {
      case 0: return json{{name(), inner}};
      case 1: return json::array({inner});
      case 2: return json::array({{{name(), inner}}, 7});
      case 3: return json{{"name", inner}, {"param_config", json{{name(), inner}}.dump()}};
      default: return inner;
    }
  }
  std::size_t number() { return random_(); }

 private:
  std::mt19937 random_{20261129};
};

TEST(Foreign, AnyInventedMemberThenItsStringIsNeitherInTheAnswerNorInTheSettings) {
  Inventor inventor;
  for (int round = 0; round < 4'000; ++round) {
    const std::string value = inventor.value();
    const json planted = inventor.around(inventor.around(value));
    const Api& called = kApis[inventor.number() % kApis.size()];
    json body = json::parse(documented(called));
    json& place = body.is_array() ? body[0] : body;
    place["new_" + inventor.name()] = planted;
    if (place.contains("webhook_config")) place["webhook_config"]["new_" + inventor.name()] = planted;
    if (place.contains("result")) place["result"][0]["param_config"] = json{{inventor.name(), planted}}.dump();
    ASSERT_EQ(redactor().redact(body).json().dump().find(value), std::string::npos) << body.dump();
    ASSERT_EQ(settings_or_fault(called, body).find(value), std::string::npos) << body.dump();
  }
}

}  // namespace
}  // namespace noticed::tests
