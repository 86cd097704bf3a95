#include "pollers/credential.h"

#include <gtest/gtest.h>

#include "temp_dir.h"

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
