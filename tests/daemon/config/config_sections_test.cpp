// [[resource]], [[destination]] and [[sink]]: required keys and valid values.
#include "config_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

std::string account(const std::string& name) {
  return "[[account]]\nname = \"" + name +
         "\"\nregion = \"ap-southeast-3\"\nauth = \"token\"\ntoken_file = \"token\"\n";
}

TEST_F(ConfigTest, RegionWithoutThatServiceThenFaultNamesTheRemedy) {
  EXPECT_EQ(faults("[[account]]\nregion = \"cn-south-2\"\nauth = \"token\"\ntoken_file = \"token\"\n"
                   "[[resource]]\nservice = \"check\"\nid = \"t1\"\n" +
                   kSink),
            Faults{"noticed.toml:5:1: [[resource]]: no host of check is documented for region \"cn-south-2\"; set it "
                   "in the account's endpoints"});
}

TEST_F(ConfigTest, EmptyResourceThenEverythingMissingIsNamed) {
  EXPECT_EQ(faults(kGoodConfig + "[[resource]]\n"),
            (Faults{"noticed.toml:11:1: [[resource]]: service is missing: build, pipeline, check or repo",
                    "noticed.toml:11:1: [[resource]]: id is missing"}));
}

TEST_F(ConfigTest, OnlyResourceIsFaultyThenNotSaidToBeNone) {
  EXPECT_EQ(faults(kAccount + "[[resource]]\nservice = \"build\"\n" + kSink),
            Faults{"noticed.toml:5:1: [[resource]]: id is missing"});
}

TEST_F(ConfigTest, PipelineWithoutProjectThenFault) {
  EXPECT_EQ(faults(kGoodConfig + "[[resource]]\nservice = \"pipeline\"\nid = \"0747bdf4c1f64a4195d4e1b1d9f2c6a3\"\n"),
            Faults{"noticed.toml:11:1: [[resource]]: a pipeline needs project_id, the CodeArts project it belongs to"});
}

TEST_F(ConfigTest, IdsOfAnotherShapeThenTheShapeIsNamed) {
  const auto fault = [](const std::string& id, const std::string& rest) {
    return Faults{"noticed.toml:13:6: [[resource]] id: \"" + id + "\" is not a " + rest};
  };
  const auto of = [&](const std::string& service, const std::string& id) {
    return faults(kGoodConfig + "[[resource]]\nservice = \"" + service + "\"\nid = \"" + id +
                  "\"\nproject_id = \"p\"\n");
  };
  EXPECT_EQ(of("build", "48C66C6002964721BE537CDC6CE0297B"),
            fault("48C66C6002964721BE537CDC6CE0297B", "build id; expected: 32 lower-case letters and digits"));
  EXPECT_EQ(of("pipeline", "0747"), fault("0747", "pipeline id; expected: 32 lower-case letters and digits"));
  EXPECT_EQ(of("repo", "2111978605a"),
            fault("2111978605a", "repo id; expected: the repository's number, not its UUID"));
  EXPECT_EQ(of("repo", "0"), fault("0", "repo id; expected: the repository's number, not its UUID"));
  EXPECT_EQ(of("check", "a/b"), fault("a/b", "check id; expected: 1 to 128 letters and digits"));
  EXPECT_EQ(of("check", std::string(129, 'a')),
            fault(std::string(129, 'a'), "check id; expected: 1 to 128 letters and digits"));
  EXPECT_EQ(of("check", std::string(128, 'a')), Faults{});
}

TEST_F(ConfigTest, ChannelsThenTheirSectionsAndTheStatus) {
  const auto [config, faults] =
      read(kGoodConfig + "[[resource]]\nservice = \"repo\"\nid = \"7\"\nchannels = [\"email\", \"wecom\"]\n");
  EXPECT_EQ(faults.size(), 0U);
  EXPECT_EQ(config.resources.at(1).sections, 0b1101U);
}

TEST_F(ConfigTest, UnknownChannelsThenFaults) {
  EXPECT_EQ(
      faults(kGoodConfig + "[[resource]]\nservice = \"repo\"\nid = \"7\"\nchannels = [\"webhook\", \"status\"]\n"),
      (Faults{"noticed.toml:14:12: [[resource]] channels: \"webhook\" is not a channel of a repo",
              "noticed.toml:14:12: [[resource]] channels: \"status\" is not a channel of a repo"}));
  EXPECT_EQ(
      faults(kGoodConfig + "[[resource]]\nservice = \"check\"\nid = \"7\"\nchannels = [\"email\"]\n"),
      Faults{"noticed.toml:14:12: [[resource]] channels: only pipelines and repositories can be polled by channel"});
}

TEST_F(ConfigTest, ResourceTwiceThenFault) {
  EXPECT_EQ(faults(kGoodConfig + kResource),
            Faults{"noticed.toml:11:1: [[resource]]: build/48c66c6002964721be537cdc6ce0297b is configured twice; "
                   "remove one of them"});
}

TEST_F(ConfigTest, SameResourceInTwoAccountsThenGood) {
  EXPECT_EQ(
      faults(account("a") + account("b") + kResource + "account = \"a\"\n" + kResource + "account = \"b\"\n" + kSink),
      Faults{});
}

TEST_F(ConfigTest, AccountThatIsNotThereThenFault) {
  EXPECT_EQ(faults(kAccount + kResource + "account = \"prod\"\n" + kSink),
            Faults{"noticed.toml:5:1: [[resource]] account: there is no [[account]] \"prod\""});
}

TEST_F(ConfigTest, SeveralAccountsAndNoneNamedThenFault) {
  EXPECT_EQ(faults(account("a") + account("b") + kResource + kSink),
            Faults{"noticed.toml:11:1: [[resource]]: account is missing; name one, since there are several"});
}

TEST_F(ConfigTest, ResourceGivenInFullThenTaken) {
  const auto [config, faults] =
      read(kGoodConfig +
           "[[resource]]\nservice = \"pipeline\"\nid = \"0747bdf4c1f64a4195d4e1b1d9f2c6a3\"\n"
           "project_id = \"p1\"\nname = \"api\"\ninterval = \"30s\"\nlabels = { team = \"pay\" }\n");
  EXPECT_EQ(faults.size(), 0U);
  const auto& resource = config.resources.at(1);
  EXPECT_EQ(resource.service, service::pipeline);
  EXPECT_EQ(resource.project_id, "p1");
  EXPECT_EQ(resource.name, "api");
  EXPECT_EQ(resource.interval, 30s);
  EXPECT_EQ(resource.sections, 0b1111111U);
  EXPECT_EQ(resource.labels, (std::map<std::string, std::string>{{"team", "pay"}}));
  EXPECT_EQ(resource.at.line, 11U);
}

TEST_F(ConfigTest, DestinationWithoutNameAndFileThenFaults) {
  EXPECT_EQ(faults(kGoodConfig + "[[destination]]\n"),
            (Faults{"noticed.toml:11:1: [[destination]]: name is missing: what messages call this address",
                    "noticed.toml:11:1: [[destination]]: url_file is missing: the file with the webhook address"}));
}

TEST_F(ConfigTest, DestinationWhoseFileIsMissingThenFault) {
  EXPECT_EQ(faults(kGoodConfig + "[[destination]]\nname = \"oncall\"\nurl_file = \"none\"\n"),
            Faults{"noticed.toml:13:12: [[destination]] url_file: credentials/none: No such file or directory"});
}

TEST_F(ConfigTest, SinkWithoutAddressOrWithTwoThenFault) {
  EXPECT_EQ(faults(kGoodConfig + "[[sink]]\nname = \"b\"\ntype = \"webhook\"\n"),
            Faults{"noticed.toml:11:1: [[sink]]: needs either url_file or url"});
  EXPECT_EQ(faults(kGoodConfig + "url = \"https://b.example.com/\"\n"),
            Faults{"noticed.toml:8:1: [[sink]]: needs either url_file or url"});
}

TEST_F(ConfigTest, SinksOfOneNameThenFault) {
  EXPECT_EQ(faults(kGoodConfig + kSink),
            Faults{"noticed.toml:11:1: [[sink]]: \"webhook\" is used twice as a name; give each sink its own"});
}

TEST_F(ConfigTest, AddressThatCarriesATokenThenOnlyWarned) {
  const auto result = read(kAccount + kResource +
                           "[[sink]]\ntype = \"webhook\"\nurl = \"https://chat.example.com/hook/0123456789abcdef\"\n");
  EXPECT_EQ(texts(result), Faults{"noticed.toml:10:7: warning: [[sink]] url: seems to contain a token; put the address "
                                  "into a file and set url_file to it"});
  EXPECT_TRUE(result.usable());
}

TEST_F(ConfigTest, PlainAddressThenOnlyWhereAllowed) {
  const std::string sink = "[[sink]]\ntype = \"webhook\"\nurl = \"http://chat.example.com/\"\n";
  EXPECT_EQ(
      faults(kAccount + kResource + sink),
      Faults{"noticed.toml:10:7: [[sink]] url: must begin with https://; plain http is allowed for loopback only"});
  EXPECT_EQ(faults(kAccount + kResource + sink + "allow_plain = true\n"), Faults{});
}

TEST_F(ConfigTest, SinkGivenInFullThenTaken) {
  const auto [config, faults] =
      read(kGoodConfig + "name = \"ops\"\nsecret_file = \"secret\"\nmin_severity = \"warning\"\nmax_age = \"1h\"\n");
  EXPECT_EQ(faults.size(), 0U);
  const auto& sink = config.sinks.at(0);
  EXPECT_EQ(sink.name, "ops");
  EXPECT_EQ(sink.url_file, dir_.path() / "credentials/url");
  EXPECT_EQ(sink.secret_file, dir_.path() / "credentials/secret");
  EXPECT_EQ(sink.route.sink, "ops");
  EXPECT_EQ(sink.route.min_severity, Severity::warning);
  EXPECT_EQ(sink.max_age, 1h);
}

TEST_F(ConfigTest, LeastSeverityThatIsNoneThenFault) {
  EXPECT_EQ(
      faults(kGoodConfig + "min_severity = \"fatal\"\n"),
      Faults{
          "noticed.toml:11:16: [[sink]] min_severity: \"fatal\" is unknown; choose one of: info, warning, critical"});
}

TEST_F(ConfigTest, MatchTableThenTheRoute) {
  const auto [config, faults] =
      read(kGoodConfig +
           "match = { account = [\"a\"], service = [\"build\", \"repo\"], name = [\"pay-*\"], project = [\"p?\"], "
           "type = [\"noticed.*\"], effect = [\"muted\"], severity = \"critical\", label.team = [\"x\", \"y\"] }\n");
  EXPECT_EQ(faults.size(), 0U);
  const Route& route = config.sinks.at(0).route;
  EXPECT_THAT(route.accounts, ElementsAre("a"));
  EXPECT_THAT(route.services, ElementsAre("build", "repo"));
  EXPECT_THAT(route.names, ElementsAre("pay-*"));
  EXPECT_THAT(route.projects, ElementsAre("p?"));
  EXPECT_THAT(route.types, ElementsAre("noticed.*"));
  EXPECT_THAT(route.effects, ElementsAre("muted"));
  EXPECT_EQ(route.min_severity, Severity::critical);
  EXPECT_THAT(route.labels.at("team"), ElementsAre("x", "y"));
}

TEST_F(ConfigTest, MatchOfWhatIsNotThereThenFaults) {
  EXPECT_EQ(faults(kGoodConfig + "[sink.match]\nservice = [\"deploy\"]\nseverity = \"bad\"\nnmae = [\"x\"]\n"),
            (Faults{"noticed.toml:12:11: [[sink]] match service: \"deploy\" is not a service; choose build, pipeline, "
                    "check or repo",
                    "noticed.toml:13:12: [[sink]] match severity: must be \"info\", \"warning\" or \"critical\"",
                    "noticed.toml:14:1: [[sink]] match: unknown key \"nmae\"; did you mean \"name\"?"}));
}

TEST_F(ConfigTest, ProjectIdOfOddShapeThenRefused) {
  const std::string pipeline =
      "[[resource]]\nservice = \"pipeline\"\nid = \"48c66c6002964721be537cdc6ce0297b\"\nproject_id = \"" +
      std::string(300, 'p') + "\"\n";
  EXPECT_EQ(faults(kAccount + pipeline + kSink), Faults{"noticed.toml:8:14: [[resource]] project_id: is not a project "
                                                        "id; expected: 1 to 128 letters and digits"});
}

TEST_F(ConfigTest, SecretPastedInsteadOfItsFileThenNeverShown) {
  const std::string sink =
      "[[sink]]\ntype = \"webhook\"\nurl_file = \"https://open.feishu.cn/hook/0123456789abcdef\"\n";
  EXPECT_EQ(
      faults(kAccount + kResource + sink),
      Faults{
          "noticed.toml:10:12: [[sink]] url_file: must name a file; this looks like the address or the secret itself"});
}

}  // namespace
}  // namespace noticed
