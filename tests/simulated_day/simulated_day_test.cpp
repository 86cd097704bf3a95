// A day of bad weather, twenty times: every true change told exactly once, no false one, every gap of every section
// right to the poll and the millisecond.
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

/// One poll of a section as the cloud saw it: when it began, and how its last attempt went.
struct PollSeen {
  TimePoint begun{};
  Attempt last;
  int attempts = 1;
};

/// The polls of one section. A failure that may pass is asked again twice, within a minute; if the other section was
/// asked in between, it was no repetition but a look at the whole resource.
std::vector<PollSeen> polls_of(std::vector<Attempt> attempts, std::size_t section) {
  std::sort(attempts.begin(), attempts.end(), [](const auto& a, const auto& b) { return a.sent < b.sent; });
  std::vector<PollSeen> polls;
  bool other_between = false;
  for (const auto& attempt : attempts) {
    if (attempt.section != section) {
      other_between = true;
      continue;
    }
    const bool again = !polls.empty() && polls.back().last.may_pass && polls.back().attempts < 3 && !other_between &&
                       attempt.sent - polls.back().begun <= std::chrono::seconds{60};
    other_between = false;
    if (!again) {
      polls.push_back({attempt.sent, attempt});
      continue;
    }
    polls.back().last = attempt;
    ++polls.back().attempts;
  }
  return polls;
}

/// "check/task7 v1 -> v2", one for each change that good answers showed, in order. `polls`: of the section that
/// changes.
std::vector<std::string> changes_seen(std::size_t resource, const std::vector<PollSeen>& polls) {
  std::vector<std::string> seen;
  std::optional<int> known;
  for (const auto& poll : polls) {
    if (!poll.last.good) continue;
    const int now = poll.last.version;
    if (known && *known != now)
      seen.push_back(Sky::id_of(resource) + " [\"" + Sky::text_of(resource, *known) + "\"] -> [\"" +
                     Sky::text_of(resource, now) + "\"]");
    known = now;
  }
  return seen;
}

/// How often three polls of one of its sections in a row failed, until all sections were answered again.
std::size_t outages_seen(const std::vector<std::vector<PollSeen>>& sections) {
  std::vector<std::pair<TimePoint, std::pair<std::size_t, bool>>> ends;
  for (std::size_t section = 0; section < sections.size(); ++section)
    for (const auto& poll : sections[section]) ends.push_back({poll.last.sent, {section, poll.last.good}});
  std::sort(ends.begin(), ends.end());
  std::vector<int> failures(sections.size(), 0);
  std::size_t outages = 0;
  bool told = false;
  for (const auto& [at, end] : ends) {
    failures[end.first] = end.second ? 0 : failures[end.first] + 1;
    const int most = *std::max_element(failures.begin(), failures.end());
    if (most >= 3 && !told) ++outages;
    told = most >= 3 || (told && most > 0);
  }
  return outages;
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

void add_gaps_seen(std::size_t resource, std::size_t section, const std::vector<PollSeen>& polls, Gaps& gaps) {
  std::optional<TimePoint> confirmed;
  Gap gap;
  for (const auto& poll : polls) {
    if (!poll.last.good) {
      if (gap.polls++ == 0) gap.from = confirmed.value_or(poll.begun);
      continue;
    }
    gap.to = poll.begun;
    if (gap.polls > 0) append(gaps[{Sky::id_of(resource), section}], gap);
    gap = {};
    confirmed = poll.begun;
  }
  EXPECT_EQ(gap.polls, 0) << "the calm hour must end every gap";
}

Gaps gaps_stored(const std::filesystem::path& database) {
  Gaps gaps;
  for (const auto& row : query(database,
                               "SELECT external_id, CASE section WHEN 'email' THEN 1 ELSE 0 END, from_at, to_at, polls "
                               "FROM gaps WHERE reason <> 'not_running' ORDER BY 1, 2, 3, 4"))
    append(gaps[{row[0], std::stoul(row[1])}], {*parse_rfc3339(row[2]), *parse_rfc3339(row[3]), std::stoi(row[4])});
  return gaps;
}

/// Whether its one section is asked once in an interval: then it can be seen which attempts belong to one poll. If one
/// of two sections fails, the other is asked soon, and may be asked again in its turn.
bool is_alone(const std::string& id) { return id.starts_with("task"); }

std::multiset<std::string> words_of(const Gaps& gaps) {
  std::multiset<std::string> words;
  for (const auto& [place, times] : gaps)
    for (const auto& gap : times)
      words.insert(place.first + " " + std::to_string(place.second) + " " + to_text(gap.from) + " " + to_text(gap.to) +
                   (is_alone(place.first) ? " " + std::to_string(gap.polls) : ""));
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
  std::size_t polls = 0, failed = 0, outages = 0;
  for (std::size_t i = 0; i < kResources; ++i) {
    std::vector<std::vector<PollSeen>> sections;
    for (std::size_t section = 0; section < Sky::sections_of(i); ++section) {
      const auto& mine = sections.emplace_back(polls_of(world.transport().attempts[i], section));
      polls += mine.size();
      failed += static_cast<std::size_t>(
          std::count_if(mine.begin(), mine.end(), [](const auto& poll) { return !poll.last.good; }));
      add_gaps_seen(i, section, mine, gaps);
    }
    if (is_alone(Sky::id_of(i))) outages += outages_seen(sections);
    for (auto& change : changes_seen(i, sections.back())) changes.push_back(std::move(change));
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
  // Three failed polls of a section in a row make one event, and their end another; in the dark hour no resource makes
  // its own.
  const auto ended = std::stoul(query(world.database(),
                                      "SELECT count(*) FROM events WHERE service = 'check' AND type IN "
                                      "('noticed.resource.recovered', 'noticed.resource.returned')")[0][0]);
  EXPECT_LE(ended, outages);
  if (!dark_hour) {
    EXPECT_EQ(ended, outages);
  }
  const std::regex well_formed("((unreachable )?(gone returned )|(unreachable recovered ))*");
  for (const auto& row :
       query(world.database(),
             "SELECT resource_id, group_concat(substr(type, 18) || ' ', '') FROM (SELECT * FROM events "
             "WHERE type LIKE 'noticed.resource.%' ORDER BY seq) GROUP BY 1"))
    EXPECT_TRUE(std::regex_match(row[1], well_formed)) << row[0] << ": " << row[1];
  // Three APIs at three calls a second each, and a second's burst.
  for (const auto& [minute, requests] : world.transport().per_minute) EXPECT_LE(requests, 3 * (180 + 3)) << minute;
}

INSTANTIATE_TEST_SUITE_P(Seeds, Weather, testing::Range(1U, 21U));

}  // namespace
}  // namespace noticed::tests
