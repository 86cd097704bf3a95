#include "daemon/watch_list.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

TEST(WatchList, MillionResourcesThenSmallEach) {
  EXPECT_LE(sizeof(Watched), 64U);
  EXPECT_EQ(sizeof(SectionHashes), 32U);
}

TEST(WatchList, SeveralAddedThenEachFindsItsNames) {
  WatchList list;
  list.add(Service::build, 0, "48c6", "");
  list.add(Service::pipeline, 1, "0747", "e2e1");
  list.add(Service::repo, 2, "7", "");
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list.id(list[0]), "48c6");
  EXPECT_EQ(list.project_id(list[0]), "");
  EXPECT_EQ(list.id(list[1]), "0747");
  EXPECT_EQ(list.project_id(list[1]), "e2e1");
  EXPECT_EQ(list[1].account, 1U);
  EXPECT_EQ(list[1].service, Service::pipeline);
  EXPECT_EQ(list.id(list[2]), "7");
}

TEST(WatchList, LongestIdsThenWhole) {
  WatchList list;
  const std::string id(255, 'a');
  const std::string project(255, 'b');
  list.add(Service::pipeline, 0, id, project);
  EXPECT_EQ(list.id(list[0]), id);
  EXPECT_EQ(list.project_id(list[0]), project);
}

TEST(WatchList, HashesThenOneASectionAndNoneShared) {
  WatchList list;
  list.add(Service::build, 0, "a", "");
  list.add(Service::pipeline, 0, "b", "p");
  list.add(Service::check, 0, "c", "");
  list.add(Service::repo, 0, "d", "");
  std::uint64_t stamp = 0;
  for (std::size_t i = 0; i < list.size(); ++i)
    for (SectionIndex s = 0; s < sections_of(list[i].service).size(); ++s) list.hashes(list[i], s).body = {++stamp, 0};
  EXPECT_EQ(stamp, 15U);
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < list.size(); ++i)
    for (SectionIndex s = 0; s < sections_of(list[i].service).size(); ++s)
      EXPECT_EQ(list.hashes(list[i], s).body, (BodyHash{++seen, 0}));
}

TEST(WatchList, NewOneThenNothingIsKnownOfIt) {
  WatchList list;
  const Watched& watched = list.add(Service::build, 0, "a", "");
  EXPECT_TRUE(watched.fresh);
  EXPECT_EQ(watched.signature, 0U);
  EXPECT_EQ(watched.sections, SectionState{});
  EXPECT_EQ(list.hashes(watched, 0).body, BodyHash{});
  EXPECT_EQ(list.hashes(watched, 0).settings, BodyHash{});
}

}  // namespace
}  // namespace noticed
