// The files around the configuration: conf.d beside it, and the credentials that it names.
#include "config_fixture.h"
#include "daemon/sinks/sink_table.h"

namespace noticed {
namespace {

TEST_F(ConfigTest, MissingFileThenOneFault) {
  EXPECT_EQ(texts(read_config(dir_.path() / "none.toml", sink_types())),
            Faults{"none.toml: No such file or directory; check the path, and that this user may read it"});
}

TEST_F(ConfigTest, FolderInsteadOfFileThenOneFault) {
  std::filesystem::create_directory(dir_.path() / "folder");
  EXPECT_EQ(texts(read_config(dir_.path() / "folder", sink_types())),
            Faults{"folder: is not a regular file; check the path, and that this user may read it"});
}

TEST_F(ConfigTest, DropInsThenArraysAppendInLexicalOrder) {
  dir_.write("conf.d/20.toml", "[[sink]]\nname = \"c\"\ntype = \"webhook\"\nurl_file = \"url\"\n");
  dir_.write("conf.d/10.toml", "[[sink]]\nname = \"b\"\ntype = \"webhook\"\nurl_file = \"url\"\n");
  dir_.write("conf.d/30.toml.bak", "not even TOML");
  const auto [config, faults] = read(kGoodConfig);
  EXPECT_EQ(faults.size(), 0U);
  ASSERT_EQ(config.sinks.size(), 3U);
  EXPECT_EQ(config.sinks[0].name, "webhook");
  EXPECT_EQ(config.sinks[1].name, "b");
  EXPECT_EQ(config.sinks[2].name, "c");
}

TEST_F(ConfigTest, CoverageListsInTwoFilesThenTheFirstReplacesTheDefaultAndTheSecondAppends) {
  dir_.write("conf.d/10.toml", "[coverage]\nnotify_channels = [\"feishu\"]\n");
  const auto [config, faults] = read(kGoodConfig + "[coverage]\nnotify_channels = [\"email\"]\n");
  EXPECT_EQ(faults.size(), 0U);
  EXPECT_EQ(config.notify_channels, (std::vector<std::string>{"email", "feishu"}));
}

TEST_F(ConfigTest, FormerAndNewNameInTwoFilesThenOneList) {
  dir_.write("conf.d/10.toml", "[coverage]\nnotify_channels = [\"feishu\"]\n");
  EXPECT_EQ(read(kGoodConfig + "[coverage]\ntold_by = [\"email\"]\n").config.notify_channels,
            (std::vector<std::string>{"email", "feishu"}));
}

TEST_F(ConfigTest, ScalarSetInTwoFilesThenTheFirstPlaceIsNamed) {
  dir_.write("conf.d/10.toml", "[polling]\ninterval = \"1m\"\n");
  EXPECT_EQ(faults(kGoodConfig + "[polling]\ninterval = \"5m\"\n"),
            Faults{"conf.d/10.toml:2:12: [polling] interval: is already set at noticed.toml:12"});
}

TEST_F(ConfigTest, SameTableInTwoFilesWithOtherKeysThenGood) {
  dir_.write("conf.d/10.toml", "[polling]\ntimeout = \"5s\"\n");
  const auto [config, faults] = read(kGoodConfig + "[polling]\ninterval = \"1m\"\n");
  EXPECT_EQ(faults.size(), 0U);
  EXPECT_EQ(config.interval, std::chrono::seconds(60));
  EXPECT_EQ(config.timeout, std::chrono::seconds(5));
}

TEST_F(ConfigTest, FaultsInSeveralFilesThenInTheOrderOfReading) {
  dir_.write("conf.d/10.toml", "[storage]\nkeeep = \"forever\"\n");
  EXPECT_EQ(faults(kGoodConfig + "[storage]\nxyz = 1\n"),
            (Faults{"noticed.toml:12:1: [storage]: unknown key \"xyz\"; known keys: path, keep",
                    "conf.d/10.toml:2:1: [storage]: unknown key \"keeep\"; did you mean \"keep\"?"}));
}

TEST_F(ConfigTest, SyntaxErrorInADropInThenTheOthersAreStillRead) {
  dir_.write("conf.d/10.toml", "[polling\n");
  dir_.write("conf.d/20.toml", "[storage]\nxyz = 1\n");
  const auto result = read(kGoodConfig);
  ASSERT_EQ(result.faults.size(), 2U);
  EXPECT_EQ(result.faults[0].at.file, dir_.path() / "conf.d/10.toml");
  EXPECT_EQ(result.faults[0].at.line, 1U);
  EXPECT_EQ(to_text(result.faults[1]),
            (dir_.path() / "conf.d/20.toml").string() + ":2:1: [storage]: unknown key \"xyz\"; known keys: path, keep");
}

TEST_F(ConfigTest, SyntaxErrorInADropInThenNothingIsSaidToBeMissing) {
  dir_.write("conf.d/10.toml", "[[resource]\n");
  const auto found = faults(kAccount + "[storage]\nxyz = 1\nkeep = 3\n");
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0], "noticed.toml:6:1: [storage]: unknown key \"xyz\"; known keys: path, keep");
  EXPECT_EQ(found[1], "noticed.toml:7:8: [storage] keep: must be a string in quotes");
  EXPECT_EQ(found[2].substr(0, 17), "conf.d/10.toml:1:");
}

TEST_F(ConfigTest, RelativeCredentialThenBesideTheConfiguration) {
  EXPECT_EQ(read(kGoodConfig).config.accounts.at(0).token_file, dir_.path() / "credentials/token");
}

TEST_F(ConfigTest, AbsoluteCredentialThenAsGiven) {
  const auto token = dir_.write("elsewhere/token", "t1\n");
  const auto [config, faults] = read("[[account]]\nregion = \"ap-southeast-3\"\nauth = \"token\"\ntoken_file = \"" +
                                     token.string() + "\"\n" + kResource + kSink);
  EXPECT_EQ(faults.size(), 0U);
  EXPECT_EQ(config.accounts.at(0).token_file, token);
}

TEST_F(ConfigTest, CredentialNotBesideThenFromTheServiceManager) {
  const auto passed = dir_.write("passed/token", "t2\n");
  ::setenv("CREDENTIALS_DIRECTORY", passed.parent_path().c_str(), 1);
  const auto beside = read(kGoodConfig);
  std::filesystem::remove(dir_.path() / "credentials/token");
  const auto from_manager = read(kGoodConfig);
  ::unsetenv("CREDENTIALS_DIRECTORY");
  EXPECT_EQ(beside.config.accounts.at(0).token_file, dir_.path() / "credentials/token");
  EXPECT_EQ(from_manager.config.accounts.at(0).token_file, passed);
  EXPECT_EQ(from_manager.faults.size(), 0U);
}

TEST_F(ConfigTest, CredentialNowhereThenTheFirstPlaceIsNamed) {
  std::filesystem::remove(dir_.path() / "credentials/token");
  EXPECT_EQ(faults(kGoodConfig),
            Faults{"noticed.toml:4:14: [[account]] token_file: credentials/token: No such file or directory"});
}

TEST_F(ConfigTest, EmptyCredentialsThenTheirFilesAreNamed) {
  dir_.write("credentials/token", "# not yet\n");
  dir_.write("credentials/url", "\n");
  dir_.write("credentials/secret", "");
  EXPECT_EQ(faults(kGoodConfig + "secret_file = \"secret\"\n"),
            (Faults{"noticed.toml:4:14: [[account]] token_file: credentials/token: is empty",
                    "noticed.toml:10:12: [[sink]] url_file: credentials/url: is empty",
                    "noticed.toml:11:15: [[sink]] secret_file: credentials/secret: is empty"}));
}

TEST_F(ConfigTest, BadAddressInAFileThenNeverShown) {
  dir_.write("credentials/url", "http://chat.example.com/hook/0123456789abcdef\n");
  EXPECT_EQ(faults(kGoodConfig), Faults{"noticed.toml:10:12: [[sink]] url_file: credentials/url: must begin with "
                                        "https://; plain http is allowed for loopback only"});
}

TEST_F(ConfigTest, NameThatIsEmptyThenFault) {
  EXPECT_EQ(faults(kGoodConfig + "secret_file = \"\"\n"),
            Faults{"noticed.toml:11:15: [[sink]] secret_file: must name a file"});
}

TEST_F(ConfigTest, AddressOfADestinationThatIsNoneThenNeverShown) {
  dir_.write("credentials/oncall", "0123456789abcdef\n");
  EXPECT_EQ(
      faults(kGoodConfig + "[[destination]]\nname = \"oncall\"\nurl_file = \"oncall\"\n"),
      Faults{
          "noticed.toml:13:12: [[destination]] url_file: credentials/oncall: is not an address; write https://host/…"});
}

/// Who may use a credential, for a configuration that is not the service's.
class CredentialAccess : public ConfigTest {
 protected:
  /// With the file and its folder in these modes.
  ConfigResult with(unsigned file, unsigned folder) {
    std::filesystem::permissions(dir_.path() / "credentials/secret", std::filesystem::perms{file});
    std::filesystem::permissions(dir_.path() / "credentials", std::filesystem::perms{folder});
    return read(kGoodConfig + "secret_file = \"secret\"\n");
  }
};

TEST_F(CredentialAccess, OthersMayReadThenRunStartsAndCheckDoesNotPass) {
  const auto result = with(0644, 0755);
  EXPECT_EQ(texts(result), Faults{"noticed.toml:11:15: [[sink]] secret_file: credentials/secret: mode 0644: every user "
                                  "may read it; run chmod 0600 credentials/secret"});
  EXPECT_TRUE(result.usable());
  EXPECT_FALSE(result.passes_check());
  EXPECT_THAT(to_run_text(result.faults.at(0)),
              testing::HasSubstr("noticed.toml:11:15: warning: [[sink]] secret_file: "));
}

TEST_F(CredentialAccess, NamedTwiceThenFaultOnce) {
  std::filesystem::permissions(dir_.path() / "credentials/secret", std::filesystem::perms{0644});
  const std::string second = "[[sink]]\nname = \"b\"\ntype = \"webhook\"\nurl_file = \"url\"\n";
  EXPECT_EQ(read(kGoodConfig + "secret_file = \"secret\"\n" + second + "secret_file = \"secret\"\n").faults.size(), 1U);
}

TEST_F(CredentialAccess, ItsGroupMayReadThenFault) {
  EXPECT_THAT(
      texts(with(0640, 0755)),
      testing::ElementsAre(testing::ContainsRegex("credentials/secret: mode 0640: group .* may read it; run ")));
}

TEST_F(CredentialAccess, FolderLetsNobodyInThenGoodWhateverTheMode) { EXPECT_EQ(texts(with(0666, 0700)), Faults{}); }

TEST_F(CredentialAccess, OthersMayWriteIntoTheFolderThenFaultOnce) {
  EXPECT_EQ(texts(with(0600, 0757)),
            Faults{"noticed.toml:4:14: [[account]] token_file: credentials: mode 0757: every user may put other files "
                   "into this folder; run chmod go-w credentials"});
}

TEST_F(CredentialAccess, HandedOutByTheServiceManagerThenNotJudged) {
  const auto passed = dir_.write("passed/token", "t2\n");
  std::filesystem::permissions(passed, std::filesystem::perms{0444});
  std::filesystem::remove(dir_.path() / "credentials/token");
  ::setenv("CREDENTIALS_DIRECTORY", passed.parent_path().c_str(), 1);
  const auto found = faults(kGoodConfig);
  ::unsetenv("CREDENTIALS_DIRECTORY");
  EXPECT_EQ(found, Faults{});
}

}  // namespace
}  // namespace noticed
