// A write transaction: begins immediately, rolls back unless committed. Unlike SQLiteCpp's, its end needs no memory and
// never throws: a transaction left open would show data that is not stored and block all others. Internal to this
// folder.
#pragma once

#include "storage/file/connection.h"

struct sqlite3_stmt;

namespace noticed {

class WriteTransaction {
 public:
  /// Throws SQLite::Exception; then no transaction has begun.
  explicit WriteTransaction(Connection& connection);
  ~WriteTransaction();
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;

  /// Throws SQLite::Exception; then the destructor rolls back.
  void commit() { connection_.database().exec("COMMIT"); }

 private:
  Connection& connection_;
  sqlite3_stmt* rollback_ = nullptr;  // prepared in advance, while memory is available
};

}  // namespace noticed
