// Opens the database for the one writer and for readers: the pragmas of each connection, and checks that they took
// effect.
#pragma once

#include <filesystem>
#include <memory>

#include "storage/file/migrate.h"

namespace noticed {

/// Opens or creates the database for writing, sets all pragmas and migrates the schema. `on_upgrade`: see migrate().
/// Throws StoreError, SQLite::Exception.
std::unique_ptr<Connection> open_for_writing(const std::filesystem::path& file, std::span<const Migration> migrations,
                                             const std::function<void()>& on_upgrade = {});

/// Opens it read-only, beside a running daemon. Throws StoreError, SQLite::Exception.
std::unique_ptr<Connection> open_for_reading(const std::filesystem::path& file, int newest);

/// Checkpoints and truncates the write-ahead log without waiting. False if a reader or a writer is in the way.
bool try_to_empty_log(Connection& connection);

}  // namespace noticed
