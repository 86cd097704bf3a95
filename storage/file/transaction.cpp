#include "storage/file/transaction.h"

#include <sqlite3.h>

namespace noticed {

WriteTransaction::WriteTransaction(Connection& connection) : connection_(connection) {
  SQLite::Database& database = connection_.database();
  const int prepared = sqlite3_prepare_v2(database.getHandle(), "ROLLBACK", -1, &rollback_, nullptr);
  if (prepared != SQLITE_OK) throw SQLite::Exception(database.getHandle(), prepared);
  try {
    database.exec("BEGIN IMMEDIATE");
  } catch (...) {
    sqlite3_finalize(rollback_);
    throw;
  }
}

WriteTransaction::~WriteTransaction() {
  // No transaction is open after a commit or after SQLite's own rollback.
  if (sqlite3_get_autocommit(connection_.database().getHandle()) == 0) sqlite3_step(rollback_);
  sqlite3_finalize(rollback_);
}

}  // namespace noticed
