// A transaction that writes: begun at once, rolled back unless it was committed. Beside SQLiteCpp's its end needs no
// memory and never throws: a transaction that stayed open would show what is not stored, and let no other begin.
// Internal to this room.
#pragma once

#include "storage/file/connection.h"

struct sqlite3_stmt;

namespace noticed {

class WriteTransaction {
 public:
  /// Throws SQLite::Exception; then it has not begun.
  explicit WriteTransaction(Connection& connection);
  ~WriteTransaction();
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;

  /// Throws SQLite::Exception; then it will be rolled back.
  void commit() { connection_.database().exec("COMMIT"); }

 private:
  Connection& connection_;
  sqlite3_stmt* rollback_ = nullptr;  // prepared while there is memory
};

}  // namespace noticed
