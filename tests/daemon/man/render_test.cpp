// The manual pages, checked by the programs that display them.
#include "daemon/man/completion_fixture.h"

namespace noticed::test {
namespace {

using testing::IsEmpty;

class Rendering : public testing::TestWithParam<const char*> {
 protected:
  static std::string page() {
    std::string path(NOTICED_MAN);
    return path.append("/").append(GetParam());
  }
  static bool is_there(const std::string& program) {
    return std::system(("command -v " + program + " >/dev/null").c_str()) == 0;
  }
  static Words run(const std::string& command) {
    FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    std::string text;
    for (int c = ::fgetc(pipe); c != EOF; c = ::fgetc(pipe)) text += static_cast<char>(c);
    ::pclose(pipe);
    Words found;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) found.push_back(line);
    return found;
  }
};

TEST_P(Rendering, ByMandocThenNoWarning) {
  // lint: skip: a build does not need the package mandoc
  if (!is_there("mandoc")) GTEST_SKIP() << "mandoc is not installed";
  EXPECT_THAT(run("mandoc -Tlint -Wwarning " + page()), IsEmpty());
}

TEST_P(Rendering, ByManThenNoWarningAndNoLineBeyondEightyColumns) {
  // lint: skip: a build does not need the package man-db
  if (!is_there("man") || !is_there("groff")) GTEST_SKIP() << "man is not installed";
  EXPECT_THAT(run("LC_ALL=C.UTF-8 man -l --warnings -Tutf8 " + page() + " >/dev/null"), IsEmpty());
  const auto shown = run("LC_ALL=C MANWIDTH=80 man -l -Tascii " + page() + " | col -bx");
  EXPECT_GT(shown.size(), 100U);
  for (const auto& line : shown) EXPECT_LE(line.size(), 80U) << line;
}

INSTANTIATE_TEST_SUITE_P(Pages, Rendering, testing::Values("noticed.1", "noticed.toml.5"));

}  // namespace
}  // namespace noticed::test
