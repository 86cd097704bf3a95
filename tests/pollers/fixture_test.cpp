// Every recorded answer becomes exactly the settings of the .golden file beside it. NOTICED_UPDATE_GOLDEN=1 rewrites
// those files; read the difference before you commit it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "samples.h"

namespace noticed::tests {
namespace {

class Fixture : public testing::TestWithParam<std::pair<std::string, std::filesystem::path>> {};

std::vector<std::pair<std::string, std::filesystem::path>> all_fixtures() {
  std::vector<std::pair<std::string, std::filesystem::path>> found;
  for (const Api& api : kApis)
    for (const auto& path : answers(api)) found.emplace_back(api.name, path);
  return found;
}

TEST_P(Fixture, BecomesItsGoldenSettings) {
  const auto& [name, path] = GetParam();
  auto golden = path;
  golden.replace_extension(".golden");
  const std::string got = readable(settings_of(api(name), read_file(path)));
  if (std::getenv("NOTICED_UPDATE_GOLDEN") != nullptr) std::ofstream(golden, std::ios::binary) << got;
  EXPECT_EQ(got, read_file(golden)) << golden;
}

TEST_P(Fixture, SaysNothingOutsideItsSection) {
  const auto& [name, path] = GetParam();
  const Api& called = api(name);
  for (const auto& [encoded, value] : settings_of(called, read_file(path)))
    EXPECT_EQ(section_of(called.service, decode_path(encoded)), called.section) << encoded;
}

TEST_P(Fixture, ReadsTheSameFromAStoredAnswer) {
  const auto& [name, path] = GetParam();
  const Api& called = api(name);
  const auto first = redactor().redact(nlohmann::json::parse(read_file(path)));
  const auto stored = redactor().restored(nlohmann::json::parse(first.json().dump()));
  const Poller& poller = poller_for(called.service);
  const Target target{.id = called.id, .project_id = {}};
  const Request request{.section = called.section, .target = {}};
  EXPECT_EQ(poller.normalize(target, request, stored), poller.normalize(target, request, first));
}

std::string name_of(const testing::TestParamInfo<Fixture::ParamType>& fixture) {
  return fixture.param.first + "_" + fixture.param.second.stem().string();
}

INSTANTIATE_TEST_SUITE_P(All, Fixture, testing::ValuesIn(all_fixtures()), name_of);

}  // namespace
}  // namespace noticed::tests
