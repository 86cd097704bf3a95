// Brings a database's schema up to date. Migrations are numbered from 1, run in order and never change once published.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string_view>

#include "storage/file/connection.h"

namespace noticed {

struct Migration {
  int number = 0;
  std::string_view name;
  std::string_view sql;
};

/// The migrations in migrations/, embedded at build time.
std::span<const Migration> built_in_migrations();

/// "ntcd": the application id in the file's header.
constexpr int kApplicationId = 0x6e746364;

/// Reads the schema's number; 0 for an empty database. Throws StoreError: foreign (not ours), newer (than `newest`).
int schema_number(Connection& connection, int newest);

/// Runs the missing migrations in one transaction. A database with data is first copied to `<file>.schema-N.backup`.
/// Throws StoreError, SQLite::Exception; then the schema is unchanged. `on_progress` (may be empty, must not throw) is
/// called repeatedly while SQLite works.
void migrate(Connection& connection, std::span<const Migration> migrations,
             const std::function<void()>& on_progress = {});

}  // namespace noticed
