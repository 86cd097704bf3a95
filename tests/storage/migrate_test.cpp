#include "storage/migrate.h"

#include <array>

#include "storage/database.h"
#include "tests/storage/store_fixture.h"

namespace noticed {
namespace {

constexpr Migration kFirst{1, "0001_first", "CREATE TABLE t (x); INSERT INTO t VALUES (7);"};
constexpr Migration kSecond{2, "0002_second", "ALTER TABLE t ADD COLUMN y; UPDATE t SET y = x + 1;"};
constexpr Migration kBroken{2, "0002_broken", "UPDATE t SET x = 8; UPDATE no_such_table SET x = 1;"};

class Migrate : public testing::Test {
 protected:
  void open(std::span<const Migration> migrations) { open_for_writing(prepared(), migrations); }
  const std::filesystem::path& prepared() {
    SQLite::Database(db_.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    return db_;
  }
  std::string row(const std::filesystem::path& file, const std::string& sql) {
    SQLite::Database database(file.string());
    SQLite::Statement query(database, sql);
    query.executeStep();
    return query.getColumn(0).getString();
  }
  TempDir dir_;
  std::filesystem::path db_ = dir_.path() / "noticed.db";
  std::filesystem::path backup_ = dir_.path() / "noticed.db.schema-1.backup";
};

TEST_F(Migrate, FreshDatabaseRunsAllWithoutBackup) {
  open(std::array{kFirst, kSecond});
  EXPECT_EQ(row(db_, "SELECT y FROM t"), "8");
  EXPECT_EQ(row(db_, "PRAGMA user_version"), "2");
  EXPECT_FALSE(std::filesystem::exists(backup_));
}

TEST_F(Migrate, OlderDatabaseIsCopiedThenUpgraded) {
  open(std::array{kFirst});
  open(std::array{kFirst, kSecond});
  EXPECT_EQ(row(db_, "SELECT y FROM t"), "8");
  EXPECT_EQ(row(backup_, "SELECT x FROM t"), "7");
  EXPECT_EQ(row(backup_, "PRAGMA user_version"), "1");
  EXPECT_EQ(row(backup_, "PRAGMA application_id"), std::to_string(kApplicationId));
}

TEST_F(Migrate, FailedUpgradeLeavesTheOldSchema) {
  open(std::array{kFirst});
  EXPECT_THROW(open(std::array{kFirst, kBroken}), SQLite::Exception);
  EXPECT_EQ(row(db_, "SELECT x FROM t"), "7");
  EXPECT_EQ(row(db_, "PRAGMA user_version"), "1");
  open(std::array{kFirst, kSecond});  // the backup of the failed attempt is no obstacle
  EXPECT_EQ(row(db_, "SELECT y FROM t"), "8");
}

TEST_F(Migrate, CurrentSchemaIsLeftAlone) {
  open(std::array{kFirst});
  open(std::array{kFirst});
  EXPECT_EQ(row(db_, "SELECT count(*) FROM t"), "1");
  EXPECT_FALSE(std::filesystem::exists(backup_));
}

TEST_F(Migrate, BuiltInOnesAreNumberedWithoutHoles) {
  int expected = 0;
  for (const Migration& migration : built_in_migrations()) {
    EXPECT_EQ(migration.number, ++expected);
    EXPECT_EQ(std::stoi(std::string(migration.name.substr(0, 4))), expected);
  }
}

}  // namespace
}  // namespace noticed
