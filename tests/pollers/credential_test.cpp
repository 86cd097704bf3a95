#include "pollers/credential.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "support/temp_dir.h"

namespace noticed {
namespace {

using Lines = std::vector<std::string>;

TEST(Credential, LinesThenTrimmedWithoutCommentsAndBlanks) {
  const TempDir dir;
  Credential secret(dir.write("secret", "# old and new\r\n\r\n  one \t\r\n#two\n three\n"));
  ASSERT_NE(secret.lines(), nullptr);
  EXPECT_EQ(*secret.lines(), (Lines{"one", "three"}));
  EXPECT_EQ(*secret.text(), "one");
  EXPECT_EQ(secret.error(), "");
}

TEST(Credential, LastLineWithoutItsEndThenTaken) {
  const TempDir dir;
  Credential secret(dir.write("secret", "one"));
  ASSERT_NE(secret.text(), nullptr);
  EXPECT_EQ(*secret.text(), "one");
}

TEST(Credential, FileReplacedThenReadAgainAndVersionGrows) {
  const TempDir dir;
  Credential secret(dir.write("secret", "one"));
  ASSERT_NE(secret.text(), nullptr);
  EXPECT_EQ(secret.version(), 1U);
  dir.write("secret", "two");
  EXPECT_EQ(*secret.text(), "two");
  EXPECT_EQ(secret.version(), 2U);
}

TEST(Credential, SameContentWrittenAgainThenVersionStays) {
  const TempDir dir;
  Credential secret(dir.write("secret", "one"));
  ASSERT_NE(secret.text(), nullptr);
  dir.write("secret", "# a comment\none");
  EXPECT_EQ(*secret.text(), "one");
  EXPECT_EQ(secret.version(), 1U);
}

TEST(Credential, RewrittenInPlaceAtOnceWithTheSameSizeThenNoticed) {
  const TempDir dir;
  Credential secret(dir.write("secret", "one"));
  for (const char* content : {"two", "six", "ten", "one"}) {
    std::ofstream(dir.path() / "secret") << content;
    ASSERT_NE(secret.text(), nullptr);
    EXPECT_EQ(*secret.text(), content);
  }
  EXPECT_EQ(secret.version(), 4U);
}

TEST(Credential, NoDescriptorIsLeftThenWhatWasReadLastHolds) {
  const TempDir dir;
  Credential secret(dir.write("secret", "one"));
  ASSERT_NE(secret.text(), nullptr);
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const rlimit none{0, before.rlim_max};
  setrlimit(RLIMIT_NOFILE, &none);
  const std::string* held = secret.text();
  Credential never(dir.path() / "secret");
  const bool read = never.text() != nullptr;
  setrlimit(RLIMIT_NOFILE, &before);
  ASSERT_NE(held, nullptr);
  EXPECT_EQ(*held, "one");
  EXPECT_FALSE(read) << "nothing was known of this one";
}

TEST(Credential, DirectoryOrPipeThenErrorNamesItAndNothingWaits) {
  const TempDir dir;
  const auto pipe = dir.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  for (const auto& path : {dir.path(), pipe}) {
    Credential secret(path);
    EXPECT_EQ(secret.text(), nullptr);
    EXPECT_EQ(secret.error(), path.string() + ": is not a regular file");
  }
}

TEST(Credential, MissingFileThenErrorNamesIt) {
  const TempDir dir;
  Credential secret(dir.path() / "secret");
  EXPECT_EQ(secret.lines(), nullptr);
  EXPECT_EQ(secret.text(), nullptr);
  EXPECT_EQ(secret.error(), (dir.path() / "secret").string() + ": No such file or directory");
}

TEST(Credential, FileWithCommentsOnlyThenEmpty) {
  const TempDir dir;
  Credential secret(dir.write("secret", "# paste it here\n\n"));
  EXPECT_EQ(secret.text(), nullptr);
  EXPECT_EQ(secret.error(), (dir.path() / "secret").string() + ": is empty");
}

TEST(Credential, FileComesBackThenRead) {
  const TempDir dir;
  Credential secret(dir.write("secret", "one"));
  ASSERT_NE(secret.text(), nullptr);
  std::filesystem::remove(dir.path() / "secret");
  EXPECT_EQ(secret.text(), nullptr);
  dir.write("secret", "two");
  ASSERT_NE(secret.text(), nullptr);
  EXPECT_EQ(*secret.text(), "two");
  EXPECT_EQ(secret.error(), "");
}

TEST(Credential, HugeFileThenOnlyItsBeginning) {
  const TempDir dir;
  Credential secret(dir.write("secret", "one\n" + std::string(1 << 20, 'x')));
  ASSERT_NE(secret.lines(), nullptr);
  EXPECT_EQ(secret.lines()->at(0), "one");
  EXPECT_EQ(secret.lines()->at(1).size(), 65'532U);
}

}  // namespace
}  // namespace noticed
