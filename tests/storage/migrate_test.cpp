#include "storage/file/migrate.h"

#include <array>

#include "storage/file/database.h"
#include "storage/read/verify.h"
#include "tests/storage/store_fixture.h"
#include "tests/support/file_text.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

constexpr Migration kFirst{1, "0001_first", "CREATE TABLE t (x); INSERT INTO t VALUES (7);"};
constexpr Migration kSecond{2, "0002_second", "ALTER TABLE t ADD COLUMN y; UPDATE t SET y = x + 1;"};
constexpr Migration kAddColumn{2, "0002_column", "ALTER TABLE t ADD COLUMN y;"};
constexpr Migration kBroken{2, "0002_broken", "UPDATE t SET x = 8; UPDATE no_such_table SET x = 1;"};

class Migrate : public testing::Test {
 protected:
  void open(std::span<const Migration> migrations) { open_for_writing(prepared(), migrations); }
  const std::filesystem::path& prepared() {
    SQLite::Database(db_.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    return db_;
  }
  std::string row(const std::filesystem::path& file, const std::string& sql) {
    SQLite::Database database(file.string());
    SQLite::Statement query(database, sql);
    query.executeStep();
    return query.getColumn(0).getString();
  }
  TempDir dir_;
  std::filesystem::path db_ = dir_.path() / "noticed.db";
  std::filesystem::path backup_ = dir_.path() / "noticed.db.schema-1.backup";
};

TEST_F(Migrate, FreshDatabaseRunsAllWithoutBackup) {
  open(std::array{kFirst, kSecond});
  EXPECT_EQ(row(db_, "SELECT y FROM t"), "8");
  EXPECT_EQ(row(db_, "PRAGMA user_version"), "2");
  EXPECT_FALSE(std::filesystem::exists(backup_));
}

TEST_F(Migrate, OlderDatabaseIsCopiedThenUpgraded) {
  open(std::array{kFirst});
  open(std::array{kFirst, kSecond});
  EXPECT_EQ(row(db_, "SELECT y FROM t"), "8");
  EXPECT_EQ(row(backup_, "SELECT x FROM t"), "7");
  EXPECT_EQ(row(backup_, "PRAGMA user_version"), "1");
  EXPECT_EQ(row(backup_, "PRAGMA application_id"), std::to_string(kApplicationId));
}

TEST_F(Migrate, FailedUpgradeLeavesTheOldSchema) {
  open(std::array{kFirst});
  EXPECT_THROW(open(std::array{kFirst, kBroken}), SQLite::Exception);
  EXPECT_EQ(row(db_, "SELECT x FROM t"), "7");
  EXPECT_EQ(row(db_, "PRAGMA user_version"), "1");
  open(std::array{kFirst, kSecond});  // the backup of the failed attempt does not prevent it
  EXPECT_EQ(row(db_, "SELECT y FROM t"), "8");
}

TEST_F(Migrate, LongUpgradeShowsThatItMoves) {
  int signs = 0;
  constexpr Migration many{1, "0001_many",
                           "CREATE TABLE t (x); WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT "
                           "20000) INSERT INTO t SELECT i FROM n;"};
  open_for_writing(prepared(), std::array{many}, [&] { ++signs; });
  EXPECT_GE(signs, 10);
  signs = 0;
  const auto connection = open_for_writing(db_, std::array{many, kAddColumn}, [&] { ++signs; });
  EXPECT_GE(signs, 5) << "the copy before it counts, too";
  signs = 0;
  connection->execute("CREATE TABLE u AS SELECT x FROM t ORDER BY x DESC");
  EXPECT_EQ(signs, 0) << "afterwards nobody waits";
}

TEST_F(Migrate, CurrentSchemaIsLeftAlone) {
  open(std::array{kFirst});
  open(std::array{kFirst});
  EXPECT_EQ(row(db_, "SELECT count(*) FROM t"), "1");
  EXPECT_FALSE(std::filesystem::exists(backup_));
}

/// A database with an earlier schema, upgraded by this version.
class MigrateFrom : public StoreTest, public testing::WithParamInterface<int> {
 protected:
  MigrateFrom() {
    store_.reset();
    for (const auto& entry : std::filesystem::directory_iterator(dir_.path())) std::filesystem::remove(entry.path());
    SQLite::Database(db_.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    const auto connection = open_for_writing(db_, built_in_migrations().first(static_cast<std::size_t>(GetParam())));
    connection->execute(read_file(NOTICED_SCHEMAS "/schema_" + std::to_string(GetParam()) + ".sql"));
  }
};

TEST_P(MigrateFrom, HistoryIsTheSame) {
  const std::vector<std::string> queries{"SELECT * FROM settings", "SELECT * FROM snapshots",
                                         "SELECT * FROM changes",  "SELECT * FROM events",
                                         "SELECT * FROM coverage", "SELECT * FROM deliveries"};
  std::vector<std::vector<std::string>> before;
  for (const auto& query : queries) before.push_back(rows(query));
  open(at(1000s));  // when the first version stopped
  EXPECT_EQ(row("PRAGMA user_version"), std::to_string(built_in_migrations().back().number));
  EXPECT_EQ(row("PRAGMA integrity_check"), "ok");
  for (std::size_t i = 0; i < queries.size(); ++i) EXPECT_EQ(rows(queries[i]), before[i]) << queries[i];
  EXPECT_EQ(rows("SELECT external_id, state, discovered FROM resources"),
            (std::vector<std::string>{"b1|ok|0", "p1|failing|0", "r1|gone|0", "c1|retired|0"}));
  EXPECT_TRUE(std::filesystem::exists(db_.string() + ".schema-" + std::to_string(GetParam()) + ".backup"));
}

TEST_P(MigrateFrom, PollingGoesOnWhereItWas) {
  open(at(1000s));
  const std::vector<WatchedResource> all{watched(service::build, "b1"), watched(service::pipeline, "p1", 0b10100)};
  const auto started = store_->begin_generation({all, {}, {}, {{"polling.interval", "5m"}}},
                                                std::make_shared<const Policy>(plain_policy()), at(1000s));
  ASSERT_EQ(started.watched.size(), 2U);
  EXPECT_EQ(started.watched[0].resource, 1);
  EXPECT_EQ(started.watched[0].times.at(0).next_due, from_ms(1795270201000));
  EXPECT_EQ(started.watched[1].sections, (SectionState{0b100, 0b100, 0b10000, 0, 0}));
  EXPECT_EQ(notified().back(),
            "noticed.resource.unwatched|warning|repo/r1: no longer watched (removed from the "
            "configuration)");
  commit(RecordedPoll(1, at(1001s)).fetched(0, mail(true)));
  EXPECT_EQ(row("SELECT old, new FROM changes WHERE id = 2"), "false|true");
}

TEST_P(MigrateFrom, EachSectionHasTheTimesOfItsResource) {
  const auto before = rows(
      "SELECT r.external_id, p.polled_ms, p.confirmed_ms, p.next_due_ms, p.failures, p.last_error FROM resource r "
      "JOIN poll_state p ON p.resource_id = r.id WHERE r.external_id IN ('b1', 'r1')");
  open(at(1000s));
  EXPECT_EQ(rows("SELECT r.external_id, p.polled_ms, p.confirmed_ms, p.next_due_ms, p.failures, p.last_error FROM "
                 "resource r JOIN poll_state p ON p.resource_id = r.id WHERE r.external_id IN ('b1', 'r1')"),
            before);
  EXPECT_EQ(rows("SELECT section, asked_ms > 0, confirmed_ms > 0, failures FROM section_poll k "
                 "JOIN resource r ON r.id = k.resource_id WHERE r.external_id = 'p1'"),
            (std::vector<std::string>{"2|1|1|0", "4|1|0|1"}))
      << "the second was never answered";
}

TEST_P(MigrateFrom, ChannelThatIsOffIsKnown) {
  SQLite::Database(db_.string(), SQLite::OPEN_READWRITE)
      .exec(
          "UPDATE document SET settings = '{\"dingtalk/*/switch.enabled\":false,\"email/*/switch.enabled\":true}' "
          "WHERE service = 'pipeline'");
  open(at(1000s));
  EXPECT_EQ(row("SELECT off FROM resource WHERE external_id = 'p1'"), "16");
  EXPECT_EQ(row("SELECT max(off) FROM resource WHERE external_id <> 'p1'"), "0");
}

TEST_P(MigrateFrom, WhatWasWrittenThenIsUnbroken) {
  open(at(1000s));
  const auto result = verify(db_, {});
  EXPECT_EQ(result.damages.size(), 0U) << result.damages.front().what;
  EXPECT_EQ(result.events, 2);
}

TEST_P(MigrateFrom, MessagesThatWaitAreStillTold) {
  open(at(1000s));
  const auto pending = row("SELECT count(*) FROM deliveries WHERE state = 'pending' AND sink = 'ops'");
  EXPECT_EQ(std::to_string(store_->outgoing("ops", QueueOrder::by_number, at(1000s), 100).due.size()), pending);
}

TEST_P(MigrateFrom, RenamedKeyIsNoChange) {
  const std::string key = GetParam() < 7 ? "coverage.told_by" : "coverage.notify_channels";
  if (GetParam() > 1)  // the first schema kept no configuration
    SQLite::Database(db_.string(), SQLite::OPEN_READWRITE)
        .exec("DELETE FROM config_fact; INSERT INTO config_fact VALUES ('" + key + "', '[\"email\"]')");
  open(at(1000s));
  store_->begin_generation({{}, {}, {}, {{"coverage.notify_channels", "[\"email\"]"}}},
                           std::make_shared<const Policy>(plain_policy()), at(1000s));
  EXPECT_EQ(row("SELECT count(*) FROM events WHERE type = 'noticed.config.changed'"), "0");
}

TEST_P(MigrateFrom, WordsOfKindsAreTheProgramsAlone) {
  open(at(1000s));
  SQLite::Database database(db_.string(), SQLite::OPEN_READWRITE);
  EXPECT_NO_THROW(
      database.exec("INSERT INTO document (service, digest, settings) VALUES ('deploy', 'd', '{}');"
                    "UPDATE resource SET service = 'deploy', told = 'late';"
                    "UPDATE gap SET reason = 'late'; UPDATE change SET effect = 'restored'"));
  EXPECT_THROW(database.exec("UPDATE change SET op = 'odd'"), SQLite::Exception) << "closed sets are still checked";
}

INSTANTIATE_TEST_SUITE_P(EverySchema, MigrateFrom, testing::Range(1, 8));

TEST_F(Migrate, BuiltInOnesAreNumberedWithoutHoles) {
  int expected = 0;
  for (const Migration& migration : built_in_migrations()) {
    EXPECT_EQ(migration.number, ++expected);
    EXPECT_EQ(std::stoi(std::string(migration.name.substr(0, 4))), expected);
  }
}

}  // namespace
}  // namespace noticed
