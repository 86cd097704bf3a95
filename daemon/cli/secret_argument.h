// Values that are personal or secret, as commands are given them.
#pragma once

#include <string>

#include "daemon/cli/cli.h"
#include "pollers/redactor.h"

namespace noticed {

/// The VALUE; of "-" the first line of standard input. Throws CommandError if it is empty.
std::string value_of(const CommandLine& line);

/// Masks as the daemon of this database does. Throws StoreError: key (missing, damaged, readable by others).
Redactor redactor_of(const std::filesystem::path& database);

}  // namespace noticed
