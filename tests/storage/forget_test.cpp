#include "storage/retention/forget.h"

#include "storage/read/verify.h"
#include "tests/storage/store_fixture.h"
#include "tests/support/file_text.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

const std::string kPhone = "178****1234#0123456789abcdef";
const std::string kOther = "139****0000#fedcba9876543210";

/// b1 mentions two phones, then one, then none; b2 never mentions any. Events: 1 to 3 (b1), 4 (b2).
class Forget : public StoreTest {
 protected:
  Forget() {
    const auto ids = watch_both();
    const auto b1 = ids[0].resource;
    commit(RecordedPoll(ids[1].resource, at(0s)).fetched(0, mail(true)));
    commit(RecordedPoll(b1, at(0s)).fetched(0, mentions({"zoe"})));
    commit(RecordedPoll(b1, at(300s)).fetched(0, mentions({kPhone, kOther})));
    commit(RecordedPoll(b1, at(600s)).fetched(0, mentions({kPhone})));
    commit(RecordedPoll(b1, at(900s)).fetched(0, mentions({kOther})));
    commit(RecordedPoll(ids[1].resource, at(1200s)).fetched(0, mail(false)));
  }
  std::vector<Remembered> watch_both() { return watch({watched(service::build, "b1"), watched(service::build, "b2")}); }
  static Settings mentions(std::vector<std::string> phones) {
    return {{"email/*/mentions.phones", make_list(std::move(phones))}};
  }
  void stop() {
    store_->close(at(1800s));
    store_.reset();
  }
  Forgotten erase(const std::string& value, bool dry_run = false) {
    const std::vector<std::string> masked{value};
    return forget(db_, masked, at(3600s), dry_run);
  }
  /// The content of the files, including free pages.
  std::string bytes() const { return read_file(db_) + read_file(db_.string() + "-wal"); }
  std::string chain(int seq) const { return row("SELECT chain FROM events WHERE seq = " + std::to_string(seq)); }
};

TEST_F(Forget, LeavesNoTraceInTheFile) {
  stop();
  ASSERT_NE(bytes().find(kPhone), std::string::npos);
  const Forgotten gone = erase(kPhone);
  EXPECT_EQ(bytes().find(kPhone), std::string::npos);
  EXPECT_NE(bytes().find(kOther), std::string::npos);
  EXPECT_EQ(gone.replacement, "forgotten#1");
  EXPECT_EQ(gone.documents, 2);
  EXPECT_EQ(gone.answers, 0) << "those behind earlier states are gone already";
  EXPECT_EQ(gone.changes, 3);
  EXPECT_EQ(gone.events, 3);
}

TEST_F(Forget, AnswerThatNamesItWhereNoSettingDoesIsErasedToo) {
  PollReport cycle = RecordedPoll(2, at(1300s)).fetched(0, mail(true));
  cycle.sections.front().answer = R"({"label":")" + kPhone + R"("})";
  commit(cycle);
  stop();
  EXPECT_EQ(erase(kPhone).answers, 1);
  EXPECT_EQ(bytes().find(kPhone), std::string::npos);
}

TEST_F(Forget, SettingsOfThenShowThatSomethingWasThere) {
  stop();
  erase(kPhone);
  EXPECT_EQ(rows("SELECT settings FROM snapshots WHERE external_id = 'b1' ORDER BY id"),
            (std::vector<std::string>{R"({"email/*/mentions.phones":["zoe"]})",
                                      R"({"email/*/mentions.phones":["139****0000#fedcba9876543210","forgotten#1"]})",
                                      R"({"email/*/mentions.phones":["forgotten#1"]})",
                                      R"({"email/*/mentions.phones":["139****0000#fedcba9876543210"]})"}));
  EXPECT_EQ(row("SELECT old, new FROM changes WHERE id = 2"),
            R"(["139****0000#fedcba9876543210","forgotten#1"]|["forgotten#1"])");
}

TEST_F(Forget, ChainIsMadeAnewFromTheFirstEventThatSaidItAndThatStaysVisible) {
  stop();
  const std::string first = chain(1), old_head = chain(4);
  erase("zoe");
  erase(kPhone);
  const auto result = verify(db_, {});
  EXPECT_EQ(result.damages.size(), 0U) << result.damages.front().what;
  ASSERT_EQ(result.rewrites.size(), 2U);
  EXPECT_EQ(result.rewrites[0].old_head, old_head);
  EXPECT_EQ(result.rewrites[1].from, 1);
  EXPECT_EQ(result.rewrites[1].to, 4);
  EXPECT_EQ(result.rewrites[1].reason, "forget");
  EXPECT_EQ(result.rewrites[1].new_head, chain(4));
  EXPECT_NE(chain(1), first);
}

TEST_F(Forget, EventsNameTheNewDigestsOfSettings) {
  stop();
  erase(kPhone);
  EXPECT_EQ(rows("SELECT json_extract(e.body, '$.data.snapshot.digest') FROM events e WHERE e.seq <= 3 ORDER BY e.seq"),
            rows("SELECT digest FROM snapshots WHERE external_id = 'b1' AND id > 2 ORDER BY id"));
}

TEST_F(Forget, ListsStayInOrder) {
  const auto b1 = watch_both()[0].resource;
  commit(RecordedPoll(b1, at(1300s)).fetched(0, mentions({kPhone, "arno"})));
  commit(RecordedPoll(b1, at(1400s)).fetched(0, mentions({"arno"})));
  stop();
  erase(kPhone);
  EXPECT_EQ(row("SELECT settings FROM document WHERE settings LIKE '%arno%forgotten%'"),
            R"({"email/*/mentions.phones":["arno","forgotten#1"]})");
}

TEST_F(Forget, EventsBeforeTheFirstKeepTheirChain) {
  stop();
  open(at(2000s));
  const auto ids = watch_both();
  commit(RecordedPoll(ids[0].resource, at(2100s)).fetched(0, mentions({"late#0123456789abcdef"})));
  commit(RecordedPoll(ids[0].resource, at(2400s)).fetched(0, mentions({kOther})));
  stop();
  const std::string fourth = chain(4), fifth = chain(5);
  const Forgotten gone = erase("late#0123456789abcdef");
  EXPECT_EQ(gone.first_event, 5);
  EXPECT_EQ(chain(4), fourth);
  EXPECT_NE(chain(5), fifth);
  VerifyRequest request{Anchor{5, fifth}, {}};
  EXPECT_EQ(verify(db_, request).anchor, AnchorState::other) << "a message of before no longer fits";
  request.anchor = Anchor{4, fourth};
  EXPECT_EQ(verify(db_, request).anchor, AnchorState::same);
}

TEST_F(Forget, DocumentsThatBecomeTheSameAreOne) {
  stop();
  erase(kPhone);
  EXPECT_EQ(row("SELECT count(*) FROM document"), "6");
  open(at(4000s));
  const auto ids = watch_both();
  commit(RecordedPoll(ids[0].resource, at(4100s)).fetched(0, mentions({"forgotten#2"})));
  commit(RecordedPoll(ids[0].resource, at(4400s)).fetched(0, mentions({"x#0123456789abcdef"})));
  commit(RecordedPoll(ids[0].resource, at(4700s)).fetched(0, mentions({"zoe"})));
  stop();
  erase("x#0123456789abcdef");
  EXPECT_EQ(row("SELECT count(*) FROM document WHERE settings LIKE '%forgotten#2%'"), "1");
  EXPECT_EQ(
      row("SELECT count(DISTINCT document_id) FROM snapshot WHERE taken_ms > " + std::to_string(to_ms(at(4000s)))),
      "2");
  EXPECT_EQ(rows("PRAGMA foreign_key_check").size(), 0U);
  EXPECT_TRUE(verify(db_, {}).good());
}

TEST_F(Forget, PollingGoesOnWithoutAChange) {
  stop();
  erase(kPhone);
  open(at(4000s));
  const auto ids = watch_both();
  EXPECT_TRUE(commit(RecordedPoll(ids[0].resource, at(4100s)).fetched(0, mentions({kOther}))).events.empty());
  commit(RecordedPoll(ids[0].resource, at(4400s)).fetched(0, mentions({"zoe"})));
  EXPECT_TRUE(verify(db_, {}).good());
}

TEST_F(Forget, CurrentSettingIsToBeTakenOutInTheCloudFirst) {
  stop();
  const std::string before = row("SELECT group_concat(chain) FROM events");
  std::string message;
  try {
    erase(kOther);
  } catch (const StoreError& error) {
    message = error.what();
  }
  EXPECT_NE(message.find("the current settings of the resources below still contain the value"), std::string::npos)
      << message;
  EXPECT_NE(message.find("build/b1 name-b1"), std::string::npos) << message;
  EXPECT_EQ(row("SELECT group_concat(chain) FROM events"), before);
}

TEST_F(Forget, RefusesBesideADaemon) {
  EXPECT_EQ(store_error([&] { erase(kPhone); }), StoreError::Kind::locked);
}

TEST_F(Forget, DryRunCountsAndChangesNothing) {
  stop();
  const auto before = rows("SELECT * FROM event");
  EXPECT_EQ(erase(kPhone, true).events, 3);
  EXPECT_EQ(rows("SELECT * FROM event"), before);
  EXPECT_EQ(row("SELECT count(*) FROM rewrite"), "0");
}

TEST_F(Forget, CauseOfAFailureIsErasedToo) {
  const auto ids = watch_both();
  commit(RecordedPoll(ids[1].resource, at(1500s)).failed(0, FailureKind::server, "no mail to " + kPhone));
  stop();
  EXPECT_EQ(erase(kPhone).others, 1) << "the gap, whose text is the last error, too";
  EXPECT_EQ(row("SELECT detail FROM gaps WHERE detail IS NOT NULL"), "no mail to forgotten#1");
  EXPECT_EQ(bytes().find(kPhone), std::string::npos);
}

TEST_F(Forget, ValueThatStandsNowhereChangesNothing) {
  stop();
  EXPECT_EQ(erase("139****9999#0123456789abcdef").total(), 0);
  EXPECT_EQ(row("SELECT count(*) FROM rewrite"), "0");
}

}  // namespace
}  // namespace noticed
