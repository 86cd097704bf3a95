// The fingerprint key: 32 random bytes as hex text in a 0600 file beside the database. Created once, at the first
// start; without it, today's masked values cannot be compared with those of the past.
#pragma once

#include <array>
#include <filesystem>
#include <string>

namespace noticed {

struct KeyFile {
  std::array<unsigned char, 32> key{};
  std::string id;        // identifies the key without revealing it: 16 hex digits
  bool created = false;  // by this call
};

/// The path of a database's key: `noticed.db` -> `noticed.key`.
std::filesystem::path key_path(const std::filesystem::path& database);

/// Reads the key; creates it if there is no database yet or a new key is accepted.
/// Throws StoreError: key (missing beside a database, damaged, readable by others), foreign, permission, full, io.
KeyFile load_or_create_key(const std::filesystem::path& database, bool accept_new_key);

std::string key_id(const std::array<unsigned char, 32>& key);

}  // namespace noticed
