#include <array>
#include <random>

#include "tests/storage/store_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

class Views : public StoreTest {
 protected:
  std::string columns(const std::string& view) const {
    std::string names;
    for (const auto& name : rows("SELECT name FROM pragma_table_info('" + view + "') ORDER BY cid"))
      names += (names.empty() ? "" : ", ") + name;
    return names;
  }
  /// The lines of the query plan that scan a whole table that grows with time.
  std::vector<std::string> scans(const std::string& sql) const {
    std::vector<std::string> found;
    for (const auto& step : rows("EXPLAIN QUERY PLAN " + sql)) {
      const auto begin = step.find("SCAN ");
      if (begin == std::string::npos) continue;
      const std::string table = step.substr(begin + 5, step.find(' ', begin + 5) - begin - 5);
      // o: the few runs; j: one document's settings; gaps: the rows already found, read through the view.
      const bool harmless = table == "o" || table == "j" || table == "gaps";
      if (!harmless && step.find("delivery_dead") == std::string::npos) found.push_back(step);
    }
    return found;
  }
};
using Lines = std::vector<std::string>;

TEST_F(Views, ColumnsAreThePromisedOnes) {
  EXPECT_EQ(columns("resources"),
            "id, account, region, service, project_id, project_name, external_id, name, labels, state, interval_s, "
            "first_seen_at, last_polled_at, last_ok_at, last_changed_at, failures, last_error, discovered");
  EXPECT_EQ(columns("sections"),
            "resource_id, service, external_id, name, section, state, confirmed_at, next_at, promise_s");
  EXPECT_EQ(columns("settings"),
            "resource_id, account, service, external_id, name, channel, event, attribute, value, since");
  EXPECT_EQ(
      columns("snapshots"),
      "id, resource_id, service, external_id, name, taken_at, confirmed_at, superseded_at, polls, digest, settings");
  EXPECT_EQ(columns("changes"),
            "id, event_id, observed_at, not_before, resource_id, service, external_id, name, op, channel, event, "
            "attribute, old, new, effect, severity");
  EXPECT_EQ(columns("events"),
            "id, seq, at, type, severity, resource_id, service, external_id, name, summary, body, chain");
  EXPECT_EQ(columns("gaps"), "resource_id, service, external_id, name, section, from_at, to_at, reason, polls, detail");
  EXPECT_EQ(columns("coverage"), "resource_id, service, external_id, name, event, is_failure, channels, covered");
  EXPECT_EQ(columns("deliveries"),
            "event_id, sink, state, attempts, next_attempt_at, delivered_at, last_status, last_error");
}

TEST_F(Views, OneResourceIsFoundWithoutAScan) {
  for (const std::string view : {"settings", "snapshots", "changes", "events", "gaps", "coverage"}) {
    EXPECT_EQ(scans("SELECT * FROM " + view + " WHERE resource_id = 5"), Lines{}) << view;
  }
  EXPECT_EQ(scans("SELECT * FROM resources WHERE id = 5"), Lines{});
}

TEST_F(Views, OneNameIsFoundWithoutAScan) {
  for (const std::string view : {"resources", "settings", "snapshots", "changes", "events", "gaps", "coverage"}) {
    EXPECT_EQ(scans("SELECT * FROM " + view + " WHERE name = 'payments'"), Lines{}) << view;
  }
}

TEST_F(Views, TimeRangeIsFoundWithoutAScan) {
  EXPECT_EQ(scans("SELECT * FROM changes WHERE observed_at >= '2026-11-21' AND observed_at < '2026-11-22'"), Lines{});
  EXPECT_EQ(scans("SELECT * FROM events WHERE at >= '2026-11-21' AND at < '2026-11-22'"), Lines{});
  EXPECT_EQ(scans("SELECT * FROM changes WHERE resource_id = 5 AND observed_at > '2026' ORDER BY observed_at"),
            Lines{});
}

TEST_F(Views, EventAndItsDeliveriesAreFoundWithoutAScan) {
  EXPECT_EQ(scans("SELECT * FROM deliveries WHERE event_id = 'evt_x'"), Lines{});
  EXPECT_EQ(scans("SELECT * FROM changes WHERE event_id = 'evt_x'"), Lines{});
  EXPECT_EQ(scans("SELECT * FROM deliveries WHERE state = 'dead'"), Lines{});
}

TEST_F(Views, TimesAreTheSameTextEverywhere) {
  SQLite::Database database(":memory:", SQLite::OPEN_READWRITE);
  SQLite::Statement text(database, "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', ?/1000.0, 'unixepoch')");
  std::mt19937_64 random(20261121);
  std::uniform_int_distribution<std::int64_t> ms(0, 4'102'444'800'000);  // until 2100
  for (int i = 0; i < 200'000; ++i) {
    const TimePoint time = from_ms(i < 60'000 ? 1'795'269'600'000 + i : ms(random));
    text.bind(1, to_ms(time));
    text.executeStep();
    ASSERT_EQ(text.getColumn(0).getString(), to_text(time));
    text.reset();
  }
}

TEST_F(Views, HistoryOfTwoResourcesStaysApart) {
  const auto ids = watch({watched(service::build, "b1"), watched(service::repo, "b1")});
  commit(RecordedPoll(ids[0].resource, at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(ids[1].resource, at(1s)).fetched(0, {{"email/*/switch.enabled", true}}));
  EXPECT_EQ(rows("SELECT service, channel, event, attribute, value FROM settings ORDER BY service"),
            (Lines{"build|email|buildJobFail|enabled|true", "repo|email|*|switch.enabled|true"}));
}

TEST_F(Views, SectionsTellOfEachAnswerHowFreshItIs) {
  const auto id = watch_one(watched(service::pipeline, "p1", 0b11101));
  const SectionPromise often{"prod", service::pipeline, 1, 300s, false, 301500ms};
  const SectionPromise seldom{"prod", service::pipeline, 1, 300s, true, 6h};
  const std::array promises{often, seldom};
  store_->keep_promises(promises);
  commit(RecordedPoll(id, at(1s))
             .fetched(0, {{"dingtalk/*/switch.enabled", false}})
             .fetched(2, {{"email/run/enabled", true}})
             .failed(3, FailureKind::server)
             .fetched(4, {}));
  commit(RecordedPoll(id, at(301s)).failed(2, FailureKind::server));
  EXPECT_EQ(rows("SELECT section, state, confirmed_at, next_at, promise_s FROM sections"),
            (Lines{"status|ok|2026-11-21T14:00:01.000Z|2026-11-21T14:05:01.000Z|",
                   "email|failing|2026-11-21T14:00:01.000Z|2026-11-21T14:10:01.000Z|302",
                   "wecom|unread||2026-11-21T14:05:01.000Z|302",
                   "dingtalk|ok|2026-11-21T14:00:01.000Z|2026-11-21T14:05:01.000Z|21600"}));
  commit(RecordedPoll(id, at(601s)).unsupported(3));
  EXPECT_EQ(row("SELECT state FROM sections WHERE section = 'wecom'"), "unsupported");
  watch({}, at(700s));
  EXPECT_EQ(row("SELECT count(*) FROM sections"), "0");
}

}  // namespace
}  // namespace noticed
