// An upgrade to a version that masks more: values are masked in current states and kept answers, without an event.
#include <nlohmann/json.hpp>

#include "pollers/answer_reader.h"
#include "pollers/poller.h"
#include "tests/storage/store_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using nlohmann::json;
using Lines = std::vector<std::string>;

constexpr SectionIndex kDingtalk = 4;

/// A pipeline's robot with an undocumented member.
json robot(const std::string& pwd) {
  return {{"events", json::array()}, {"webhook_config", {{"options", {"branch"}}, {"pwd", pwd}}}};
}

class MaskingUpgrade : public StoreTest {
 protected:
  /// A database of a version that kept the member unmasked.
  MaskingUpgrade() {
    id_ = watch({pipeline()}).front().resource;
    PollReport old = RecordedPoll(id_, at(1s)).fetched(kDingtalk, settings_with("hunter2"));
    old.sections.front().answer = robot("hunter2").dump();
    commit(old);
    store_->close(at(10s));
    store_.reset();
  }

  static WatchedResource pipeline() { return watched(service::pipeline, "0747", bit(kDingtalk)); }
  static Settings settings_with(const std::string& pwd) {
    return {{"dingtalk/*/webhook.content", List{"branch"}}, {"dingtalk/*/x.pwd", pwd}};
  }
  std::string masked(const std::string& value) const { return "text#" + redactor_.fingerprint(MaskKind::text, value); }

  Renormalized upgrade() {
    StoreOptions wanted = options();
    wanted.normalizers = built_in_normalizers(redactor_);
    store_ = std::make_unique<Store>(wanted, at(20s));
    const std::vector<WatchedResource> all{pipeline()};
    return store_->begin_generation({all, {}, {}, {}}, std::make_shared<const Policy>(plain_policy()), at(20s))
        .renormalized;
  }
  /// The result of an answer of the cloud in this version.
  void poll(TimePoint when, const json& answer) {
    const RedactedJson body = redactor_.redact(answer);
    const Target target{.id = "0747", .project_id = "p1"};
    const Request request{.section = kDingtalk, .target = {}};
    PollReport report =
        RecordedPoll(id_, when).fetched(kDingtalk, poller_for(service::pipeline).normalize(target, request, body));
    report.sections.front().answer = body.json().dump();
    commit(report);
  }
  /// Whether the word occurs in any settings or kept answer.
  bool holds(const std::string& word) const {
    return !rows("SELECT 1 FROM document WHERE instr(settings, '" + word + "') UNION ALL " +
                 "SELECT 1 FROM answer WHERE instr(body, '" + word + "')")
                .empty();
  }

  const Redactor redactor_{FingerprintKey{7}};
  std::int64_t id_ = 0;
};

TEST_F(MaskingUpgrade, KeptAnswerAndCurrentSettingsHoldTheFingerprint) {
  const Renormalized done = upgrade();
  EXPECT_EQ(done.changed, 1);
  EXPECT_EQ(rows("SELECT body FROM answer"), Lines{robot(masked("hunter2")).dump()});
  EXPECT_EQ(rows("SELECT settings FROM snapshots"), Lines{canonical_text(settings_with(masked("hunter2")))});
  EXPECT_FALSE(holds("hunter2"));
  EXPECT_EQ(notified(), Lines{});
  EXPECT_EQ(row("SELECT count(*) FROM snapshot"), "1");
}

TEST_F(MaskingUpgrade, SameValueInTheNextAnswerIsNoChange) {
  upgrade();
  poll(at(30s), robot("hunter2"));
  EXPECT_EQ(notified(), Lines{});
  EXPECT_EQ(row("SELECT count(*) FROM snapshot"), "1");
}

TEST_F(MaskingUpgrade, OtherValueInTheNextAnswerIsOneChange) {
  upgrade();
  poll(at(30s), robot("hunter3"));
  EXPECT_EQ(rows("SELECT attribute, old, new FROM changes"),
            Lines{"x.pwd|\"" + masked("hunter2") + "\"|\"" + masked("hunter3") + "\""});
  EXPECT_FALSE(holds("hunter3"));
}

TEST_F(MaskingUpgrade, StartedAgainThenNothingIsReadAnew) {
  upgrade();
  store_.reset();
  EXPECT_EQ(upgrade().resources, 0);
  EXPECT_EQ(rows("SELECT body FROM answer"), Lines{robot(masked("hunter2")).dump()});
}

}  // namespace
}  // namespace noticed
