// Opening the database: for the one writer, and for readers. What every connection must be told, and what it must
// answer.
#pragma once

#include <filesystem>
#include <memory>

#include "storage/file/migrate.h"

namespace noticed {

/// Opens or makes the database for writing, with every pragma obeyed and the schema up to date.
/// `on_upgrade`: see migrate(). Throws StoreError, SQLite::Exception.
std::unique_ptr<Connection> open_for_writing(const std::filesystem::path& file, std::span<const Migration> migrations,
                                             const std::function<void()>& on_upgrade = {});

/// Opens it read-only, beside a running daemon. Throws StoreError, SQLite::Exception.
std::unique_ptr<Connection> open_for_reading(const std::filesystem::path& file, int newest);

/// Writes the log into the database and empties its file. False: a reader or a writer is in the way; nothing waits.
bool try_to_empty_log(Connection& connection);

}  // namespace noticed
