#include "storage/read/read_transaction.h"

#include <sqlite3.h>

#include "storage/file/database.h"

namespace noticed {

std::shared_ptr<Connection> open_history(const std::filesystem::path& path) {
  return translating(path, [&] { return open_for_reading(path, built_in_migrations().back().number); });
}

ReadTransaction::ReadTransaction(Connection& connection) {
  if (sqlite3_get_autocommit(connection.database().getHandle()) != 0) transaction_.emplace(connection.database());
}

}  // namespace noticed
