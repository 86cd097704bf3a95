#include "storage/file/transaction.h"

#include <sqlite3.h>

#include "tests/storage/store_fixture.h"

namespace noticed {
namespace {

class WriteTransactionTest : public testing::Test {
 protected:
  WriteTransactionTest() { connection_.execute("CREATE TABLE t (x)"); }
  int rows() { return connection_.database().execAndGet("SELECT count(*) FROM t").getInt(); }
  TempDir dir_;
  Connection connection_{dir_.path() / "t.db", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
};

TEST_F(WriteTransactionTest, UnlessCommittedItDidNotHappen) {
  {
    WriteTransaction transaction(connection_);
    connection_.execute("INSERT INTO t VALUES (1)");
    transaction.commit();
  }
  {
    const WriteTransaction transaction(connection_);
    connection_.execute("INSERT INTO t VALUES (2)");
  }
  EXPECT_EQ(rows(), 1);
}

TEST_F(WriteTransactionTest, WithoutMemoryItIsRolledBackAllTheSame) {
  sqlite3* handle = connection_.database().getHandle();
  {
    const WriteTransaction transaction(connection_);
    connection_.execute("INSERT INTO t VALUES (1)");
    sqlite3_hard_heap_limit64(1);
    const std::string large = "SELECT '" + std::string(100'000, 'x') + "'";
    ASSERT_EQ(sqlite3_exec(handle, large.c_str(), nullptr, nullptr, nullptr), SQLITE_NOMEM);
  }
  EXPECT_NE(sqlite3_get_autocommit(handle), 0);
  sqlite3_hard_heap_limit64(0);
  EXPECT_EQ(rows(), 0);
}

TEST_F(WriteTransactionTest, BeginsAfterOneThatWasRolledBack) {
  { const WriteTransaction transaction(connection_); }
  const WriteTransaction transaction(connection_);
  EXPECT_EQ(sqlite3_get_autocommit(connection_.database().getHandle()), 0);
}

}  // namespace
}  // namespace noticed
