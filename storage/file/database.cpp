#include "storage/file/database.h"

#include <sqlite3.h>

#include <string>

namespace noticed {
namespace {

using Kind = StoreError::Kind;

constexpr int kBusyTimeoutMs = 5000;

/// Sets a pragma, reads it back, and throws if it did not take effect.
void demand(Connection& connection, const std::string& name, const std::string& value, const std::string& answer) {
  connection.execute("PRAGMA " + name + " = " + value);
  const std::string got = connection.database().execAndGet("PRAGMA " + name).getString();
  if (got == answer) return;
  throw StoreError(Kind::refused, connection.file().string() + ": SQLite reports " + name + " = " + got +
                                      " instead of " + answer +
                                      "; the file system or a copied database does not allow it");
}

/// Keeps the -wal and -shm files after a clean stop: without them, readers that may not write to the folder cannot open
/// the database.
void keep_wal(Connection& connection) {
  int on = 1;
  sqlite3* handle = connection.database().getHandle();
  if (sqlite3_file_control(handle, "main", SQLITE_FCNTL_PERSIST_WAL, &on) == SQLITE_OK) {
    on = -1;
    sqlite3_file_control(handle, "main", SQLITE_FCNTL_PERSIST_WAL, &on);
    if (on == 1) return;
  }
  throw StoreError(Kind::refused, connection.file().string() + ": SQLite does not keep its log after a clean stop");
}

/// A writer killed while creating the database leaves a journal, which a read-only connection sees but cannot roll
/// back.
void undo_leftover(const std::filesystem::path& file) {
  Connection connection(file, SQLite::OPEN_READWRITE);
  connection.database().execAndGet("SELECT count(*) FROM sqlite_master");
}

int schema_for_reading(Connection& connection, int newest) {
  try {
    return schema_number(connection, newest);
  } catch (const SQLite::Exception& error) {
    if (error.getExtendedErrorCode() != SQLITE_READONLY_ROLLBACK) throw;
  }
  undo_leftover(connection.file());
  return schema_number(connection, newest);
}

}  // namespace

std::unique_ptr<Connection> open_for_writing(const std::filesystem::path& file, std::span<const Migration> migrations,
                                             const std::function<void()>& on_upgrade) {
  auto connection = std::make_unique<Connection>(file, SQLite::OPEN_READWRITE);
  const bool empty = schema_number(*connection, migrations.back().number) == 0;  // read before anything is written
  // Set before WAL: afterwards SQLite silently ignores it. On a database with tables it would need a VACUUM.
  if (empty) demand(*connection, "auto_vacuum", "INCREMENTAL", "2");
  demand(*connection, "journal_mode", "WAL", "wal");
  demand(*connection, "synchronous", "FULL", "2");
  const std::string patience = std::to_string(kBusyTimeoutMs);
  demand(*connection, "busy_timeout", patience, patience);
  demand(*connection, "foreign_keys", "ON", "1");
  demand(*connection, "journal_size_limit", "16777216", "16777216");
  demand(*connection, "trusted_schema", "OFF", "0");
  demand(*connection, "cell_size_check", "ON", "1");
  keep_wal(*connection);
  migrate(*connection, migrations, on_upgrade);
  return connection;
}

bool try_to_empty_log(Connection& connection) {
  // A checkpoint waits for readers as long as the busy timeout says.
  connection.database().setBusyTimeout(0);
  bool busy = true;
  {
    auto checkpoint = connection.query("PRAGMA wal_checkpoint(TRUNCATE)");
    if (checkpoint.step()) busy = checkpoint.integer(0) != 0;
  }
  connection.database().setBusyTimeout(kBusyTimeoutMs);
  return !busy;
}

std::unique_ptr<Connection> open_for_reading(const std::filesystem::path& file, int newest) {
  std::error_code failed;
  if (!std::filesystem::exists(file, failed) && !failed)
    throw StoreError(Kind::missing,
                     file.string() + ": file not found; start the daemon first, or choose another database with --db");
  auto connection = std::make_unique<Connection>(file, SQLite::OPEN_READONLY);
  if (schema_for_reading(*connection, newest) == 0)
    throw StoreError(Kind::missing, file.string() + ": contains nothing yet; start the daemon first");
  demand(*connection, "trusted_schema", "OFF", "0");
  return connection;
}

}  // namespace noticed
