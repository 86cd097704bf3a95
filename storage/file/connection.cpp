#include "storage/file/connection.h"

#include <sqlite3.h>

namespace noticed {
namespace {

constexpr const char* kReadersHint =
    "cannot be opened; check that you are in group noticed, and that its -wal and -shm files exist (the daemon "
    "creates them when it starts)";

/// The log's index file is missing or stale, and this user may not rebuild it.
bool is_readers_trouble(int extended) {
  return extended == SQLITE_READONLY_CANTINIT || extended == SQLITE_READONLY_RECOVERY ||
         extended == SQLITE_READONLY_DIRECTORY || extended == SQLITE_READONLY_CANTLOCK;
}

}  // namespace

std::string_view Query::view(int column) const {
  const SQLite::Column value = statement_.getColumn(column);
  const char* text = value.getText();
  return {text, static_cast<std::size_t>(value.getBytes())};
}

std::optional<TimePoint> Query::maybe_time(int column) const {
  if (is_null(column)) return {};
  return time(column);
}

std::optional<std::int64_t> Query::maybe_integer(int column) const {
  if (is_null(column)) return {};
  return integer(column);
}

Connection::Connection(const std::filesystem::path& file, int flags)
    : file_(file), database_(file.string(), flags | SQLite::OPEN_NOMUTEX, 5000) {
  sqlite3_extended_result_codes(database_.getHandle(), 1);
}

Query Connection::query(const char* sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) found = statements_.emplace(sql, SQLite::Statement(database_, sql)).first;
  found->second.clearBindings();
  return Query(found->second);
}

std::int64_t Connection::number(const char* sql) {
  auto found = query(sql);
  return found.step() ? found.integer(0) : 0;
}

StoreError to_store_error(const SQLite::Exception& error, const std::filesystem::path& file) {
  using Kind = StoreError::Kind;
  const std::string where = file.string() + ": ";
  const std::string cause =
      std::string(" (SQLite: ") + error.what() + ", code " + std::to_string(error.getExtendedErrorCode()) + ")";
  switch (error.getErrorCode() & 0xff) {
    case SQLITE_FULL:
      return {Kind::full, where + "no space left on the disk; free disk space, nothing was stored" + cause};
    case SQLITE_IOERR: return {Kind::io, where + "the disk or the file system failed; see the kernel log" + cause};
    case SQLITE_READONLY:
      if (is_readers_trouble(error.getExtendedErrorCode())) return {Kind::permission, where + kReadersHint + cause};
      if (error.getExtendedErrorCode() == SQLITE_READONLY_ROLLBACK)
        return {Kind::permission,
                where + "contains an unfinished change; start the daemon, which rolls it back" + cause};
      [[fallthrough]];
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {Kind::permission,
              where + "no permission to write; check the owner and the mode of the file and its folder" + cause};
    case SQLITE_CANTOPEN: return {Kind::permission, where + kReadersHint + cause};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Kind::locked, where + "another program is writing to it; end that program's transaction" + cause};
    case SQLITE_NOTADB:
      return {Kind::foreign, where + "is not an SQLite database; choose another file or move this one away" + cause};
    case SQLITE_CORRUPT: return {Kind::io, where + "is damaged; restore a backup" + cause};
    default: return {Kind::io, where + "SQLite rejected a statement; this is a defect of noticed" + cause};
  }
}

}  // namespace noticed
