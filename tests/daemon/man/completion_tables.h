// The parts of daemon/man/noticed.bash and noticed.zsh that are generated from the program's command line.
#pragma once

#include <string>

namespace noticed::test {

/// Shell functions that list commands, options and values. Deterministic.
std::string bash_tables();
std::string zsh_tables();

/// `script` with the text between its marks replaced. Throws std::runtime_error if it has no marks.
std::string with_tables(const std::string& script, const std::string& tables);

}  // namespace noticed::test
