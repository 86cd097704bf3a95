// The example configuration that an installation gets: it is valid, and its comments name real keys.
#include <regex>

#include "config_fixture.h"
#include "daemon/config/duration.h"
#include "tests/support/file_text.h"

namespace noticed {
namespace {

class ExampleTest : public ConfigTest {
 protected:
  ExampleTest() {
    dir_.write("credentials/access-key", "AK\n");
    dir_.write("credentials/secret-key", "SK\n");
  }
  const std::string example_ = read_file(NOTICED_EXAMPLE);
};

TEST_F(ExampleTest, AsItStandsThenOnlyASinkIsMissing) {
  EXPECT_EQ(faults(example_),
            Faults{"noticed.toml: warning: no [[sink]]: changes are recorded in the log and the database only"});
}

TEST_F(ExampleTest, WithoutCredentialsThenOnlyTheseAreMissed) {
  for (const char* file : {"access-key", "secret-key"}) std::filesystem::remove(dir_.path() / "credentials" / file);
  const auto found = faults(example_);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_THAT(found[0], testing::StartsWith("noticed.toml: warning: no [[sink]]"));
  EXPECT_THAT(found[1], testing::HasSubstr("access_key_file: credentials/access-key: No such file"));
  EXPECT_THAT(found[2], testing::HasSubstr("secret_key_file: credentials/secret-key: No such file"));
}

TEST_F(ExampleTest, CommentsTakenAwayThenEveryKeyIsKnown) {
  static const std::regex kCommented("(^|\n)# (\\[|[a-z_]+ = )");
  std::string all = example_;
  // Neighbouring lines share a newline, so one pass finds every other one.
  for (int i = 0; i < 2; ++i) all = std::regex_replace(all, kCommented, "$1$2");
  const auto result = read(all);
  EXPECT_EQ(result.config.resources.size(), 4U);
  EXPECT_EQ(result.config.discovers.size(), 1U);
  EXPECT_EQ(result.config.sinks.size(), 1U);
  for (const auto& fault : texts(result)) {
    EXPECT_EQ(fault.find("unknown"), std::string::npos) << fault;
    EXPECT_EQ(fault.find("not available"), std::string::npos) << fault;
  }
}

TEST_F(ExampleTest, DefaultsInItsCommentsThenTheRealOnes) {
  const auto says = [&](const std::string& key, const std::string& value) {
    EXPECT_THAT(example_, testing::ContainsRegex("\n# " + key + " = " + value + "( |\n)"));
  };
  const auto quoted = [](const std::string& text) { return "\"" + text + "\""; };
  const Config config = read(example_ + "[[sink]]\ntype = \"feishu\"\nurl = \"https://x.example.com\"\n").config;
  const SinkConfig& sink = config.sinks.at(0);
  says("log_level", quoted(config.log_level));
  says("path", quoted(config.database));
  says("interval", quoted(to_text(config.interval)));
  says("timeout", quoted(to_text(config.timeout)));
  says("concurrency", std::to_string(config.concurrency));
  says("fail_after", std::to_string(config.fail_after));
  says("gone_after", std::to_string(config.gone_after));
  says("every", quoted(to_text(config.discovers.at(0).rule.every)));
  says("access_key_file", quoted(config.accounts.at(0).access_key_file.filename()));
  says("min_severity", quoted(std::string(to_text(sink.route.min_severity))));
  says("group_wait", quoted(to_text(sink.group_wait)));
  says("group_max", quoted(to_text(sink.group_max)));
  EXPECT_EQ(sink.max_age, std::chrono::hours(72));
  says("max_age", "\"72h\"");
  EXPECT_FALSE(config.keep.has_value());
  says("keep", "\"forever\"");
}

}  // namespace
}  // namespace noticed
