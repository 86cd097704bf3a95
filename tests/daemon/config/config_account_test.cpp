// [[account]]: sign-in, hosts, rate limit.
#include "config_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

class AccountKeysTest : public ConfigTest {
 protected:
  AccountKeysTest() {
    dir_.write("credentials/access-key", "AK0123456789\n");
    dir_.write("credentials/secret-key", "SK0123456789\n");
    dir_.write("credentials/password", "correct horse battery\n");
  }
  /// The faults of an account with these lines after its first two.
  ConfigResult with(const std::string& lines) const {
    return read("[[account]]\nregion = \"ap-southeast-3\"\n" + lines + kResource + kSink);
  }
  Faults faults_with(const std::string& lines) const { return texts(with(lines)); }
};

std::string named(const std::string& name) {
  return "[[account]]\nname = \"" + name +
         "\"\nregion = \"ap-southeast-3\"\nauth = \"token\"\ntoken_file = \"token\"\n";
}

TEST_F(AccountKeysTest, EmptyThenEverythingMissingIsNamed) {
  EXPECT_EQ(
      faults("[[account]]\nname = \"a\"\nendpoints = { build = \"https://b.example.com\" }\n" + kResource + kSink),
      (Faults{"noticed.toml:1:1: [[account]]: region is missing; write for example region = \"ap-southeast-3\"",
              "noticed.toml:1:1: [[account]]: auth is missing: \"aksk\" (an access key), \"agency\", \"iam\" (user "
              "and password) or \"token\""}));
}

TEST_F(AccountKeysTest, UnknownSignInThenTheKindsAreListedAndItsKeysLeftAlone) {
  EXPECT_EQ(
      faults_with("auth = \"ak/sk\"\naccess_key_file = \"access-key\"\nuser = \"u\"\n"),
      Faults{"noticed.toml:3:8: [[account]] auth: \"ak/sk\" is unknown; choose one of: aksk, agency, iam, token"});
}

TEST_F(AccountKeysTest, AccessKeyThenItsUsualFiles) {
  const auto [config, faults] = with("auth = \"aksk\"\n");
  EXPECT_EQ(faults.size(), 0U);
  const auto& account = config.accounts.at(0);
  EXPECT_EQ(account.auth, AuthKind::aksk);
  EXPECT_EQ(account.access_key_file, dir_.path() / "credentials/access-key");
  EXPECT_EQ(account.secret_key_file, dir_.path() / "credentials/secret-key");
  EXPECT_EQ(account.security_token_file, "");
  EXPECT_EQ(account.project_id, "");
  EXPECT_EQ(account.token_file, "");
}

TEST_F(AccountKeysTest, AccessKeyGivenInFullThenTaken) {
  dir_.write("credentials/ak", "AK1\n");
  dir_.write("credentials/sk", "SK1\n");
  dir_.write("credentials/st", "ST1\n");
  const auto [config, faults] = with(
      "auth = \"aksk\"\naccess_key_file = \"ak\"\nsecret_key_file = \"sk\"\nsecurity_token_file = \"st\"\n"
      "project_id = \"0605767a6a00d5762ff8c00a45a3f3a1\"\n");
  EXPECT_EQ(faults.size(), 0U);
  const auto& account = config.accounts.at(0);
  EXPECT_EQ(account.access_key_file, dir_.path() / "credentials/ak");
  EXPECT_EQ(account.secret_key_file, dir_.path() / "credentials/sk");
  EXPECT_EQ(account.security_token_file, dir_.path() / "credentials/st");
  EXPECT_EQ(account.project_id, "0605767a6a00d5762ff8c00a45a3f3a1");
}

TEST_F(AccountKeysTest, AccessKeyWithoutFilesThenEachIsNamedAtTheAccount) {
  std::filesystem::remove(dir_.path() / "credentials/access-key");
  std::filesystem::remove(dir_.path() / "credentials/secret-key");
  EXPECT_EQ(
      faults_with("auth = \"aksk\"\n"),
      (Faults{"noticed.toml:1:1: [[account]] access_key_file: credentials/access-key: No such file or directory",
              "noticed.toml:1:1: [[account]] secret_key_file: credentials/secret-key: No such file or directory"}));
}

TEST_F(AccountKeysTest, DownloadedTableInsteadOfTheKeyThenNeverShown) {
  dir_.write("credentials/access-key", "User Name,Access Key Id,Secret Access Key\nbot,AK1,SK1\n");
  EXPECT_EQ(faults_with("auth = \"aksk\"\n"), Faults{"noticed.toml:1:1: [[account]] access_key_file: "
                                                     "credentials/access-key: must contain the key and nothing else"});
}

TEST_F(AccountKeysTest, AgencyThenNoFileIsNeeded) {
  const auto [config, faults] = with("auth = \"agency\"\nproject_id = \"p1\"\n");
  EXPECT_EQ(faults.size(), 0U);
  EXPECT_EQ(config.accounts.at(0).auth, AuthKind::agency);
  EXPECT_EQ(config.accounts.at(0).project_id, "p1");
  EXPECT_EQ(config.accounts.at(0).metadata_endpoint, "http://169.254.169.254");
}

TEST_F(AccountKeysTest, UserAndPasswordThenTheRegionIsTheProject) {
  const auto [config, faults] = with("auth = \"iam\"\nuser = \"bot\"\ndomain = \"acme\"\n");
  EXPECT_EQ(faults.size(), 0U);
  const auto& account = config.accounts.at(0);
  EXPECT_EQ(account.auth, AuthKind::iam);
  EXPECT_EQ(account.user, "bot");
  EXPECT_EQ(account.domain, "acme");
  EXPECT_EQ(account.project, "ap-southeast-3");
  EXPECT_EQ(account.password_file, dir_.path() / "credentials/password");
  EXPECT_EQ(account.iam_endpoint, "https://iam.ap-southeast-3.myhuaweicloud.com");
}

TEST_F(AccountKeysTest, UserAndPasswordGivenInFullThenTaken) {
  dir_.write("credentials/pw", "x\n");
  const auto [config, faults] = with(
      "auth = \"iam\"\nuser = \"bot\"\ndomain = \"acme\"\nproject = \"ap-southeast-3_team\"\npassword_file = \"pw\"\n");
  EXPECT_EQ(faults.size(), 0U);
  EXPECT_EQ(config.accounts.at(0).project, "ap-southeast-3_team");
  EXPECT_EQ(config.accounts.at(0).password_file, dir_.path() / "credentials/pw");
}

TEST_F(AccountKeysTest, UserAndPasswordWithoutNamesThenBothAreAskedFor) {
  EXPECT_EQ(faults_with("auth = \"iam\"\n"),
            (Faults{"noticed.toml:1:1: [[account]]: user is missing: the IAM user's name",
                    "noticed.toml:1:1: [[account]]: domain is missing: the name of the account that the IAM user "
                    "belongs to"}));
  EXPECT_EQ(
      faults_with("auth = \"iam\"\nuser = \"\"\ndomain = \"a\\nb\"\nproject = \"\"\n"),
      (Faults{"noticed.toml:4:8: [[account]] user: must be the IAM user's name",
              "noticed.toml:5:10: [[account]] domain: must be the name of the account that the IAM user belongs to",
              "noticed.toml:6:11: [[account]] project: must be a region's name or an IAM project id"}));
}

TEST_F(AccountKeysTest, TokenThenItsUsualFile) {
  const auto [config, faults] = with("auth = \"token\"\n");
  EXPECT_EQ(faults.size(), 0U);
  EXPECT_EQ(config.accounts.at(0).auth, AuthKind::token);
  EXPECT_EQ(config.accounts.at(0).token_file, dir_.path() / "credentials/token");
}

TEST_F(AccountKeysTest, KeysOfAnotherSignInThenTheRightOnesAreNamed) {
  EXPECT_EQ(
      faults_with("auth = \"token\"\naccess_key_file = \"access-key\"\nproject_id = \"p\"\n"),
      (Faults{"noticed.toml:4:19: [[account]] access_key_file: is only for auth = \"aksk\"; auth = \"token\" takes "
              "token_file",
              "noticed.toml:5:14: [[account]] project_id: is only for auth = \"aksk\" or \"agency\"; auth = \"token\" "
              "takes token_file"}));
  EXPECT_EQ(
      faults_with("auth = \"aksk\"\nuser = \"u\"\n"),
      Faults{"noticed.toml:4:8: [[account]] user: is only for auth = \"iam\"; auth = \"aksk\" takes access_key_file "
             "and secret_key_file"});
  EXPECT_EQ(faults_with("auth = \"agency\"\nsecurity_token_file = \"st\"\n"),
            Faults{"noticed.toml:4:23: [[account]] security_token_file: is only for auth = \"aksk\"; auth = \"agency\" "
                   "takes no file: its keys come from the server's metadata service"});
  EXPECT_EQ(
      faults_with("auth = \"iam\"\nuser = \"u\"\ndomain = \"d\"\ntoken_file = \"token\"\n"),
      Faults{"noticed.toml:6:14: [[account]] token_file: is only for auth = \"token\"; auth = \"iam\" takes user, "
             "domain, project and password_file"});
}

TEST_F(AccountKeysTest, NearMissOfAKeyThenTheKeyIsNamed) {
  EXPECT_EQ(faults_with("auth = \"aksk\"\nacces_key_file = \"access-key\"\n"),
            Faults{"noticed.toml:4:1: [[account]]: unknown key \"acces_key_file\"; did you mean \"access_key_file\"?"});
}

TEST_F(AccountKeysTest, OddProjectIdThenFault) {
  EXPECT_EQ(
      faults_with("auth = \"aksk\"\nproject_id = \"a/b\"\n"),
      Faults{"noticed.toml:4:14: [[account]] project_id: is not an IAM project id; expected: 32 letters and digits"});
}

TEST_F(AccountKeysTest, RateThenBySecond) {
  EXPECT_EQ(with("auth = \"aksk\"\nrate_limit = \"90/m\"\n").config.accounts.at(0).rate_limit, 1.5);
  EXPECT_EQ(with("auth = \"aksk\"\n").config.accounts.at(0).rate_limit, std::nullopt);
  EXPECT_EQ(
      faults_with("auth = \"aksk\"\nrate_limit = \"fast\"\n"),
      Faults{
          "noticed.toml:4:14: [[account]] rate_limit: \"fast\" is not a rate; write for example \"5/s\" or \"90/m\", "
          "at most 100000/s"});
}

TEST_F(AccountKeysTest, TwoOfOneNameThenFault) {
  EXPECT_EQ(faults(named("a") + named("a") + kResource + "account = \"a\"\n" + kSink),
            Faults{"noticed.toml:6:1: [[account]]: \"a\" is used twice as a name; give each account its own"});
}

TEST_F(AccountKeysTest, EndpointsThenOverTheDocumentedOnesWithoutSlash) {
  const auto [config, faults] = with(
      "auth = \"token\"\n[account.endpoints]\nbuild = \"http://127.0.0.1:8080/\"\nrepo = \"https://r.example.com\"\n"
      "project = \"http://127.0.0.1:8081\"\niam = \"http://[::1]:8082\"\nmetadata = \"http://localhost:8083/\"\n");
  EXPECT_EQ(faults.size(), 0U);
  const auto& account = config.accounts.at(0);
  EXPECT_EQ(account.endpoints.at(service::build), "http://127.0.0.1:8080");
  EXPECT_EQ(account.endpoints.at(service::repo), "https://r.example.com");
  EXPECT_EQ(account.endpoints.at(service::check), "https://codearts-check.ap-southeast-3.myhuaweicloud.com");
  EXPECT_EQ(account.project_endpoint, "http://127.0.0.1:8081");
  EXPECT_EQ(account.iam_endpoint, "http://[::1]:8082");
  EXPECT_EQ(account.metadata_endpoint, "http://localhost:8083");
}

TEST_F(AccountKeysTest, NoEndpointsThenTheDocumentedOnes) {
  const auto account = with("auth = \"token\"\n").config.accounts.at(0);
  EXPECT_EQ(account.endpoints.size(), 4U);
  EXPECT_EQ(account.project_endpoint, "https://projectman-ext.ap-southeast-3.myhuaweicloud.com");
}

TEST_F(AccountKeysTest, MetadataThenPlainOnItsOwnAddressOnly) {
  EXPECT_EQ(faults_with("auth = \"agency\"\nendpoints = { metadata = \"http://169.254.169.254\" }\n"), Faults{});
  EXPECT_EQ(faults_with("auth = \"agency\"\nendpoints = { metadata = \"http://m.example.com\" }\n"),
            Faults{"noticed.toml:4:26: [[account]] endpoints metadata: must begin with https://; plain http is allowed "
                   "for loopback only"});
}

TEST_F(AccountKeysTest, BadEndpointsThenFaultsWithoutTheAddress) {
  EXPECT_EQ(
      faults_with("auth = \"token\"\n[account.endpoints]\nbuild = \"http://b.example.com\"\n"
                  "check = \"https://u:p@c.example.com\"\niam = \"https://i.example.com/v3\"\n"
                  "git = \"https://g.example.com\"\n"),
      (Faults{"noticed.toml:5:9: [[account]] endpoints build: must begin with https://; plain http is allowed for "
              "loopback only",
              "noticed.toml:6:9: [[account]] endpoints check: the address must not hold a user name or password",
              "noticed.toml:7:7: [[account]] endpoints iam: must consist of scheme, host and port, without a path",
              "noticed.toml:8:1: [[account]] endpoints: unknown key \"git\"; known keys: build, pipeline, check, repo, "
              "project, "
              "iam, metadata"}));
}

}  // namespace
}  // namespace noticed
