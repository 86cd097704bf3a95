// Databases that a daemon finds at its start: one with a long history, one of an earlier schema.
#pragma once

#include <filesystem>

namespace noticed::attack {

/// A history of one resource, all of it older than thirty days; made anew. Returns its newest event's number.
long make_aged_database(const std::filesystem::path& file, int events);

/// What a schema of the past left (tests/storage/schema_N.sql), and so many more rows that an upgrade takes a while.
/// Returns its newest event's number.
long make_database_of_schema(const std::filesystem::path& file, int schema, int rows);

/// Takes away a database and all that lies beside it under its name.
void remove_database(const std::filesystem::path& file);
/// Copies a database that nobody uses, and its key.
void copy_database(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace noticed::attack
