#include "daemon/message/message_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

const Settings kOn{{"email/pipelineRun.pause/enabled", true}};
const Settings kOff{{"email/pipelineRun.pause/enabled", false}};
using Seqs = std::vector<std::int64_t>;

class GroupTest : public MessageTest {
 protected:
  DueDelivery off(const std::string& name) { return changed(pipeline(name), kOn, kOff); }
  DueDelivery on(const std::string& name) { return changed(pipeline(name), kOff, kOn); }
  static ResourceInfo pipeline(const std::string& name) { return resource(service::pipeline, name, "id-" + name); }

  /// The numbers of each block's members.
  std::vector<Seqs> blocks(const std::vector<DueDelivery>& events) {
    std::vector<Seqs> out;
    for (const auto& block : compose(events, surroundings_).blocks) {
      out.emplace_back();
      for (const auto& member : block.members) out.back().push_back(member.seq);
    }
    return out;
  }
  std::string title(const std::vector<DueDelivery>& events) { return compose(events, surroundings_).title; }
};

TEST_F(GroupTest, ThreeAlikeThenOneBlockThatNamesEach) {
  const std::vector<DueDelivery> events{off("a"), off("b"), off("c")};
  EXPECT_EQ(blocks(events), (std::vector<Seqs>{{1842, 1843, 1844}}));
  const Block block = compose(events, surroundings_).blocks[0];
  EXPECT_EQ(block.title, "3 pipelines: email for \"pipeline run paused\" switched off");
  EXPECT_EQ(block.members[2].name, "c");
  EXPECT_TRUE(block.members[2].url.ends_with("/pipeline/history/id-c?v=1")) << block.members[2].url;
}

TEST_F(GroupTest, TwoAlikeThenEachForItself) {
  EXPECT_EQ(blocks({off("a"), off("b")}), (std::vector<Seqs>{{1842}, {1843}}));
}

TEST_F(GroupTest, OtherValuesThenNotAlike) {
  EXPECT_EQ(blocks({off("a"), off("b"), on("c")}), (std::vector<Seqs>{{1842}, {1843}, {1844}}));
}

TEST_F(GroupTest, OtherAccountThenNotAlike) {
  ResourceInfo other = pipeline("c");
  other.account = "test";
  EXPECT_EQ(blocks({off("a"), off("b"), changed(other, kOn, kOff)}), (std::vector<Seqs>{{1842}, {1843}, {1844}}));
}

TEST_F(GroupTest, ResourceWithAnotherEventThenNotMerged) {
  const std::vector<DueDelivery> events{off("a"), told(ResourceRenamed{pipeline("a"), "old"}), off("b"), off("c"),
                                        off("d")};
  EXPECT_EQ(blocks(events), (std::vector<Seqs>{{1842}, {1843}, {1844, 1845, 1846}}));
}

TEST_F(GroupTest, SomeSilencedAFailureThenToldApart) {
  const Settings before{{"email/pipelineRun.failed/enabled", true}};
  const Settings after{{"email/pipelineRun.failed/enabled", false}};
  std::vector<DueDelivery> events;
  for (const std::string name : {"a", "b", "c"}) {
    events.push_back(changed(pipeline(name), before, after));
    Settings also_before = before;
    Settings also_after = after;
    also_before["feishu/pipelineRun.failed/enabled"] = also_after["feishu/pipelineRun.failed/enabled"] = true;
    events.push_back(changed(pipeline(name + "2"), also_before, also_after));
  }
  EXPECT_EQ(blocks(events), (std::vector<Seqs>{{1842, 1844, 1846}, {1843, 1845, 1847}}));
  EXPECT_EQ(title(events), "6 changes, 3 of them critical");
}

TEST_F(GroupTest, WatchedIsKnownThenHowManyOfHowMany) {
  surroundings_.watched[{"prod", "pipeline", resource().project_id}] = 80;
  EXPECT_EQ(title({off("a"), off("b"), off("c")}),
            "3 of 80 pipelines of Shop: email for \"pipeline run paused\" switched off");
}

TEST_F(GroupTest, SeveralProjectsThenNoProjectIsNamed) {
  surroundings_.watched[{"prod", "pipeline", resource().project_id}] = 80;
  ResourceInfo other = pipeline("c");
  other.project_id = "p2";
  EXPECT_EQ(title({off("a"), off("b"), changed(other, kOn, kOff)}),
            "3 pipelines: email for \"pipeline run paused\" switched off");
}

TEST_F(GroupTest, ChangedAndBackThenOneBlockOfInfo) {
  const std::vector<DueDelivery> events{on("a"), off("a")};
  EXPECT_EQ(blocks(events), (std::vector<Seqs>{{1842, 1843}}));
  EXPECT_EQ(title(events), "a: changed and reverted");
}

TEST_F(GroupTest, CriticalAndBackThenAWarning) {
  const Settings before{{"email/buildJobFail/enabled", true}};
  const MessageContent message =
      compose(std::vector{changed(resource(), before, {}), changed(resource(), {}, before)}, surroundings_);
  ASSERT_EQ(message.blocks.size(), 1U);
  EXPECT_EQ(message.severity, Severity::warning);
}

TEST_F(GroupTest, NotAllOfItRevertedThenNotReverted) {
  Settings more = kOn;
  more["feishu/pipelineRun.pause/enabled"] = true;
  EXPECT_EQ(blocks({off("a"), changed(pipeline("a"), kOff, more)}), (std::vector<Seqs>{{1842}, {1843}}));
}

TEST_F(GroupTest, SomethingBetweenThenNotReverted) {
  EXPECT_EQ(blocks({off("a"), told(ResourceRenamed{pipeline("a"), "old"}), on("a")}),
            (std::vector<Seqs>{{1842}, {1843}, {1844}}));
}

TEST_F(GroupTest, MissedChangeBetweenThenNotReverted) {
  // on -> off, then not set -> on: what removed it is not among the events.
  EXPECT_EQ(blocks({off("a"), changed(pipeline("a"), {}, kOn)}), (std::vector<Seqs>{{1842}, {1843}}));
}

TEST_F(GroupTest, EventsWithoutResourceThenNeverMerged) {
  const Bulk crowd{"prod", service::pipeline, 37, {}};
  EXPECT_EQ(blocks({told(CrowdAdded{crowd, 0}), told(CrowdAdded{crowd, 0}), told(CrowdAdded{crowd, 0})}),
            (std::vector<Seqs>{{1842}, {1843}, {1844}}));
}

}  // namespace
}  // namespace noticed
