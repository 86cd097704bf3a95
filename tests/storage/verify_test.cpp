#include "storage/read/verify.h"

#include <fstream>

#include "tests/storage/store_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using Damages = std::vector<std::string>;

/// Six events: e-mail is switched off and on, twice; then a resource is no longer watched.
class Verify : public StoreTest {
 protected:
  Verify() {
    const auto ids = watch({watched(service::build, "b1"), watched(service::build, "b2")});
    for (int i = 0; i < 6; ++i) commit(RecordedPoll(ids[0].resource, at(i * 300s)).fetched(0, mail(i % 2 == 0)));
    watch({watched(service::build, "b1")}, at(1800s));
  }
  Verification look(const std::string& anchor = "") const {
    VerifyRequest request;
    if (!anchor.empty()) request.anchor = parse_anchor(anchor);
    return verify(db_, request);
  }
  void tamper(const std::string& sql) {
    SQLite::Database database(db_.string(), SQLite::OPEN_READWRITE);
    database.exec("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; " + sql);
  }
  std::string chain(int seq) const { return row("SELECT chain FROM events WHERE seq = " + std::to_string(seq)); }
  std::string id(int seq) const { return row("SELECT id FROM events WHERE seq = " + std::to_string(seq)); }
  std::string anchor(int seq) const { return std::to_string(seq) + ":" + chain(seq); }
  static std::vector<std::int64_t> numbers(const Verification& result) {
    std::vector<std::int64_t> found;
    for (const Damage& damage : result.damages) found.push_back(damage.seq);
    return found;
  }
  StoredEvent stored(int seq) const {
    SQLite::Database database(db_.string(), SQLite::OPEN_READONLY);
    SQLite::Statement event(database,
                            "SELECT id, at_ms, type, severity, summary, body, chain FROM event WHERE seq = ?");
    event.bind(1, seq);
    event.executeStep();
    const auto text = [&](int column) { return event.getColumn(column).getString(); };
    StoredEvent out{seq,     text(0), from_ms(event.getColumn(1).getInt64()), text(2), text(3), text(4), text(5),
                    text(6), {}};
    SQLite::Statement change(database, "SELECT op, path, old, new, effect, severity FROM change WHERE event_seq = ?");
    change.bind(1, seq);
    while (change.executeStep())
      out.changes.push_back({change.getColumn(0), change.getColumn(1), change.getColumn(2), change.getColumn(3),
                             change.getColumn(4), change.getColumn(5)});
    return out;
  }
};

TEST_F(Verify, UntouchedHistoryIsGood) {
  const auto result = look();
  EXPECT_TRUE(result.good());
  EXPECT_EQ(result.damages.size(), 0U);
  EXPECT_EQ(result.events, 6);
  EXPECT_EQ(result.documents, 2);
  EXPECT_EQ(result.answers, 1);
  EXPECT_EQ(result.first, 1);
  EXPECT_EQ(std::to_string(result.newest) + ":" + result.head, anchor(6));
}

TEST_F(Verify, WorksBesideTheStoreAndTellsHowFarItIs) {
  std::vector<std::string> notified;
  VerifyRequest request;
  request.progress = [&](std::string_view what, std::int64_t done, std::int64_t of) {
    notified.push_back(std::string(what) + " " + std::to_string(done) + "/" + std::to_string(of));
  };
  EXPECT_TRUE(verify(db_, request).good());
  EXPECT_EQ(notified, (std::vector<std::string>{"database 0/1", "events 6/6", "documents 2/2", "answers 1/1"}));
}

TEST_F(Verify, EveryFlippedByteOfABodyIsFound) {
  for (const int seq : {1, 2, 6}) {
    const StoredEvent good = stored(seq);
    const std::string before = seq == 1 ? "" : chain(seq - 1);
    ASSERT_EQ(ChainCheck(seq - 1, before).take(good).size(), 0U);
    for (std::size_t i = 0; i < good.body.size(); ++i) {
      StoredEvent bad = good;
      bad.body[i] = static_cast<char>(bad.body[i] ^ 1);
      const auto found = ChainCheck(seq - 1, before).take(bad);
      ASSERT_FALSE(found.empty()) << "event " << seq << ", byte " << i;
      ASSERT_EQ(found.front().seq, seq);
    }
  }
}

TEST_F(Verify, ChangedBodyIsNamedByNumberAndIdAndWhatWasExpected) {
  const std::string expected = chain(3);
  const std::string body = row("SELECT replace(body, 'watcher', 'watched') FROM events WHERE seq = 3");
  tamper("UPDATE event SET body = replace(body, 'watcher', 'watched') WHERE seq = 3");
  const auto result = look();
  EXPECT_FALSE(result.good());
  ASSERT_EQ(numbers(result), (std::vector<std::int64_t>{3})) << "those after it follow from what is stored";
  EXPECT_EQ(result.damages.front().event_id, id(3));
  EXPECT_EQ(result.damages.front().what, "its body, its chain value or its number was changed: expected chain " +
                                             chain_link(chain(2), body) + ", stored " + expected);
}

TEST_F(Verify, ChangedChainValueIsFoundAtItsEvent) {
  tamper("UPDATE event SET chain = replace(chain, substr(chain, 1, 1), 'x') WHERE seq = 2");
  EXPECT_EQ(numbers(look()), (std::vector<std::int64_t>{2, 3}));
}

TEST_F(Verify, EventTakenOutOfTheMiddleIsMissed) {
  tamper("DELETE FROM change WHERE event_seq = 3; DELETE FROM event WHERE seq = 3");
  const auto result = look();
  ASSERT_EQ(numbers(result), (std::vector<std::int64_t>{3}));
  EXPECT_EQ(result.damages.front().what, "event #3 is missing: expected before #4");
}

TEST_F(Verify, FirstEventTakenAwayIsMissed) {
  tamper("DELETE FROM change WHERE event_seq < 3; DELETE FROM event WHERE seq < 3");
  const auto result = look();
  ASSERT_EQ(numbers(result), (std::vector<std::int64_t>{1}));
  EXPECT_EQ(result.damages.front().what, "events #1 to #2 are missing: expected before #3");
}

TEST_F(Verify, SwappedPairIsFoundAtTheFirstOfThem) {
  tamper(
      "UPDATE event SET seq = 99 WHERE seq = 3; UPDATE event SET seq = 3 WHERE seq = 4; "
      "UPDATE event SET seq = 4 WHERE seq = 99");
  EXPECT_EQ(numbers(look()).front(), 3);
}

TEST_F(Verify, LastEventTakenAwayIsFoundByTheAnchorOnly) {
  const std::string pinned = anchor(6);
  tamper("DELETE FROM event WHERE seq = 6");
  EXPECT_TRUE(look().good());
  const auto result = look(pinned);
  EXPECT_EQ(result.anchor, AnchorState::missing);
  EXPECT_FALSE(result.good());
}

TEST_F(Verify, HistoryRewrittenWithAWholeChainIsFoundByTheAnchorOnly) {
  const std::string pinned = anchor(2);
  EXPECT_EQ(look(pinned).anchor, AnchorState::same);
  std::string previous = chain(1);
  for (int seq = 2; seq <= 6; ++seq) {
    std::string body = row("SELECT body FROM events WHERE seq = " + std::to_string(seq));
    if (seq == 2) body.replace(body.find("watcher"), 7, "watched");
    previous = chain_link(previous, body);
    tamper("UPDATE event SET body = '" + body + "', chain = '" + previous + "' WHERE seq = " + std::to_string(seq));
  }
  EXPECT_TRUE(look().good());
  const auto result = look(pinned);
  EXPECT_EQ(result.anchor, AnchorState::other);
  EXPECT_FALSE(result.good());
}

TEST_F(Verify, EveryColumnBesideTheBodyIsCompared) {
  const std::vector<std::pair<std::string, std::string>> columns{{"id = 'evt_x'", "id"},
                                                                 {"at_ms = at_ms + 1", "time"},
                                                                 {"type = 'noticed.x'", "type"},
                                                                 {"severity = 'info'", "severity"},
                                                                 {"summary = 'all is well'", "summary"}};
  for (const auto& [change, name] : columns) {
    const std::string good = row("SELECT hex(id || at_ms) FROM event WHERE seq = 1");
    tamper("CREATE TABLE kept AS SELECT * FROM event WHERE seq = 1; UPDATE event SET " + change + " WHERE seq = 1");
    const auto result = look();
    ASSERT_EQ(numbers(result), (std::vector<std::int64_t>{1})) << change;
    EXPECT_TRUE(result.damages.front().what.starts_with("its " + name + " is \"")) << result.damages.front().what;
    tamper("INSERT OR REPLACE INTO event SELECT * FROM kept; DROP TABLE kept");
    ASSERT_TRUE(look().good());
  }
}

TEST_F(Verify, ChangeThatTheBodyDoesNotTellIsFound) {
  for (const std::string sql :
       {"UPDATE change SET new = 'true' WHERE id = 1", "UPDATE change SET op = 'added' WHERE id = 1",
        "DELETE FROM change WHERE id = 1", "UPDATE change SET effect = 'muted' WHERE id = 2"}) {
    tamper("DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT * FROM change; " + sql);
    EXPECT_EQ(look().damaged, 1) << sql;
    tamper("DELETE FROM change; INSERT INTO change SELECT * FROM kept");
  }
  EXPECT_TRUE(look().good());
}

TEST_F(Verify, ChangedDocumentAndAnswerAreFound) {
  tamper("UPDATE document SET settings = replace(settings, 'true', 'false') WHERE id = 1");
  const std::string answer = row("SELECT max(id) FROM answer");
  tamper("UPDATE answer SET body = body || ' ' WHERE id = " + answer);
  const auto result = look();
  ASSERT_EQ(result.damages.size(), 2U);
  EXPECT_TRUE(result.damages[0].what.starts_with("settings document 1: expected digest sha256:"));
  EXPECT_TRUE(result.damages[1].what.starts_with("stored answer " + answer + ": expected digest "));
}

TEST_F(Verify, BrokenPageIsDamageAndNotAnError) {
  store_->close(at(2000s));
  store_.reset();
  const auto root = std::stoll(row("SELECT rootpage FROM sqlite_master WHERE name = 'answer'"));
  std::fstream file(db_, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp((root - 1) * 4096);
  file.write("\xff\xff\xff\xff\xff\xff\xff\xff", 8);
  file.close();
  const auto result = look();
  EXPECT_FALSE(result.good());
  EXPECT_EQ(result.events, 6);
}

TEST_F(Verify, ManyDamagesAreCountedAndTheFirstOnesTold) {
  for (int i = 0; i < 30; ++i) commit(RecordedPoll(1, at(2000s + i * 300s)).fetched(0, mail(i % 2 == 0)));
  tamper("UPDATE event SET summary = 'all is well'");
  const auto result = look();
  ASSERT_EQ(result.damages.size(), 20U);
  EXPECT_EQ(result.damaged, result.events);
  EXPECT_EQ(result.damages.front().seq, 1);
}

TEST(Anchors, AreANumberAndAChainValue) {
  const std::string hex(64, 'a');
  EXPECT_EQ(parse_anchor("1841:" + hex)->seq, 1841);
  EXPECT_EQ(parse_anchor("#1841:" + hex)->chain, hex);
  for (const std::string& bad :
       {std::string("1841"), "1841:" + hex.substr(1), ":" + hex, "0:" + hex, "x:" + hex, "1:" + std::string(64, 'g')})
    EXPECT_FALSE(parse_anchor(bad)) << bad;
}

}  // namespace
}  // namespace noticed
