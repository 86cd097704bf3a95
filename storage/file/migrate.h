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

/// Those of migrations/, embedded at build time.
std::span<const Migration> built_in_migrations();

/// "ntcd": what stands in the file's header as application id.
constexpr int kApplicationId = 0x6e746364;

/// Reads the schema's number; 0 for an empty database. Throws StoreError: foreign (not ours), newer (than `newest`).
int schema_number(Connection& connection, int newest);

/// Runs what is missing, all in one transaction. A database that holds data is copied first, to
/// `<file>.schema-N.backup`. Throws StoreError, SQLite::Exception; then the schema is as before. `on_progress` (may be
/// empty, must not throw) is called each time SQLite has done some more work.
void migrate(Connection& connection, std::span<const Migration> migrations,
             const std::function<void()>& on_progress = {});

}  // namespace noticed
