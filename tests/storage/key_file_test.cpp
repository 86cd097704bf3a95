#include "storage/file/key_file.h"

#include <fstream>

#include "tests/storage/store_fixture.h"

namespace noticed {
namespace {

class KeyFileTest : public testing::Test {
 protected:
  TempDir dir_;
  std::filesystem::path db_ = dir_.path() / "noticed.db";
  std::filesystem::path key_ = dir_.path() / "noticed.key";
};

TEST_F(KeyFileTest, FirstStartMakesAPrivateKey) {
  const auto made = load_or_create_key(db_, false);
  EXPECT_TRUE(made.created);
  EXPECT_EQ(made.id.size(), 16U);
  struct stat status {};
  ASSERT_EQ(stat(key_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(KeyFileTest, NextStartReadsTheSameKey) {
  const auto made = load_or_create_key(db_, false);
  const auto read = load_or_create_key(db_, false);
  EXPECT_FALSE(read.created);
  EXPECT_EQ(read.key, made.key);
  EXPECT_EQ(read.id, made.id);
}

TEST_F(KeyFileTest, TwoDatabasesThenTwoKeys) {
  const auto one = load_or_create_key(db_, false);
  const auto other = load_or_create_key(dir_.path() / "other.db", false);
  EXPECT_NE(one.key, other.key);
  EXPECT_NE(one.id, other.id);
}

TEST_F(KeyFileTest, IdOfAKnownKey) {
  std::array<unsigned char, 32> key{};
  EXPECT_EQ(key_id(key), "cf6cdf863fddef92");
}

TEST_F(KeyFileTest, LostKeyOfADatabaseIsRefusedUntilANewOneIsAccepted) {
  std::ofstream(db_) << std::string("SQLite format 3\0", 16) << std::string(52, 'x') << "ntcd";
  EXPECT_EQ(store_error([&] { load_or_create_key(db_, false); }), StoreError::Kind::key);
  EXPECT_TRUE(load_or_create_key(db_, true).created);
}

TEST_F(KeyFileTest, FileThatIsNoDatabaseOfOursIsNamedRatherThanItsKey) {
  std::ofstream(db_) << "data";
  EXPECT_EQ(store_error([&] { load_or_create_key(db_, false); }), StoreError::Kind::foreign);
  std::filesystem::remove(db_);
  SQLite::Database(db_.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE t (x)");
  EXPECT_EQ(store_error([&] { load_or_create_key(db_, false); }), StoreError::Kind::foreign);
}

TEST_F(KeyFileTest, KeyThatOthersMayReadIsRefused) {
  load_or_create_key(db_, false);
  chmod(key_.c_str(), 0640);
  EXPECT_EQ(store_error([&] { load_or_create_key(db_, false); }), StoreError::Kind::key);
}

/// Opening it must not block until another process writes.
TEST_F(KeyFileTest, PipeInsteadOfAKeyIsRefusedAtOnce) {
  ASSERT_EQ(::mkfifo(key_.c_str(), 0600), 0);
  EXPECT_EQ(store_error([&] { load_or_create_key(db_, false); }), StoreError::Kind::key);
}

TEST_F(KeyFileTest, DamagedKeyIsRefused) {
  load_or_create_key(db_, false);
  std::filesystem::resize_file(key_, 20);
  EXPECT_EQ(store_error([&] { load_or_create_key(db_, false); }), StoreError::Kind::key);
}

}  // namespace
}  // namespace noticed
