// The scripts in daemon/man/ complete exactly what the program takes. To accept a change:
//     NOTICED_ACCEPT=1 build/debug/tests/daemon/man/man_test --gtest_filter='CompletionTables.*'
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "daemon/man/completion_tables.h"
#include "daemon/man/man_page.h"
#include "tests/support/file_text.h"

namespace noticed::test {
namespace {

void expect_tables(const std::string& name, const std::string& tables) {
  const std::string path = NOTICED_MAN + std::string("/") + name;
  const std::string kept = read_file(path);
  const std::string made = with_tables(kept, tables);
  if (std::getenv("NOTICED_ACCEPT") != nullptr) std::ofstream(path, std::ios::binary) << made;
  EXPECT_EQ(kept, made) << "NOTICED_ACCEPT=1 accepts the change";
}

TEST(CompletionTables, OfBashThenWhatTheProgramTakes) { expect_tables("noticed.bash", bash_tables()); }

TEST(CompletionTables, OfZshThenWhatTheProgramTakes) { expect_tables("noticed.zsh", zsh_tables()); }

}  // namespace
}  // namespace noticed::test
