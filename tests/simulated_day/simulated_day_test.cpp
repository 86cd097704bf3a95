// A day of bad weather, twenty times: every true change told exactly once, no false one, every gap right to the poll.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <regex>
#include <set>

#include "simulated_day/simulated_world.h"

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
      seen.push_back(Sky::id_of(resource) + " [\"" + Sky::text_of(resource, *known) + "\"] -> [\"" +
                     Sky::text_of(resource, now) + "\"]");
    known = now;
  }
  return seen;
}

struct Gap {
  TimePoint from{}, to{};
  int polls = 0;
};

/// Times without a good answer by resource and section. Those that touch are one time: between them lies one good poll,
/// or only the reason changed.
using Gaps = std::map<std::pair<std::string, std::size_t>, std::vector<Gap>>;

void append(std::vector<Gap>& gaps, const Gap& gap) {
  if (gaps.empty() || gaps.back().to != gap.from) {
    gaps.push_back(gap);
    return;
  }
  gaps.back().to = gap.to;
  gaps.back().polls += gap.polls;
}

void add_gaps_seen(std::size_t resource, const std::vector<Cycle>& cycles, Gaps& gaps) {
  for (std::size_t section = 0; section < Sky::sections_of(resource); ++section) {
    std::optional<TimePoint> confirmed;
    Gap gap;
    for (const auto& cycle : cycles) {
      if (!cycle.good(section)) {
        if (gap.polls++ == 0) gap.from = confirmed.value_or(cycle.begun);
        continue;
      }
      gap.to = cycle.begun;
      if (gap.polls > 0) append(gaps[{Sky::id_of(resource), section}], gap);
      gap = {};
      confirmed = cycle.begun;
    }
    EXPECT_EQ(gap.polls, 0) << "the calm hour must end every gap";
  }
}

Gaps gaps_stored(const std::filesystem::path& database) {
  Gaps gaps;
  for (const auto& row : query(database,
                               "SELECT external_id, CASE section WHEN 'email' THEN 1 ELSE 0 END, from_at, to_at, polls "
                               "FROM gaps WHERE reason <> 'not_running' ORDER BY 1, 2, 3, 4"))
    append(gaps[{row[0], std::stoul(row[1])}], {*parse_rfc3339(row[2]), *parse_rfc3339(row[3]), std::stoi(row[4])});
  return gaps;
}

std::multiset<std::string> words_of(const Gaps& gaps) {
  std::multiset<std::string> words;
  for (const auto& [place, times] : gaps)
    for (const auto& gap : times)
      words.insert(place.first + " " + std::to_string(place.second) + " " + to_text(gap.from) + " " + to_text(gap.to) +
                   " " + std::to_string(gap.polls));
  return words;
}

using Strings = std::vector<std::string>;

/// "+ x" for what only is stored, "- x" for what only was seen.
Strings differences(const std::multiset<std::string>& stored, const std::multiset<std::string>& seen) {
  Strings found;
  Strings only;
  std::set_difference(stored.begin(), stored.end(), seen.begin(), seen.end(), std::back_inserter(only));
  for (const auto& text : only) found.push_back("+ " + text);
  only.clear();
  std::set_difference(seen.begin(), seen.end(), stored.begin(), stored.end(), std::back_inserter(only));
  for (const auto& text : only) found.push_back("- " + text);
  return found;
}

class Weather : public testing::TestWithParam<std::uint32_t> {};

TEST_P(Weather, DayPassesThenEveryChangeIsToldOnceAndEveryGapIsRight) {
  const bool dark_hour = GetParam() % 4 == 0;
  World world(GetParam(), dark_hour);
  world.run();

  std::vector<std::string> changes;
  Gaps gaps;
  std::size_t polls = 0, failed = 0, streaks = 0;
  for (std::size_t i = 0; i < kResources; ++i) {
    const auto cycles = cycles_of(world.transport().attempts[i]);
    polls += cycles.size();
    std::size_t streak = 0;
    for (const auto& cycle : cycles) {
      streak = cycle.good() ? 0 : streak + 1;
      failed += streak > 0 ? 1U : 0U;
      streaks += streak == 3 ? 1U : 0U;
    }
    for (auto& change : changes_seen(i, cycles)) changes.push_back(std::move(change));
    add_gaps_seen(i, cycles, gaps);
  }
  EXPECT_GE(polls, kResources * 90);
  EXPECT_GT(failed, polls / 50);
  EXPECT_GT(changes.size(), world.sky().changes() * 9 / 10);

  std::multiset<std::string> told;
  for (const auto& row : query(world.database(), "SELECT external_id, old, new FROM changes"))
    told.insert(row[0] + " " + row[1] + " -> " + row[2]);
  EXPECT_EQ(differences(told, {changes.begin(), changes.end()}), Strings{});
  EXPECT_EQ(query(world.database(), "SELECT count(*) FROM events WHERE type = 'noticed.settings.changed'")[0][0],
            std::to_string(changes.size()));

  EXPECT_EQ(differences(words_of(gaps_stored(world.database())), words_of(gaps)), Strings{});

  const auto count = [&](const std::string& type) {
    return std::stoul(query(world.database(), "SELECT count(*) FROM events WHERE type = '" + type + "'")[0][0]);
  };
  EXPECT_EQ(count("noticed.network.lost"), dark_hour ? 1U : 0U);
  EXPECT_EQ(count("noticed.network.restored"), dark_hour ? 1U : 0U);
  EXPECT_EQ(count("noticed.service.unreachable"), 0U);
  // Three failed polls in a row make one event, and their end another; in the dark hour no resource makes its own.
  const auto ended = count("noticed.resource.recovered") + count("noticed.resource.returned");
  EXPECT_LE(ended, streaks);
  if (!dark_hour) {
    EXPECT_EQ(ended, streaks);
  }
  const std::regex well_formed("((unreachable )?(gone returned )|(unreachable recovered ))*");
  for (const auto& row :
       query(world.database(),
             "SELECT resource_id, group_concat(substr(type, 18) || ' ', '') FROM (SELECT * FROM events "
             "WHERE type LIKE 'noticed.resource.%' ORDER BY seq) GROUP BY 1"))
    EXPECT_TRUE(std::regex_match(row[1], well_formed)) << row[0] << ": " << row[1];
  // No minute has much more than its share of 1,200 requests in 15 minutes, retries aside.
  const auto first = world.transport().per_minute.begin()->first;
  for (const auto& [minute, requests] : world.transport().per_minute)
    if (minute > first + 1) {
      EXPECT_LE(requests, 200) << minute - first;
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Weather, testing::Range(1U, 21U));

}  // namespace
}  // namespace noticed::tests
