#include "daemon/cli/secret_argument.h"

#include <iostream>

#include "daemon/runtime/exit_status.h"
#include "storage/file/key_file.h"
#include "storage/store.h"

namespace noticed {

std::string value_of(const CommandLine& line) {
  std::string value = line.resources.front();
  if (value == "-") {
    value.clear();
    std::getline(std::cin, value);
    if (value.ends_with('\r')) value.pop_back();
  }
  if (value.empty()) throw CommandError(kExitUsage, "the value is empty");
  return value;
}

Redactor redactor_of(const std::filesystem::path& database) {
  const auto path = key_path(database);
  std::error_code failed;
  // A newly created key would match no stored value.
  if (!std::filesystem::exists(path, failed) && !failed)
    throw StoreError(StoreError::Kind::key, path.string() + ": file not found; the fingerprint key of " +
                                                database.string() + " is needed to mask a value");
  return Redactor(load_or_create_key(database, false).key);
}

}  // namespace noticed
