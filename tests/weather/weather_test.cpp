// A day of bad weather, twenty times: every true change told exactly once, no false one, every gap right to the poll.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <set>

#include "daemon/standing.h"
#include "weather/world.h"

namespace noticed::tests {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows query(const std::filesystem::path& database, const std::string& sql) {
  Rows rows;
  sqlite3* db = nullptr;
  sqlite3_open_v2(database.c_str(), &db, SQLITE_OPEN_READONLY, nullptr);
  sqlite3_stmt* statement = nullptr;
  EXPECT_EQ(sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
  while (sqlite3_step(statement) == SQLITE_ROW) {
    auto& row = rows.emplace_back();
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
      row.emplace_back(text == nullptr ? "NULL" : text);
    }
  }
  sqlite3_finalize(statement);
  sqlite3_close(db);
  return rows;
}

/// One poll as the cloud saw it: when it began, and how each section's last attempt went.
struct Cycle {
  TimePoint begun{};
  std::map<std::size_t, Attempt> last;  // by section
  bool good(std::size_t section) const { return last.at(section).good; }
  bool good() const {
    return std::all_of(last.begin(), last.end(), [](const auto& one) { return one.second.good; });
  }
};

/// Attempts belong to one poll if less than five minutes lie between them: the interval is fifteen.
std::vector<Cycle> cycles_of(std::vector<Attempt> attempts) {
  std::sort(attempts.begin(), attempts.end(), [](const auto& a, const auto& b) { return a.sent < b.sent; });
  std::vector<Cycle> cycles;
  TimePoint before{};
  for (const auto& attempt : attempts) {
    if (cycles.empty() || attempt.sent - before > std::chrono::minutes{5}) cycles.push_back({attempt.sent, {}});
    cycles.back().last[attempt.section] = attempt;
    before = attempt.sent;
  }
  return cycles;
}

/// "check/task7 v1 -> v2", one for each change that good answers showed, in order.
std::vector<std::string> changes_seen(std::size_t resource, const std::vector<Cycle>& cycles) {
  const std::size_t section = Sky::sections_of(resource) - 1;
  std::vector<std::string> seen;
  std::optional<int> known;
  for (const auto& cycle : cycles) {
    if (!cycle.good(section)) continue;
    const int now = cycle.last.at(section).version;
    if (known && *known != now)
      seen.push_back(Sky::id_of(resource) + R"( ["v)" + std::to_string(*known) + R"("] -> ["v)" + std::to_string(now) +
                     R"("])");
    known = now;
  }
  return seen;
}

/// "task7 0 from to polls", one for each unbroken time without a good answer.
std::vector<std::string> gaps_seen(std::size_t resource, const std::vector<Cycle>& cycles) {
  std::vector<std::string> seen;
  for (std::size_t section = 0; section < Sky::sections_of(resource); ++section) {
    std::optional<TimePoint> confirmed;
    TimePoint from{};
    int polls = 0;
    for (const auto& cycle : cycles) {
      if (!cycle.good(section)) {
        if (polls++ == 0) from = confirmed.value_or(cycle.begun);
        continue;
      }
      if (polls > 0)
        seen.push_back(Sky::id_of(resource) + " " + std::to_string(section) + " " + to_text(from) + " " +
                       to_text(cycle.begun) + " " + std::to_string(polls));
      polls = 0;
      confirmed = cycle.begun;
    }
    EXPECT_EQ(polls, 0) << "the calm hour must end every gap";
  }
  return seen;
}

/// The same from the database; rows that only differ in reason are one time.
std::vector<std::string> gaps_stored(const std::filesystem::path& database) {
  std::vector<std::string> stored;
  Rows merged;
  const Rows rows = query(database,
                          "SELECT external_id, CASE section WHEN 'email' THEN 1 ELSE 0 END, from_at, to_at, polls "
                          "FROM gaps WHERE reason <> 'not_running' ORDER BY 1, 2, 3, 4");
  for (const auto& row : rows) {
    auto* before = merged.empty() ? nullptr : &merged.back();
    if (before != nullptr && (*before)[0] == row[0] && (*before)[1] == row[1] && (*before)[3] == row[2]) {
      (*before)[3] = row[3];
      (*before)[4] = std::to_string(std::stoi((*before)[4]) + std::stoi(row[4]));
    } else {
      merged.push_back(row);
    }
  }
  for (const auto& row : merged) stored.push_back(row[0] + " " + row[1] + " " + row[2] + " " + row[3] + " " + row[4]);
  return stored;
}

class Weather : public testing::TestWithParam<std::uint32_t> {};

TEST_P(Weather, DayPassesThenEveryChangeIsToldOnceAndEveryGapIsRight) {
  const bool dark_hour = GetParam() % 4 == 0;
  World world(GetParam(), dark_hour);
  world.run();

  std::vector<std::string> changes, gaps;
  std::size_t polls = 0, failed = 0;
  for (std::size_t i = 0; i < kResources; ++i) {
    const auto cycles = cycles_of(world.transport().attempts[i]);
    polls += cycles.size();
    for (const auto& cycle : cycles) failed += cycle.good() ? 0U : 1U;
    for (auto& change : changes_seen(i, cycles)) changes.push_back(std::move(change));
    for (auto& gap : gaps_seen(i, cycles)) gaps.push_back(std::move(gap));
  }
  EXPECT_GE(polls, kResources * 90);
  EXPECT_GT(failed, polls / 50);
  EXPECT_GT(changes.size(), world.sky().changes() * 9 / 10);

  std::multiset<std::string> told;
  for (const auto& row : query(world.database(), "SELECT external_id, old, new FROM changes"))
    told.insert(row[0] + " " + row[1] + " -> " + row[2]);
  EXPECT_EQ(told, std::multiset<std::string>(changes.begin(), changes.end()));
  EXPECT_EQ(query(world.database(), "SELECT count(*) FROM events WHERE type = 'noticed.settings.changed'")[0][0],
            std::to_string(changes.size()));

  auto stored = gaps_stored(world.database());
  std::sort(stored.begin(), stored.end());
  std::sort(gaps.begin(), gaps.end());
  EXPECT_EQ(stored, gaps);

  const auto count = [&](const std::string& type) {
    return query(world.database(), "SELECT count(*) FROM events WHERE type = '" + type + "'")[0][0];
  };
  EXPECT_EQ(count("noticed.network.lost"), dark_hour ? "1" : "0");
  EXPECT_EQ(count("noticed.network.restored"), dark_hour ? "1" : "0");
  EXPECT_EQ(count("noticed.service.unreachable"), "0");
  EXPECT_EQ(count("noticed.resource.unreachable"), count("noticed.resource.recovered"));
  EXPECT_EQ(count("noticed.resource.gone"), count("noticed.resource.returned"));
  // No minute sees much more than its share: 1,200 requests in 15 minutes, retries apart.
  for (const auto& [minute, requests] : world.transport().per_minute) EXPECT_LE(requests, 200) << minute;
}

INSTANTIATE_TEST_SUITE_P(Seeds, Weather, testing::Range(1U, 21U));

}  // namespace
}  // namespace noticed::tests
