#include "daemon/watch/watch_list.h"
#include "tests/support/services.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

TEST(WatchList, MillionResourcesThenSmallEach) {
  EXPECT_LE(sizeof(Watched), 64U);
  EXPECT_EQ(sizeof(SectionHashes), 32U);
  EXPECT_LE(sizeof(SectionPoll), 32U);
}

TEST(WatchList, SeveralAddedThenEachFindsItsNames) {
  WatchList list;
  list.add(service::build, 0, "48c6", "");
  list.add(service::pipeline, 1, "0747", "e2e1");
  list.add(service::repo, 2, "7", "");
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list.id(list[0]), "48c6");
  EXPECT_EQ(list.project_id(list[0]), "");
  EXPECT_EQ(list.id(list[1]), "0747");
  EXPECT_EQ(list.project_id(list[1]), "e2e1");
  EXPECT_EQ(list[1].account, 1U);
  EXPECT_EQ(list[1].service, service::pipeline);
  EXPECT_EQ(list.id(list[2]), "7");
}

TEST(WatchList, LongestIdsThenWhole) {
  WatchList list;
  const std::string id(255, 'a');
  const std::string project(255, 'b');
  list.add(service::pipeline, 0, id, project);
  EXPECT_EQ(list.id(list[0]), id);
  EXPECT_EQ(list.project_id(list[0]), project);
}

TEST(WatchList, HashesThenOneASectionAndNoneShared) {
  WatchList list;
  list.add(service::build, 0, "a", "");
  list.add(service::pipeline, 0, "b", "p");
  list.add(service::check, 0, "c", "");
  list.add(service::repo, 0, "d", "");
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
  const Watched& watched = list.add(service::build, 0, "a", "");
  EXPECT_TRUE(watched.fresh);
  EXPECT_EQ(list.poll(watched, 0).stored, kGood);
  EXPECT_EQ(watched.sections, SectionState{});
  EXPECT_EQ(list.hashes(watched, 0).body, BodyHash{});
  EXPECT_EQ(list.hashes(watched, 0).settings, BodyHash{});
}

Watched& pipeline_in(WatchList& list, std::uint32_t resource, SectionMask wanted) {
  Watched& watched = list.add(service::pipeline, 0, "p" + std::to_string(resource), "");
  watched.resource = resource;
  watched.wanted = wanted;
  return watched;
}

TEST(WatchList, ReplacedThenAnswersOfTheSameResourcesStayKnown) {
  WatchList before, list;
  const SectionHashes status{BodyHash{1, 2}, BodyHash{3, 4}}, email{BodyHash{5, 6}, BodyHash{7, 8}};
  for (const std::uint32_t resource : {4U, 2U}) {
    before.hashes(pipeline_in(before, resource, bit(0) | bit(2)), 0) = status;
    before.hashes(before[before.size() - 1], 2) = email;
  }
  pipeline_in(list, 2, bit(0));
  pipeline_in(list, 3, bit(0));
  keep_hashes(before, list);
  EXPECT_EQ(list.hashes(list[0], 0).settings, status.settings);
  EXPECT_EQ(list.hashes(list[0], 0).body, status.body);
  EXPECT_EQ(list.hashes(list[0], 2).body, BodyHash{}) << "no longer asked for: it may change unseen";
  EXPECT_EQ(list.hashes(list[1], 0).body, BodyHash{}) << "another resource";
}

TEST(WatchList, ReplacedWhileAPollMayStillBeStoredThenItsAnswerIsNotKnown) {
  WatchList before, list;
  for (std::uint32_t resource = 0; resource < 3; ++resource) {
    before.hashes(pipeline_in(before, resource, bit(0)), 0) = {BodyHash{1, 2}, BodyHash{3, 4}};
    pipeline_in(list, resource, bit(0));
  }
  before[0].busy = true;
  before[1].unstored = bit(0);
  before[2].dropped = true;
  keep_hashes(before, list);
  for (std::uint32_t i = 0; i < 3; ++i) EXPECT_EQ(list.hashes(list[i], 0).body, BodyHash{}) << i;
}

}  // namespace
}  // namespace noticed
