// The parts of daemon/man/noticed.bash and noticed.zsh that are made from the program's command line.
#pragma once

#include <string>

namespace noticed::test {

/// Functions that say what commands, options and values there are. The same text for the same program.
std::string bash_tables();
std::string zsh_tables();

/// `script` with what stands between its marks replaced. Throws std::runtime_error if it has no marks.
std::string with_tables(const std::string& script, const std::string& tables);

}  // namespace noticed::test
