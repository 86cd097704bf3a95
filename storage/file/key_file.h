// The fingerprint key: 32 random bytes in a 0600 file beside the database, as hex text. Made once, at the first start;
// without it masked values of the past can no longer be told to be the same as today's.
#pragma once

#include <array>
#include <filesystem>
#include <string>

namespace noticed {

struct KeyFile {
  std::array<unsigned char, 32> key{};
  std::string id;        // says which key it is without telling the key: 16 hex digits
  bool created = false;  // by this call
};

/// Where the key of a database lies: `noticed.db` -> `noticed.key`.
std::filesystem::path key_path(const std::filesystem::path& database);

/// Reads the key; makes it if there is no database yet, or if a new one is accepted.
/// Throws StoreError: key (missing beside a database, damaged, readable by others), foreign, permission, full, io.
KeyFile load_or_create_key(const std::filesystem::path& database, bool accept_new_key);

/// The id of a key.
std::string key_id(const std::array<unsigned char, 32>& key);

}  // namespace noticed
