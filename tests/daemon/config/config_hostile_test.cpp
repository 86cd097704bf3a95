// Files that could block or crash the program that reads them: `check`, or a running daemon at a reload.
#include <sys/stat.h>

#include "config_fixture.h"
#include "daemon/config/toml_depth.h"
#include "daemon/sinks/sink_table.h"

namespace noticed {
namespace {

std::string repeated(const std::string& text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

/// Every way to nest: 50,000 levels.
const std::vector<std::string> kDeep{"[a" + repeated(".a", 50'000) + "]\n",
                                     "[[a" + repeated(".a", 50'000) + "]]\n",
                                     "[a" + repeated(" . \"a\"", 50'000) + "]\n",
                                     "a" + repeated(".a", 50'000) + " = 1\n",
                                     "'a'" + repeated(".'a'", 50'000) + " = 1\n",
                                     "x = { a" + repeated(".a", 50'000) + " = 1 }\n",
                                     "x = " + repeated("[", 50'000) + repeated("]", 50'000) + "\n",
                                     "x = " + repeated("{ a = ", 50'000) + "1" + repeated(" }", 50'000) + "\n",
                                     "x = " + repeated("[{ a = ", 50'000) + "1" + repeated(" }]", 50'000) + "\n",
                                     "x = \"\"\"a\"\"\"\"\"\ny" + repeated(".a", 50'000) + " = 1\n",
                                     "x = { a = \"\"\"b\"\"\"\", c" + repeated(".a", 50'000) + " = 1 }\n",
                                     "x = '''b''''\ny" + repeated(".a", 50'000) + " = 1\n",
                                     "x = \"\\\"\"\ny" + repeated(".a", 50'000) + " = 1\n",
                                     "x = '\\'\ny" + repeated(".a", 50'000) + " = 1\n",
                                     "# \"\ny" + repeated(".a", 50'000) + " = 1\n"};

TEST_F(ConfigTest, FiftyThousandLevelsThenOneFaultThatSaysWhere) {
  for (const auto& deep : kDeep) {
    const Faults found = faults(kGoodConfig + deep);
    ASSERT_EQ(found.size(), 1U) << deep.substr(0, 40);
    EXPECT_NE(found[0].find("nested deeper than 16 levels"), std::string::npos) << deep.substr(0, 40) << found[0];
    EXPECT_EQ(found[0].find("noticed.toml:1"), 0U) << found[0];
  }
}

TEST_F(ConfigTest, FiftyThousandLevelsInADropInThenTheSame) {
  dir_.write("conf.d/10.toml", kDeep.front());
  EXPECT_EQ(faults(kGoodConfig), Faults{"conf.d/10.toml:1:33: nested deeper than 16 levels; no configuration key is"});
}

TEST(TomlDepth, AsDeepAsConfigurationsAreThenGood) {
  for (const auto* text : {"", "match = { label.team = [\"a\"], name = [\"pay-*\"] }\n", "a.b.c.d.e.f = 1.5\n",
                           "x = \"a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t\"\n", "x = '[[[[[[[[[[[[[[[[[[[[[[[[[[['\n",
                           "x = \"\"\"\n[[[[[[[[[[[[[[[[[[[[[[[\n\\\"\"\" .................\n\"\"\"\n",
                           "# [[[[[[[[[[[[[[[[[[[[[[[ ................\n", "x = ['a.b.c.d.e.f.g.h.i', 1.5, 2.5, 3.5]\n",
                           "d = 2026-11-21T14:05:09.123Z\n"})
    EXPECT_FALSE(find_too_deep(text)) << text;
  EXPECT_FALSE(find_too_deep(repeated("[[account]]\nendpoints = { build = \"https://a.b.c\" }\n", 10'000)));
  EXPECT_FALSE(find_too_deep("a" + repeated(".a", 15)));
  EXPECT_TRUE(find_too_deep("a" + repeated(".a", 16)));
}

TEST(TomlDepth, PlaceThenLineAndColumn) {
  const auto place = find_too_deep("[a]\nb = " + repeated("[", 17));
  ASSERT_TRUE(place);
  EXPECT_EQ(place->line, 2U);
  EXPECT_EQ(place->column, 21U);
}

/// Opening each of these would block until another process writes.
TEST_F(ConfigTest, PipeInsteadOfAFileThenRefusedAtOnce) {
  const auto pipe = [&](const std::string& name) {
    const auto path = dir_.path() / name;
    std::filesystem::create_directories(path.parent_path());
    std::filesystem::remove(path);
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  };
  pipe("pipe.toml");
  EXPECT_EQ(texts(read_config(dir_.path() / "pipe.toml", sink_types())),
            Faults{"pipe.toml: is not a regular file; check the path, and that this user may read it"});
  pipe("conf.d/10.toml");
  EXPECT_EQ(faults(kGoodConfig),
            Faults{"conf.d/10.toml: is not a regular file; check the path, and that this user may read it"});
  std::filesystem::remove(dir_.path() / "conf.d/10.toml");
  pipe("credentials/token");
  EXPECT_EQ(faults(kGoodConfig),
            Faults{"noticed.toml:4:14: [[account]] token_file: credentials/token: is not a regular file"});
  dir_.write("credentials/token", "t1\n");
  pipe("credentials/ca.pem");
  EXPECT_EQ(faults(kGoodConfig + "[network]\nca_file = \"ca.pem\"\n"),
            Faults{"noticed.toml:12:11: [network] ca_file: credentials/ca.pem: is not a regular file"});
}

TEST_F(ConfigTest, FileLargerThanAnyConfigurationThenRefused) {
  dir_.write("conf.d/10.toml", "# " + std::string(std::size_t{16} << 20U, 'x'));
  EXPECT_EQ(faults(kGoodConfig),
            Faults{"conf.d/10.toml: is larger than 16 MiB; check the path, and that this user may read it"});
}

}  // namespace
}  // namespace noticed
