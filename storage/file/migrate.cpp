#include "storage/file/migrate.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "storage/file/database_file.h"
#include "storage/file/transaction.h"

namespace noticed {
namespace {

using Kind = StoreError::Kind;

int pragma(Connection& connection, const std::string& name) {
  return connection.database().execAndGet("PRAGMA " + name).getInt();
}

constexpr int kStepsBetween = 10'000;  // SQLite virtual machine instructions: less than a millisecond

/// Calls a function regularly while SQLite works, as long as the object lives.
class ProgressHandler {
 public:
  ProgressHandler(Connection& connection, const std::function<void()>& call)
      : handle_(connection.database().getHandle()) {
    if (!call) return;
    sqlite3_progress_handler(handle_, kStepsBetween, &ProgressHandler::pass, const_cast<std::function<void()>*>(&call));
  }
  ~ProgressHandler() { sqlite3_progress_handler(handle_, 0, nullptr, nullptr); }
  ProgressHandler(const ProgressHandler&) = delete;
  ProgressHandler& operator=(const ProgressHandler&) = delete;

 private:
  static int pass(void* call) {
    (*static_cast<const std::function<void()>*>(call))();
    return 0;  // continue
  }

  sqlite3* handle_;
};

/// Copies the database to a file beside it, completely or not at all.
void back_up(Connection& connection, int schema) {
  const std::string target = connection.file().string() + ".schema-" + std::to_string(schema) + ".backup";
  const std::string half = target + ".tmp";
  const auto size = static_cast<std::uintmax_t>(pragma(connection, "page_count")) *
                    static_cast<std::uintmax_t>(pragma(connection, "page_size"));
  // Room for the copy and for what the migration itself may write.
  if (free_bytes(connection.file()) < 2 * size) {
    throw StoreError(Kind::full, target + ": not enough disk space for the backup before the upgrade; free " +
                                     std::to_string(2 * size >> 20U) + " MiB on that disk");
  }
  ::unlink(half.c_str());
  auto copy = connection.once("VACUUM INTO ?");
  copy.bind(1, half);
  copy.exec();
  ::chmod(half.c_str(), 0640);
  if (std::rename(half.c_str(), target.c_str()) != 0)
    throw StoreError(Kind::io, target + ": the backup before the upgrade could not be put in place");
}

}  // namespace

int schema_number(Connection& connection, int newest) {
  const std::string where = connection.file().string() + ": ";
  const int application = pragma(connection, "application_id");
  const int schema = pragma(connection, "user_version");
  if (application != kApplicationId) {
    const bool empty = connection.database().execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0;
    if (application == 0 && schema == 0 && empty) return 0;
    throw StoreError(Kind::foreign, where + "is another program's database; choose another file or move this one away");
  }
  if (schema > newest) {
    throw StoreError(Kind::newer, where + "was created by a newer noticed (schema " + std::to_string(schema) +
                                      "; this version knows " + std::to_string(newest) +
                                      "); install that version, or restore the backup made before the upgrade");
  }
  return schema;
}

void migrate(Connection& connection, std::span<const Migration> migrations, const std::function<void()>& on_progress) {
  const int newest = migrations.empty() ? 0 : migrations.back().number;
  const int schema = schema_number(connection, newest);
  if (schema == newest) return;
  const ProgressHandler progress(connection, on_progress);
  if (schema > 0) back_up(connection, schema);
  WriteTransaction transaction(connection);
  for (const Migration& migration : migrations) {
    if (migration.number > schema) connection.execute(std::string(migration.sql));
  }
  connection.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
  connection.execute("PRAGMA user_version = " + std::to_string(newest));
  transaction.commit();
}

}  // namespace noticed
