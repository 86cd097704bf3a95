// noticed.zsh in a real zsh, in its own pseudo-terminal.
#include <cstdlib>

#include "daemon/man/completion_fixture.h"
#include "daemon/man/man_page.h"
#include "tests/support/file_text.h"

namespace noticed::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class ZshCompletion : public CompletionTest {
 protected:
  void SetUp() override {
    // lint: skip: a build does not need the package zsh
    if (std::system("command -v zsh >/dev/null") != 0) GTEST_SKIP() << "zsh is not installed";
  }
  Words complete(const std::string& line) const {
    const std::string output = (dir_.path() / "offered").string();
    run({"zsh", "-f", NOTICED_HERE "/complete.zsh", NOTICED_MAN "/noticed.zsh", NOTICED_BINARY, line, output});
    return lines(read_file(output));
  }
};

TEST_F(ZshCompletion, CommandThenItsNameAndOptions) {
  EXPECT_THAT(complete("noticed cov"), ElementsAre("coverage"));
  const auto options = complete("noticed show --json --");
  EXPECT_THAT(options, Contains("--at"));
  EXPECT_THAT(options, testing::Not(Contains("--json"))) << "it is there already";
}

TEST_F(ZshCompletion, ClosedSetThenItsWords) {
  EXPECT_THAT(complete("noticed history --service="), UnorderedElementsAre("build", "pipeline", "check", "repo"));
  EXPECT_THAT(complete("noticed history --severity c"), ElementsAre("critical"));
}

TEST_F(ZshCompletion, FileThenFilesOfTheFolder) {
  EXPECT_THAT(complete("noticed show --db " + dir_.path().string() + "/noticed.d"), Contains("noticed.db"));
}

TEST_F(ZshCompletion, ResourceThenIdsAndNamesOfTheDatabase) {
  EXPECT_THAT(complete("noticed show --db " + db_ + " pay"), UnorderedElementsAre("payments-api", "pay\\ by\\ card"));
  EXPECT_THAT(complete("noticed diff --db=" + db_ + " payments-api rep"), ElementsAre("repo/2111"));
  EXPECT_THAT(complete("noticed show --db " + db_ + ".none pay"), IsEmpty());
}

}  // namespace
}  // namespace noticed::test
