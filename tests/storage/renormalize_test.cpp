// An upgrade that reads answers differently: current states are rewritten without an event.
#include "tests/storage/store_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

class Renormalize : public StoreTest {
 protected:
  Renormalize() { id_ = watch_one(watched(service::build, "b1")); }

  /// Restarts as a version `number` of the normalizer of build jobs, which calls each setting `as` and keeps answers
  /// with `mask` in place of their values.
  Renormalized upgrade(int number, const std::string& as, const std::string& mask = "") {
    store_->close(at(100s));
    store_.reset();
    StoreOptions wanted = options();
    wanted.normalizers.versions[0] = number;
    wanted.normalizers.normalize = [this, as, mask](const StoredAnswer& answer) -> AnswerReadAnew {
      seen_ = std::string(answer.id) + " " + std::string(answer.project_id) + " " + std::string(answer.body);
      const std::string body = mask.empty() ? std::string(answer.body) : mask;
      if (as.empty()) return {{}, body};
      return {Settings{{"email/buildJobFail/" + as, true}}, body};
    };
    store_ = std::make_unique<Store>(wanted, at(200s));
    const std::vector<WatchedResource> all{watched(service::build, "b1")};
    const Inventory inventory{all, {}, {}, {}};
    return store_->begin_generation(inventory, std::make_shared<const Policy>(plain_policy()), at(200s)).renormalized;
  }
  std::vector<std::string> settings() const { return rows("SELECT attribute, value, since FROM settings"); }

  std::int64_t id_ = 0;
  std::string seen_;
};

using Lines = std::vector<std::string>;

TEST_F(Renormalize, AnotherVersionWritesTheCurrentStateAnew) {
  commit(RecordedPoll(id_, at(1s)).fetched(0, mail(true)));
  const Renormalized done = upgrade(2, "switched");
  EXPECT_EQ(done.resources, 1);
  EXPECT_EQ(done.changed, 1);
  EXPECT_EQ(seen_, "b1 p1 answer {\"email/buildJobFail/enabled\":true}");
  EXPECT_EQ(settings(), Lines{"switched|true|2026-11-21T14:00:01.100Z"});
  EXPECT_EQ(rows("SELECT taken_at, superseded_at, settings FROM snapshots"),
            Lines{"2026-11-21T14:00:01.100Z||{\"email/buildJobFail/switched\":true}"});
}

TEST_F(Renormalize, NobodyIsToldNeitherThenNorByTheNextPoll) {
  commit(RecordedPoll(id_, at(1s)).fetched(0, mail(true)));
  upgrade(2, "switched");
  commit(RecordedPoll(id_, at(201s)).fetched(0, {{"email/buildJobFail/switched", true}}));
  EXPECT_EQ(notified(), Lines{});
  commit(RecordedPoll(id_, at(301s)).fetched(0, {{"email/buildJobFail/switched", false}}));
  EXPECT_EQ(rows("SELECT attribute, old, new FROM changes"), Lines{"switched|true|false"});
}

TEST_F(Renormalize, TheSameVersionReadsNothing) {
  commit(RecordedPoll(id_, at(1s)).fetched(0, mail(true)));
  upgrade(2, "switched");
  EXPECT_EQ(upgrade(2, "other").resources, 0);
  EXPECT_EQ(settings(), Lines{"switched|true|2026-11-21T14:00:01.100Z"});
}

TEST_F(Renormalize, OlderStatesStayAsTheyWere) {
  commit(RecordedPoll(id_, at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(id_, at(10s)).fetched(0, mail(false)));
  upgrade(2, "switched");
  EXPECT_EQ(rows("SELECT settings FROM snapshots ORDER BY id"),
            (Lines{"{\"email/buildJobFail/enabled\":true}", "{\"email/buildJobFail/switched\":true}"}));
}

TEST_F(Renormalize, AnswerWithoutSenseLeavesItsSectionAlone) {
  commit(RecordedPoll(id_, at(1s)).fetched(0, mail(true)));
  EXPECT_EQ(upgrade(2, "").changed, 0);
  EXPECT_EQ(settings(), Lines{"enabled|true|2026-11-21T14:00:01.100Z"});
}

TEST_F(Renormalize, OnlyAnswersBehindCurrentStatesAreKept) {
  commit(RecordedPoll(id_, at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(id_, at(10s)).fetched(0, mail(false)));
  EXPECT_EQ(rows("SELECT body FROM answer"), Lines{"answer {\"email/buildJobFail/enabled\":false}"});
}

TEST_F(Renormalize, AnswerIsKeptAsThisVersionKeepsIt) {
  const auto both = watch({watched(service::build, "b1"), watched(service::build, "b2")});
  for (const auto& one : both) commit(RecordedPoll(one.resource, at(1s)).fetched(0, mail(true)));
  upgrade(2, "switched", "masked");
  EXPECT_EQ(rows("SELECT body FROM answer"), Lines{"masked"});
  EXPECT_EQ(row("SELECT count(*) FROM section WHERE answer_id IN (SELECT id FROM answer)"), "2");
}

TEST_F(Renormalize, AnswerWithoutSenseIsKeptMaskedAllTheSame) {
  commit(RecordedPoll(id_, at(1s)).fetched(0, mail(true)));
  upgrade(2, "", "masked");
  EXPECT_EQ(rows("SELECT body FROM answer"), Lines{"masked"});
}

TEST_F(Renormalize, WhatIsWrittenInAnotherWayLeavesNothingBehind) {
  commit(RecordedPoll(id_, at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(id_, at(10s)).fetched(0, mail(false)));
  commit(RecordedPoll(id_, at(20s)).fetched(0, {{"email/buildJobFail/secret", true}}));
  upgrade(2, "switched");
  EXPECT_EQ(rows("SELECT settings FROM document ORDER BY id"),
            (Lines{"{\"email/buildJobFail/enabled\":true}", "{\"email/buildJobFail/enabled\":false}",
                   "{\"email/buildJobFail/switched\":true}"}));
  EXPECT_EQ(rows("SELECT path FROM setting_change"), Lines{});
}

TEST_F(Renormalize, AnswerThatOthersGaveTooIsKept) {
  const auto both = watch({watched(service::build, "b1"), watched(service::build, "b2")});
  for (const auto& one : both) commit(RecordedPoll(one.resource, at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(both[0].resource, at(10s)).fetched(0, mail(false)));
  EXPECT_EQ(row("SELECT count(*) FROM answer"), "2");
  EXPECT_EQ(row("SELECT count(*) FROM section WHERE answer_id IN (SELECT id FROM answer)"), "2");
}

TEST_F(Renormalize, SwitchIsReadDifferentlyThenItIsKnownWhichChannelsAreOff) {
  const std::vector<WatchedResource> all{watched(service::pipeline, "p1", 0b101)};
  commit(RecordedPoll(watch(all).front().resource, at(1s)).fetched(0, {{"email/*/switch.state", std::string("off")}}));
  EXPECT_EQ(row("SELECT off FROM resource WHERE external_id = 'p1'"), "0");
  store_->close(at(100s));
  store_.reset();
  StoreOptions wanted = options();
  wanted.normalizers.versions[1] = 2;
  wanted.normalizers.normalize = [](const StoredAnswer& answer) -> AnswerReadAnew {
    return {Settings{{"email/*/switch.enabled", false}}, std::string(answer.body)};
  };
  store_ = std::make_unique<Store>(wanted, at(200s));
  const auto started =
      store_->begin_generation({all, {}, {}, {}}, std::make_shared<const Policy>(plain_policy()), at(200s));
  EXPECT_EQ(row("SELECT off FROM resource WHERE external_id = 'p1'"), "4");
  EXPECT_EQ(started.watched.front().sections.off, bit(2));
}

}  // namespace
}  // namespace noticed
