#include "storage/file/backup.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "storage/file/database.h"
#include "storage/file/database_file.h"
#include "storage/file/key_file.h"

namespace noticed {
namespace {

using Kind = StoreError::Kind;

constexpr int kPages = 1024;  // copied per step

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why, int error) {
  const Kind kind = error == ENOSPC || error == EDQUOT ? Kind::full : error == EACCES ? Kind::permission : Kind::io;
  throw StoreError(kind, file.string() + ": " + why + ": " + std::generic_category().message(error));
}

/// The copy under its temporary name; removed unless finished.
class HalfCopy {
 public:
  explicit HalfCopy(const std::filesystem::path& target) : target_(target), path_(target.string() + ".tmp") {
    remove();
    const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (file < 0) refuse(path_, "cannot be created", errno);
    ::fchmod(file, 0640);
    ::close(file);
  }
  ~HalfCopy() { remove(); }
  HalfCopy(const HalfCopy&) = delete;
  HalfCopy& operator=(const HalfCopy&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// Syncs to disk, then renames.
  void finish() {
    sync(path_, O_RDONLY);
    if (std::rename(path_.c_str(), target_.c_str()) != 0) refuse(target_, "cannot be put in place", errno);
    sync(folder_of(target_), O_RDONLY | O_DIRECTORY);
  }

 private:
  static void sync(const std::filesystem::path& path, int flags) {
    const int file = ::open(path.c_str(), flags | O_CLOEXEC);
    const bool synced = file >= 0 && ::fsync(file) == 0;
    const int error = errno;
    if (file >= 0) ::close(file);
    if (!synced) refuse(path, "cannot be synced to disk", error);
  }
  void remove() const {
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) ::unlink((path_.string() + suffix).c_str());
  }

  std::filesystem::path target_, path_;
};

void require_room(Connection& source, const std::filesystem::path& target) {
  const std::int64_t bytes = source.database().execAndGet("PRAGMA page_count").getInt64() *
                             source.database().execAndGet("PRAGMA page_size").getInt64();
  if (free_bytes(target) < static_cast<std::uintmax_t>(bytes))
    throw StoreError(Kind::full, target.string() + ": not enough disk space for the copy; free " +
                                     std::to_string(bytes >> 20) + " MiB on that disk");
}

void copy_pages(Connection& source, Connection& copy, const BackupProgress& progress) {
  // With its own transaction open, SQLite copies this moment and never restarts because of other writers.
  const SQLite::Transaction moment(source.database());
  source.database().execAndGet("SELECT count(*) FROM sqlite_master");
  sqlite3* into = copy.database().getHandle();
  const std::unique_ptr<sqlite3_backup, decltype(&sqlite3_backup_finish)> work(
      sqlite3_backup_init(into, "main", source.database().getHandle(), "main"), &sqlite3_backup_finish);
  if (!work) throw SQLite::Exception(into, sqlite3_errcode(into));
  int state = SQLITE_OK;
  while (state == SQLITE_OK) {
    state = sqlite3_backup_step(work.get(), kPages);
    const int all = sqlite3_backup_pagecount(work.get());
    if (progress) progress(all - sqlite3_backup_remaining(work.get()), all);
  }
  if (state != SQLITE_DONE) throw SQLite::Exception(sqlite3_errstr(state), state);
}

/// Uses a connection of its own, which reads what is in the file.
void check_copy(const std::filesystem::path& path, int schema) {
  Connection copy(path, SQLite::OPEN_READWRITE);
  if (schema_number(copy, schema) != schema)
    throw StoreError(Kind::io, path.string() + ": the schema of the copy differs from its source's");
  const std::string found = copy.database().execAndGet("PRAGMA quick_check(1)").getString();
  if (found != "ok")
    throw StoreError(Kind::io, path.string() + ": the copy is damaged: " + found + "; see `noticed verify`");
}

}  // namespace

Backup back_up(const std::filesystem::path& database, const std::filesystem::path& target,
               const BackupProgress& progress) {
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::symlink_status(target, ignored)))
    throw StoreError(Kind::refused, target.string() + ": already exists; choose another file, or move this one away");
  const int newest = built_in_migrations().back().number;
  const auto source = translating(database, [&] { return open_for_reading(database, newest); });
  const int schema = schema_number(*source, newest);
  require_room(*source, target);
  HalfCopy half(target);
  translating(half.path(), [&] {
    {
      Connection copy(half.path(), SQLite::OPEN_READWRITE);
      copy_pages(*source, copy, progress);
    }
    check_copy(half.path(), schema);
  });
  half.finish();
  const auto bytes = std::filesystem::file_size(target, ignored);
  return {ignored ? 0 : static_cast<std::int64_t>(bytes), key_path(database)};
}

}  // namespace noticed
