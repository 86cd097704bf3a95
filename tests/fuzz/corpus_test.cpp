// Every file in corpus/, through the same functions that are fuzzed: what was found once is seen again without a
// fuzzer.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "fuzz/targets.h"
#include "tests/support/file_text.h"

namespace noticed::fuzz {

void PrintTo(const Target& target, std::ostream* stream) { *stream << target.name; }

namespace {

namespace fs = std::filesystem;

class Corpus : public testing::TestWithParam<Target> {
 protected:
  const fs::path folder_ = fs::path(NOTICED_CORPUS) / GetParam().name;
};

TEST_P(Corpus, EveryFileThenAllHolds) {
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    ++files;
    EXPECT_NO_THROW(GetParam().run(read_file(entry.path()))) << entry.path();
  }
  EXPECT_GT(files, 0U);
}

TEST_P(Corpus, NothingAndEveryByteThenAllHolds) {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
  for (const std::string& input : {std::string(), bytes, std::string(1, '\0'), std::string(2'000, '[')})
    EXPECT_NO_THROW(GetParam().run(input)) << input.size();
}

INSTANTIATE_TEST_SUITE_P(All, Corpus, testing::ValuesIn(targets().begin(), targets().end()),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(CorpusFolders, EachThenATargets) {
  for (const auto& entry : fs::directory_iterator(NOTICED_CORPUS)) {
    const auto all = targets();
    const bool known =
        std::any_of(all.begin(), all.end(), [&](const Target& t) { return t.name == entry.path().filename(); });
    EXPECT_TRUE(known) << entry.path();
  }
}

TEST(Broken, PropertyThatDoesNotHoldThenThrown) {
  EXPECT_NO_THROW(require(true, "holds"));
  EXPECT_THROW(require(false, "does not hold"), Broken);
}

}  // namespace
}  // namespace noticed::fuzz
