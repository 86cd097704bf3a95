#include "daemon/runtime/reload.h"

#include <gtest/gtest.h>

#include "pollers/fake_loop.h"

namespace noticed {
namespace {

using Facts = std::map<std::string, std::string>;

std::string logged(const Facts& before, const Facts& after) {
  const tests::FakeClock clock;
  testing::internal::CaptureStdout();
  Log log(clock, "info", LogFormat::text);
  log_difference(log, before, after);
  return testing::internal::GetCapturedStdout();
}

std::size_t lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(Reload, KeysDifferThenOneLineEachWithOldAndNew) {
  const std::string text = logged({{"polling.interval", "5m"}, {"storage.keep", "400d"}, {"polling.timeout", "10s"}},
                                  {{"polling.interval", "1m"}, {"polling.timeout", "10s"}, {"sink.ops.type", "slack"}});
  EXPECT_EQ(lines(text), 3U) << text;
  EXPECT_NE(text.find("config_key key=polling.interval old=5m new=1m\n"), std::string::npos) << text;
  EXPECT_NE(text.find("config_key key=sink.ops.type old=\"(not set)\" new=slack\n"), std::string::npos) << text;
  EXPECT_NE(text.find("config_key key=storage.keep old=400d new=\"(not set)\"\n"), std::string::npos) << text;
}

TEST(Reload, NothingDiffersThenNotAWord) { EXPECT_EQ(logged({{"a.b", "1"}}, {{"a.b", "1"}}), ""); }

TEST(Reload, VeryMuchDiffersThenTheRestIsCounted) {
  Facts many;
  for (int i = 0; i < 60; ++i) many.emplace("key." + std::to_string(i), "1");
  const std::string text = logged({}, many);
  EXPECT_EQ(lines(text), 51U);
  EXPECT_NE(text.find("config_key more=10\n"), std::string::npos) << text;
}

TEST(Reload, StoragePathDiffersThenItStaysAndIsNamed) {
  Config running;
  running.database = "/old/noticed.db";
  running.facts = {{"storage.path", "/old/noticed.db"}};
  Config fresh;
  fresh.database = "/new/noticed.db";
  fresh.facts = {{"storage.path", "/new/noticed.db"}, {"polling.interval", "1m"}};
  EXPECT_EQ(keep_until_restart(running, fresh), std::vector<std::string>{"storage.path"});
  EXPECT_EQ(fresh.database, "/old/noticed.db");
  const Facts wanted{{"polling.interval", "1m"}, {"storage.path", "/old/noticed.db"}};
  EXPECT_EQ(fresh.facts, wanted);
  EXPECT_TRUE(keep_until_restart(running, fresh).empty());
}

TEST(Reload, RefusedThenTheFirstFaultIsKeptAndWarningsDoNotCount) {
  const std::vector<Fault> faults{{{"a.toml", 1, 1}, "only a warning", FaultLevel::warning},
                                  {{"a.toml", 2, 1}, "an error for check", FaultLevel::check_error},
                                  {{"a.toml", 3, 1}, "unknown key"},
                                  {{"conf.d/b.toml", 2, 5}, "no duration"}};
  const auto refusal = refusal_of(faults, from_ms(5));
  EXPECT_EQ(refusal.fault, "a.toml:3:1: unknown key");
  EXPECT_EQ(refusal.faults, 2U);
  EXPECT_EQ(refusal.at, from_ms(5));
  EXPECT_FALSE((ReloadState{from_ms(1), refusal}).good());
  EXPECT_EQ((ReloadState{from_ms(1), refusal}).last(), from_ms(5));
}

}  // namespace
}  // namespace noticed
