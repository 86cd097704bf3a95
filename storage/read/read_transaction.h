// How the readers of this folder open the database and read one state of it.
#pragma once

#include <SQLiteCpp/Transaction.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "storage/file/connection.h"

namespace noticed {

/// Opens the history read-only, beside a running daemon. Throws StoreError (no such file, no permission, not ours,
/// newer).
std::shared_ptr<Connection> open_history(const std::filesystem::path& path);

/// Lets all statements of its lifetime read the state of the database that the first of them saw. Within another one
/// it does nothing: that one's state holds.
class ReadTransaction {
 public:
  /// Throws SQLite::Exception.
  explicit ReadTransaction(Connection& connection);

 private:
  std::optional<SQLite::Transaction> transaction_;
};

/// Runs `work` in a read transaction; turns an SQLite error into a StoreError.
template <typename Work>
auto in_one_state(Connection& connection, Work&& work) {
  return translating(connection.file(), [&] {
    const ReadTransaction transaction(connection);
    return std::forward<Work>(work)();
  });
}

}  // namespace noticed
