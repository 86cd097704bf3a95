// Reads personal or secret values given to commands.
#pragma once

#include <string>

#include "daemon/cli/cli.h"
#include "pollers/redactor.h"

namespace noticed {

/// The VALUE; for "-" the first line of standard input. Throws CommandError if it is empty.
std::string value_of(const CommandLine& line);

/// Masks like the daemon of this database. Throws StoreError: key (missing, damaged, readable by others).
Redactor redactor_of(const std::filesystem::path& database);

}  // namespace noticed
