// Random histories of resources, compared with a trivial model in memory: for any time, `show --at` equals the model,
// including what was unknown then.
#include <algorithm>
#include <array>
#include <map>
#include <random>

#include "storage/model/service.h"
#include "storage/read/history.h"
#include "tests/storage/store_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t most) { return random() % most; }

/// The model of one section of a resource.
struct Line {
  std::vector<std::pair<TimePoint, Settings>> states;  // observed at
  std::vector<std::pair<TimePoint, TimePoint>> blind;  // [from, to)
  std::optional<TimePoint> blind_since;
  TimePoint confirmed{};
  bool asked = false;

  void lose() {
    if (!blind_since) blind_since = confirmed;
  }
  void good(TimePoint started, const Settings& state) {
    if (blind_since) blind.emplace_back(*blind_since, started);
    blind_since.reset();
    confirmed = started;
    if (states.empty() || states.back().second != state) states.emplace_back(started + 100ms, state);
  }
  /// Null: not observed yet.
  const Settings* at(TimePoint time) const {
    const Settings* found = nullptr;
    for (const auto& [observed, state] : states)
      if (observed <= time) found = &state;
    return found;
  }
  bool is_blind(TimePoint time) const {
    const bool before = std::any_of(blind.begin(), blind.end(),
                                    [&](const auto& one) { return one.first <= time && time < one.second; });
    return before || (blind_since && *blind_since <= time);
  }
};

/// status, system, email of a pipeline.
constexpr std::array<const char*, 3> kSections{"status", "system", "email"};

Settings random_settings(Random& random, std::size_t section) {
  if (section == 0) return {{"email/*/switch.enabled", below(random, 2) == 0}};
  const std::string channel = kSections[section];
  Settings settings;
  for (const auto* event : {"run.failed", "run.done"})
    if (below(random, 3) > 0) settings.emplace(channel + "/" + event + "/enabled", below(random, 2) == 0);
  return settings;
}

class HistoryModel : public StoreTest, public testing::WithParamInterface<unsigned> {
 protected:
  void reload() {
    SectionMask mask = 0;
    for (std::size_t i = 0; i < kSections.size(); ++i)
      if (lines_[i].asked) mask = static_cast<SectionMask>(mask | (1U << i));
    std::vector<WatchedResource> wanted{watched(service::build, "other")};
    if (mask != 0) wanted.push_back(watched(service::pipeline, "p1", mask));
    for (const auto& row : watch(wanted, now_))
      if (row.id == "p1") row_ = row.resource;
    watched_ = mask != 0;
  }
  /// Sets the polled sections; the others are unobserved from now on.
  void choose_sections(Random& random, bool none) {
    for (auto& line : lines_) {
      const bool asked = !none && below(random, 3) > 0;
      if (line.asked && !asked && !line.states.empty()) line.lose();
      line.asked = asked;
    }
    reload();
  }
  void poll(Random& random) {
    if (!watched_) return;
    RecordedPoll poll(row_, now_);
    const bool all_fail = below(random, 6) == 0;
    for (std::size_t i = 0; i < kSections.size(); ++i) {
      Line& line = lines_[i];
      if (!line.asked) continue;
      const auto section = static_cast<SectionIndex>(i);
      if (all_fail || below(random, 6) == 0) {
        poll.failed(section, below(random, 2) == 0 ? FailureKind::missing : FailureKind::server);
        if (!line.states.empty()) line.lose();
      } else {
        const bool same = !line.states.empty() && below(random, 2) == 0;
        const Settings state = same ? line.states.back().second : random_settings(random, i);
        poll.fetched(section, state);
        line.good(now_, state);
      }
    }
    commit(poll);
  }
  void stop_and_start(Random& random) {
    const TimePoint stopped = now_;
    now_ += std::chrono::seconds{1 + below(random, 5000)};
    restart(stopped, now_);
    downtime_.emplace_back(stopped, now_);
    reload();
  }
  void expect_like_model(TimePoint time) {
    const StateAt state = History(db_).state(row_, time);
    const bool down = std::any_of(downtime_.begin(), downtime_.end(),
                                  [&](const auto& one) { return one.first <= time && time < one.second; });
    Settings known;
    bool any = false;
    for (const Line& line : lines_) {
      if (const auto* settings = line.at(time)) {
        known.insert(settings->begin(), settings->end());
        any = true;
      }
    }
    ASSERT_EQ(state.taken_at.has_value(), any) << to_text(time);
    if (!any) return;  // completely unknown
    ASSERT_EQ(canonical_text(state.settings), canonical_text(known)) << to_text(time);
    for (std::size_t i = 0; i < kSections.size(); ++i) {
      const Line& line = lines_[i];
      if (line.states.empty()) continue;  // never answered
      const bool unknown = down || line.is_blind(time) || line.at(time) == nullptr;
      const bool said = std::any_of(state.unknown.begin(), state.unknown.end(), [&](const Unknown& one) {
        return one.section == "*" || one.section == kSections[i];
      });
      ASSERT_EQ(said, unknown) << kSections[i] << " at " << to_text(time);
    }
  }

  TimePoint now_ = at(1s);
  std::int64_t row_ = 0;
  bool watched_ = false;
  std::array<Line, 3> lines_;
  std::vector<std::pair<TimePoint, TimePoint>> downtime_;
};

TEST_P(HistoryModel, AnyTimeThenAsTheModelSays) {
  Random random(GetParam());
  for (auto& line : lines_) line.asked = true;
  reload();
  for (int step = 0; step < 60; ++step) {
    now_ += std::chrono::milliseconds{1000 + below(random, 600'000)};
    const std::size_t what = below(random, 12);
    if (what == 0)
      stop_and_start(random);
    else if (what == 1)
      choose_sections(random, below(random, 3) == 0);
    else
      poll(random);
    for (int look = 0; look < 4; ++look) {
      const auto span = static_cast<std::size_t>((now_ - at(0ms)).count());
      expect_like_model(at(std::chrono::milliseconds{below(random, span)}));
      if (HasFatalFailure()) FAIL() << "seed " << GetParam() << ", step " << step;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, HistoryModel, testing::Range(1U, 41U));

}  // namespace
}  // namespace noticed
