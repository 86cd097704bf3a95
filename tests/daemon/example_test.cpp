// The example configuration that an installation gets: good as it stands, and its comments name real keys.
#include <fstream>
#include <regex>
#include <sstream>

#include "config_fixture.h"

namespace noticed {
namespace {

class ExampleTest : public ConfigTest {
 protected:
  ExampleTest() {
    dir_.write("credentials/access-key", "AK\n");
    dir_.write("credentials/secret-key", "SK\n");
    std::ifstream file(NOTICED_EXAMPLE);
    std::ostringstream text;
    text << file.rdbuf();
    example_ = text.str();
  }
  std::string example_;
};

TEST_F(ExampleTest, AsItStandsThenOnlyASinkIsMissing) {
  EXPECT_EQ(faults(example_),
            Faults{"noticed.toml: warning: no [[sink]]: changes will be told in the log and the database only"});
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
  const auto line = [&](const std::string& text) { return example_.find("\n# " + text + " ") != std::string::npos; };
  const auto result = read(example_);
  const Config& config = result.config;
  EXPECT_TRUE(line("interval = \"5m\"") && config.interval == std::chrono::minutes(5));
  EXPECT_TRUE(line("concurrency = 64") && config.concurrency == 64);
  EXPECT_TRUE(line("fail_after = 3") && config.fail_after == 3);
  EXPECT_TRUE(line("gone_after = 3") && config.gone_after == 3);
  EXPECT_TRUE(line("every = \"1h\"") && config.discovers.at(0).rule.every == std::chrono::hours(1));
  EXPECT_TRUE(line("access_key_file = \"access-key\"") &&
              config.accounts.at(0).access_key_file == dir_.path() / "credentials/access-key");
}

}  // namespace
}  // namespace noticed
