// The requests for each chat, as readable files. To accept a change: NOTICED_ACCEPT=1 build/debug/tests/daemon/
// sinks/sinks_test --gtest_filter='*Golden*', then read the difference.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "sample.h"
#include "tests/support/file_text.h"

namespace noticed {
namespace {

struct Case {
  std::string type, name;
};
void PrintTo(const Case& one, std::ostream* stream) { *stream << one.type << "/" << one.name; }

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const auto& type : kChats)
    for (const auto* name : {"night", "digest", "hostile", "chinese"}) all.push_back({type, name});
  return all;
}

Part part_of(const std::string& name) {
  if (name == "night") return night();
  if (name == "digest") return digest();
  return name == "hostile" ? hostile() : chinese();
}

class GoldenTest : public testing::TestWithParam<Case> {};

TEST_P(GoldenTest, PartThenTheBodyInTheFile) {
  const auto& [type, name] = GetParam();
  const std::filesystem::path file = std::filesystem::path(NOTICED_GOLDEN) / type / (name + ".json");
  const std::string made = body_of(type, part_of(name)).dump(2) + "\n";
  if (std::getenv("NOTICED_ACCEPT") != nullptr) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << made;
  }
  EXPECT_EQ(made, read_file(file)) << "NOTICED_ACCEPT=1 accepts the change";
}

TEST_P(GoldenTest, PartThenEveryMembersNumberIsToldAndNoOther) {
  const auto& [type, name] = GetParam();
  const Part part = part_of(name);
  EXPECT_EQ(numbers_in(body_of(type, part)), std::set<std::int64_t>(part.completed.begin(), part.completed.end()));
}

INSTANTIATE_TEST_SUITE_P(All, GoldenTest, testing::ValuesIn(cases()),
                         [](const auto& tested) { return tested.param.type + "_" + tested.param.name; });

}  // namespace
}  // namespace noticed
