// `noticed init` as a user runs it, with answers from a pipe.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>

#include "support/temp_dir.h"

namespace noticed {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class InitCommand : public testing::Test {
 protected:
  /// Its output, including errors. `before`: what the shell does first.
  std::string run(const std::string& command, const std::string& answers, int wanted, const std::string& before = "") {
    const auto input = dir_.write("answers", answers);
    const std::string line =
        before + std::string(NOTICED_BINARY) + " " + command + " -c '" + config_.string() + "' 2>&1 <" + input.string();
    FILE* pipe = ::popen(line.c_str(), "r");
    std::string text;
    for (int c = ::fgetc(pipe); c != EOF; c = ::fgetc(pipe)) text += static_cast<char>(c);
    EXPECT_EQ(WEXITSTATUS(::pclose(pipe)), wanted) << command << ":\n" << text;
    return text;
  }
  static unsigned mode_of(const fs::path& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 07777U;
  }

  TempDir dir_;
  fs::path config_ = dir_.path() / "etc" / "noticed.toml";
  fs::path credentials_ = dir_.path() / "etc" / "credentials";
};

TEST_F(InitCommand, UsualAnswersThenFilesToFillAndWhatToPaste) {
  const auto said = run("init", "\n\n\n\n\n", 0);
  EXPECT_EQ(mode_of(credentials_), 0700U);
  for (const char* file : {"access-key", "secret-key", "feishu-url", "feishu-secret"}) {
    EXPECT_EQ(mode_of(credentials_ / file), 0600U);
    EXPECT_THAT(said, HasSubstr("  " + (credentials_ / file).string() + "\n      "));
  }
  EXPECT_THAT(said, HasSubstr("\"Webhook address\" of the group's Custom Bot"));
  EXPECT_THAT(said, HasSubstr("  noticed check --online -c " + config_.string() + "\n  noticed test-sink feishu"));
  EXPECT_THAT(run("check", "", 1), HasSubstr("feishu-url: is empty"));
}

TEST_F(InitCommand, FilesFilledThenCheckIsGood) {
  run("init", "cn-north-4\naksk\nShop\nfeishu\nyes\n", 0);
  dir_.write("etc/credentials/access-key", "AK\n");
  dir_.write("etc/credentials/secret-key", "SK\n");
  dir_.write("etc/credentials/feishu-url", "https://open.feishu.cn/open-apis/bot/v2/hook/1\n");
  dir_.write("etc/credentials/feishu-secret", "s\n");
  EXPECT_THAT(run("check", "", 0), HasSubstr("Configuration OK: 0 resources, 1 discovery rule, 1 sink\n"));
}

TEST_F(InitCommand, CredentialThatOthersMayReadThenItSaysSoAndWaits) {
  dir_.write("etc/credentials/token", "t1\n");
  fs::permissions(credentials_ / "token", fs::perms{0644});
  const auto said = run("init", "\ntoken\n\nnone\n\n", 0);
  EXPECT_THAT(said, HasSubstr("credentials/token: mode 0644: every user may read it; run chmod 0600 "));
  EXPECT_THAT(said, Not(HasSubstr("Sign in and send")));
}

TEST_F(InitCommand, NotFilledThenItSaysSoAndWaits) {
  const auto said = run("init", "\ntoken\n\nnone\n\n", 0);
  EXPECT_THAT(said, HasSubstr("credentials/token: is empty"));
  EXPECT_THAT(said, Not(HasSubstr("Sign in and send")));
}

TEST_F(InitCommand, NothingToFillThenItIsTried) {
  const auto said = run("init", "\nagency\n\nnone\n\nno\n", 0);
  EXPECT_THAT(said, HasSubstr("Press Enter to test it"));
  EXPECT_THAT(said, HasSubstr("Sign in and send one request to each service?"));
  EXPECT_TRUE(fs::is_empty(credentials_));
}

TEST_F(InitCommand, ConfigurationThereThenNothingIsAskedOrTouched) {
  dir_.write("etc/noticed.toml", "# mine\n");
  const auto said = run("init", "\n\n\n\n\n", 78);
  EXPECT_EQ(said, "noticed: " + config_.string() +
                      " already exists, and init does not overwrite it; edit it, move it away first, or choose another "
                      "path with -c FILE\n");
  EXPECT_FALSE(fs::exists(credentials_));
}

TEST_F(InitCommand, CredentialThereThenKept) {
  dir_.write("etc/credentials/access-key", "AK\n");
  EXPECT_THAT(run("init", "\n\n\n\n\n", 0),
              HasSubstr((credentials_ / "access-key").string() + " already exists and is kept"));
  EXPECT_THAT(run("check", "", 1), Not(HasSubstr("access-key: is empty")));
}

TEST_F(InitCommand, AnswersEndThenNothingIsWritten) {
  EXPECT_THAT(run("init", "\n\n", 64),
              HasSubstr("noticed: the input ended before \"Projects\" was answered; nothing was written\n"));
  EXPECT_FALSE(fs::exists(dir_.path() / "etc"));
}

TEST_F(InitCommand, DiskFailsThenNoHalfFileIsLeft) {
  EXPECT_THAT(run("init", "\n\n\n\n\n", 74, "trap '' XFSZ; ulimit -f 0; "), HasSubstr("credentials/access-key"));
  EXPECT_TRUE(fs::is_empty(credentials_));
  EXPECT_FALSE(fs::exists(config_));
}

}  // namespace
}  // namespace noticed
