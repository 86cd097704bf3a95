// [[discover]]: resources that are found rather than named.
#include "config_fixture.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class DiscoverKeysTest : public ConfigTest {
 protected:
  /// A valid file whose [[discover]] begins at line 8, without a [[resource]].
  ConfigResult with(const std::string& lines, const std::string& account = kAccount) const {
    return read(account + kSink + "[[discover]]\n" + lines);
  }
  Faults faults_with(const std::string& lines) const { return texts(with(lines)); }
  static std::string in_region(const std::string& region) {
    return "[[account]]\nregion = \"" + region + "\"\nauth = \"token\"\ntoken_file = \"token\"\n";
  }
};

std::vector<SectionMask> sections_of_services(const DiscoverRule& rule) {
  return {rule.sections.begin(), rule.sections.begin() + std::ssize(services())};
}

TEST_F(DiscoverKeysTest, EmptyThenEverythingOfTheOneAccount) {
  const auto [config, faults] = with("");
  EXPECT_EQ(faults.size(), 0U);
  ASSERT_EQ(config.discovers.size(), 1U);
  const DiscoverRule& rule = config.discovers[0].rule;
  EXPECT_EQ(rule.account, "ap-southeast-3");
  EXPECT_THAT(rule.projects, ElementsAre("*"));
  EXPECT_THAT(rule.include, ElementsAre("*"));
  EXPECT_THAT(rule.exclude, IsEmpty());
  EXPECT_THAT(sections_of_services(rule), ElementsAre(0b1U, 0b1111111U, 0b1U, 0b111111U));
  EXPECT_EQ(rule.interval, 300s);
  EXPECT_EQ(rule.every, 1h);
  EXPECT_THAT(rule.labels, IsEmpty());
  EXPECT_EQ(config.discovers[0].at.line, 8U);
}

TEST_F(DiscoverKeysTest, GivenInFullThenTaken) {
  const auto [config, faults] = with(
      "account = \"ap-southeast-3\"\nprojects = [\"pay*\", \"e2e18230a85d4d6ab0b56cb6d2246c18\"]\n"
      "services = [\"pipeline\", \"build\"]\nevery = \"1m\"\ninclude = [\"a*\"]\nexclude = [\"*-sandbox\"]\n"
      "interval = \"30m\"\nchannels = [\"email\", \"feishu\"]\nlabels = { team = \"pay\" }\n");
  EXPECT_EQ(faults.size(), 0U);
  const DiscoverRule& rule = config.discovers.at(0).rule;
  EXPECT_THAT(rule.projects, ElementsAre("pay*", "e2e18230a85d4d6ab0b56cb6d2246c18"));
  EXPECT_THAT(sections_of_services(rule), ElementsAre(0b1U, 0b0100101U, 0U, 0U));
  EXPECT_EQ(rule.every, 1min);
  EXPECT_THAT(rule.include, ElementsAre("a*"));
  EXPECT_THAT(rule.exclude, ElementsAre("*-sandbox"));
  EXPECT_EQ(rule.interval, 30min);
  EXPECT_EQ(rule.labels, (std::map<std::string, std::string>{{"team", "pay"}}));
}

TEST_F(DiscoverKeysTest, ChannelOfPipelinesAloneThenRepositoriesKeepTheirStatus) {
  const auto [config, faults] = with("channels = [\"webhook\", \"system\"]\n");
  EXPECT_EQ(faults.size(), 0U);
  EXPECT_THAT(sections_of_services(config.discovers.at(0).rule), ElementsAre(0b1U, 0b1000011U, 0b1U, 0b000011U));
}

TEST_F(DiscoverKeysTest, ChannelThatNoneOfThemKnowsThenFault) {
  EXPECT_EQ(
      faults_with("channels = [\"mail\", \"status\"]\n"),
      (Faults{"noticed.toml:9:12: [[discover]] channels: \"mail\" is not a channel of pipelines and repositories",
              "noticed.toml:9:12: [[discover]] channels: \"status\" is not a channel of pipelines and repositories"}));
  EXPECT_EQ(faults_with("services = [\"repo\", \"build\"]\nchannels = [\"webhook\"]\n"),
            Faults{"noticed.toml:10:12: [[discover]] channels: \"webhook\" is not a channel of repositories"});
  EXPECT_EQ(
      faults_with("services = [\"build\"]\nchannels = [\"email\"]\n"),
      Faults{"noticed.toml:10:12: [[discover]] channels: only pipelines and repositories can be polled by channel"});
}

TEST_F(DiscoverKeysTest, UnknownServiceThenFault) {
  EXPECT_EQ(faults_with("services = [\"build\", \"deploy\"]\n"),
            Faults{"noticed.toml:9:12: [[discover]] services: \"deploy\" is not a service; choose build, pipeline, "
                   "check or repo"});
}

TEST_F(DiscoverKeysTest, EmptyListsThenFaults) {
  EXPECT_EQ(
      faults_with("projects = []\nservices = []\ninclude = []\nexclude = []\n"),
      (Faults{
          "noticed.toml:9:12: [[discover]] projects: is empty, so nothing would be discovered; write [\"*\"] for all",
          "noticed.toml:10:12: [[discover]] services: is empty, so nothing would be discovered; remove it for all "
          "services",
          "noticed.toml:11:11: [[discover]] include: is empty, so nothing would be discovered; write [\"*\"] for "
          "all"}));
}

TEST_F(DiscoverKeysTest, TooOftenThenTheLeastIsNamed) {
  EXPECT_EQ(faults_with("every = \"59s\"\ninterval = \"10ms\"\n"),
            (Faults{"noticed.toml:9:9: [[discover]] every: \"59s\" is too short; the minimum is 1m",
                    "noticed.toml:10:12: [[discover]] interval: \"10ms\" is too short; the minimum is 1s"}));
}

TEST_F(DiscoverKeysTest, NearMissOfAKeyThenTheKeyIsNamed) {
  EXPECT_EQ(faults_with("project = [\"*\"]\n"),
            Faults{"noticed.toml:9:1: [[discover]]: unknown key \"project\"; did you mean \"projects\"?"});
}

TEST_F(DiscoverKeysTest, IntervalOfPollingThenInherited) {
  EXPECT_EQ(with("[polling]\ninterval = \"7m\"\n").config.discovers.at(0).rule.interval, 7min);
}

TEST_F(DiscoverKeysTest, AccountMissingOrUnknownThenFault) {
  EXPECT_EQ(faults_with("account = \"prod\"\n"),
            Faults{"noticed.toml:8:1: [[discover]] account: there is no [[account]] \"prod\""});
  EXPECT_EQ(texts(with("", kAccount + in_region("cn-north-4"))),
            Faults{"noticed.toml:12:1: [[discover]]: account is missing; name one, since there are several"});
}

TEST_F(DiscoverKeysTest, NoHostOfAServiceThatIsNotNamedThenLeftOutAndSaid) {
  const auto result = with("", in_region("cn-south-2") + "endpoints = { project = \"https://p.example.com\" }\n");
  EXPECT_EQ(texts(result),
            Faults{"noticed.toml:9:1: warning: [[discover]]: check is not discovered: no host of it is documented for "
                   "region \"cn-south-2\"; set it in the account's endpoints, or list the services you want"});
  EXPECT_TRUE(result.usable());
  EXPECT_THAT(sections_of_services(result.config.discovers.at(0).rule), ElementsAre(0b1U, 0b1111111U, 0U, 0b111111U));
}

TEST_F(DiscoverKeysTest, NoHostOfAServiceThatIsNamedThenFault) {
  EXPECT_EQ(texts(with("services = [\"check\"]\n",
                       in_region("cn-south-2") + "endpoints = { project = \"https://p.example.com\" }\n")),
            Faults{"noticed.toml:9:1: [[discover]] services: no host of check is documented for region \"cn-south-2\"; "
                   "set it in the account's endpoints"});
}

TEST_F(DiscoverKeysTest, NoHostThatListsProjectsThenFault) {
  EXPECT_EQ(texts(with("services = [\"build\"]\n", in_region("cn-south-2"))),
            Faults{"noticed.toml:8:1: [[discover]]: no host that lists projects is documented for region "
                   "\"cn-south-2\"; set it in the account's endpoints as project"});
}

TEST_F(DiscoverKeysTest, SeveralInSeveralFilesThenAllInOrder) {
  dir_.write("conf.d/10.toml", "[[discover]]\ninterval = \"2m\"\n");
  const auto [config, faults] = with("interval = \"1m\"\n");
  EXPECT_EQ(faults.size(), 0U);
  ASSERT_EQ(config.discovers.size(), 2U);
  EXPECT_EQ(config.discovers[0].rule.interval, 1min);
  EXPECT_EQ(config.discovers[1].rule.interval, 2min);
}

}  // namespace
}  // namespace noticed
