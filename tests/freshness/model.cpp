#include "freshness/model.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <optional>
#include <utility>

#include "daemon/watch/api_schedule.h"
#include "daemon/watch/haste.h"

namespace noticed::freshness {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Random = std::mt19937_64;

constexpr std::uint32_t kRepositories = 1'036;
constexpr std::uint32_t kProjects = 60;
constexpr double kOn = 1.95 / kChannels;
constexpr double kCritical = 0.45;
constexpr double kDay = 86'400'000;  // ms

double uniform(Random& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}
bool chance(Random& random, double probability) { return uniform(random, 0, 1) < probability; }

std::size_t weighted(Random& random, const std::vector<double>& sums) {
  const double at = uniform(random, 0, sums.back());
  return static_cast<std::size_t>(std::upper_bound(sums.begin(), sums.end(), at) - sums.begin());
}

std::vector<double> running_sums(Random& random, std::size_t count, double sigma) {
  std::vector<double> sums;
  double sum = 0;
  std::lognormal_distribution<double> weight(0, sigma);
  for (std::size_t i = 0; i < count; ++i) sums.push_back(sum += sigma > 0 ? weight(random) : 1);
  return sums;
}

/// Writes changes in order of time, so that a switch is never set to what it is.
class Writer {
 public:
  Writer(World& world, Random& random) : world_(world), random_(random), on_(world.on) {}

  /// One person changes one repository: by lot a switch, or a detail of a channel that is on.
  void single(SteadyPoint at, std::uint32_t repository) {
    const bool to_on = chance(random_, 0.5);
    if (chance(random_, kCritical)) {
      if (const auto channel = any_channel(repository, !to_on)) flip(at, repository, *channel, to_on);
    } else if (const auto channel = any_channel(repository, true)) {
      detail(at, repository, *channel);
    }
  }
  void flip(SteadyPoint at, std::uint32_t repository, std::uint8_t channel, bool on) {
    if (on_[repository][channel] == on) return;
    on_[repository][channel] = on;
    world_.changes.push_back({at, repository, 0, channel, on});
  }
  /// Details of a channel that is off notify nobody.
  void detail(SteadyPoint at, std::uint32_t repository, std::uint8_t channel) {
    if (on_[repository][channel])
      world_.changes.push_back({at, repository, static_cast<std::uint8_t>(channel + 1), channel, false});
  }

 private:
  std::optional<std::uint8_t> any_channel(std::uint32_t repository, bool on) {
    std::vector<std::uint8_t> channels;
    for (std::uint8_t i = 0; i < kChannels; ++i)
      if (on_[repository][i] == on) channels.push_back(i);
    if (channels.empty()) return {};
    return channels[random_() % channels.size()];
  }
  World& world_;
  Random& random_;
  std::vector<std::array<bool, kChannels>> on_;
};

}  // namespace

World make_world(const ModelOptions& options) {
  World world;
  Random random(options.seed);
  const auto sizes = running_sums(random, kProjects, 1);
  world.members.resize(kProjects);
  for (std::uint32_t i = 0; i < kRepositories; ++i) {
    const auto project = static_cast<std::uint32_t>(weighted(random, sizes));
    world.project.push_back(project);
    world.members[project].push_back(i);
    world.on.emplace_back();
    world.inherits.emplace_back();
    for (bool& on : world.on.back()) on = chance(random, kOn);
    for (bool& inherits : world.inherits.back()) inherits = chance(random, 0.5);
  }
  const SteadyPoint begin{milliseconds{1'000'000'000}};
  const auto after = [&](double ms) { return begin + milliseconds{static_cast<std::int64_t>(ms)}; };
  const double length = options.days * kDay;
  world.counted_from = after(options.warm_up_days * kDay);
  world.end = after(length);

  // What happens: first the times, then in their order what changes.
  enum class What { single, campaign_step, project };
  struct Event {
    double at;
    What what;
    std::uint32_t whom;
    std::uint8_t channel;
    bool critical, on;
  };
  std::vector<Event> events;
  const auto rates = running_sums(random, kRepositories, options.equal_rates ? 0 : 1.5);
  const auto any_project = [&] {
    std::uint32_t project = 0;
    do project = static_cast<std::uint32_t>(random() % kProjects);
    while (world.members[project].empty());
    return project;
  };
  const auto event = [&](double at, What what, std::uint32_t whom) {
    return Event{at,
                 what,
                 whom,
                 static_cast<std::uint8_t>(random() % kChannels),
                 chance(random, kCritical),
                 chance(random, kOn)};
  };
  for (int i = 0; i < options.days * 10; ++i)
    events.push_back(
        event(uniform(random, 0, length), What::single, static_cast<std::uint32_t>(weighted(random, rates))));
  for (int i = 0; i < options.days * 2; ++i)
    events.push_back(event(uniform(random, 0, length), What::project, any_project()));
  for (int i = 0; i < options.days * 2; ++i) {
    auto members = world.members[any_project()];
    std::shuffle(members.begin(), members.end(), random);
    members.resize(std::max<std::size_t>(
        1, static_cast<std::size_t>(std::lround(static_cast<double>(members.size()) * uniform(random, 0.3, 1)))));
    Event step = event(uniform(random, 0, length), What::campaign_step, 0);
    for (const std::uint32_t repository : members) {
      step.whom = repository;
      events.push_back(step);
      step.at += uniform(random, 20'000, 60'000);
    }
  }
  std::sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.at < b.at; });

  Writer write(world, random);
  for (const Event& now : events) {
    const SteadyPoint at = after(now.at);
    const auto one = [&](std::uint32_t repository) {
      if (now.critical)
        write.flip(at, repository, now.channel, now.on);
      else
        write.detail(at, repository, now.channel);
    };
    switch (now.what) {
      case What::single: write.single(at, now.whom); break;
      case What::campaign_step: one(now.whom); break;
      case What::project:
        for (const std::uint32_t repository : world.members[now.whom])
          if (world.inherits[repository][now.channel]) one(repository);
        break;
    }
  }
  return world;
}

namespace {

/// What changed in each section and was not seen yet.
class Unseen {
 public:
  explicit Unseen(const World& world) : world_(world), waiting_(world.project.size() * kSections) {}

  /// The section is asked: what changed until now is seen.
  std::vector<const Change*> see(std::uint32_t repository, std::size_t section, SteadyPoint now, Delays& delays) {
    for (; next_ < world_.changes.size() && world_.changes[next_].at <= now; ++next_) {
      const Change& change = world_.changes[next_];
      waiting_[change.repository * kSections + change.section].push_back(&change);
    }
    auto seen = std::exchange(waiting_[repository * kSections + section], {});
    for (const Change* change : seen) {
      if (change->at < world_.counted_from) continue;
      const double delay = std::chrono::duration<double>(now - change->at).count();
      delays.all.push_back(delay);
      if (change->section == 0) delays.critical.push_back(delay);
    }
    return seen;
  }

 private:
  const World& world_;
  std::vector<std::vector<const Change*>> waiting_;
  std::size_t next_ = 0;
};

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

double percentile95(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() * 95 / 100);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

}  // namespace

Summary summary_of(const Delays& delays) {
  return {mean(delays.all), percentile95(delays.all), mean(delays.critical), percentile95(delays.critical)};
}

Delays in_turn(const World& world, double per_second) {
  Delays delays;
  Unseen unseen(world);
  SteadyPoint now{milliseconds{1'000'000'000}};
  double at = 0;
  for (std::uint32_t repository = 0; now < world.end; repository = (repository + 1) % kRepositories)
    for (std::size_t section = 0; section < kSections; ++section) {
      unseen.see(repository, section, now, delays);
      ++delays.calls;
      at += 1'000 / per_second;
      now = SteadyPoint{milliseconds{1'000'000'000 + static_cast<std::int64_t>(at)}};
    }
  return delays;
}

namespace {

constexpr milliseconds kMaxInterval = std::chrono::hours{6};
constexpr milliseconds kFlushed = seconds{5};  // what was confirmed later is lost in a kill
constexpr milliseconds kDown = seconds{2};
constexpr std::size_t kApis = 2;  // the status call, and the one of all channels

/// The daemon's part: one schedule for each API, and what it knows.
class Watching {
 public:
  Watching(const World& world, double per_second, milliseconds interval)
      : world_(world),
        per_second_(per_second),
        interval_(interval),
        unseen_(world),
        off_(world.project.size()),
        stored_(world.project.size() * kSections),
        given_(world.project.size() * kSections) {
    for (std::size_t i = 0; i < world.on.size(); ++i)
      for (std::size_t channel = 0; channel < kChannels; ++channel) off_[i][channel] = !world.on[i][channel];
    begin();
  }

  /// Schedules anew, by what is stored: at the beginning, after a reload, after a restart.
  void begin() {
    apis_.clear();
    for (std::size_t i = 0; i < kApis; ++i) apis_.emplace_back(per_second_, kMaxInterval);
    for (std::uint32_t repository = 0; repository < world_.project.size(); ++repository)
      for (std::size_t section = 0; section < kSections; ++section) {
        const bool idle = section > 0 && off_[repository][section - 1];
        apis_[section > 0].add(number(repository, section), interval_, idle, stored_[number(repository, section)]);
      }
  }
  /// What was not flushed is forgotten.
  void forget_since(SteadyPoint at) {
    for (auto last = recent_.rbegin(); last != recent_.rend(); ++last)
      if (stored_[last->first] && stored_[last->first]->asked > at) stored_[last->first] = last->second;
    recent_.clear();
  }

  /// One call to an API at `now`, if there is one to make.
  bool call(std::size_t api, SteadyPoint now) {
    const auto section = apis_[api].take(now);
    if (!section) return false;
    ask(apis_[api], *section, now);
    return true;
  }
  std::optional<SteadyPoint> next(std::size_t api, SteadyPoint now) { return apis_[api].next(now); }
  Delays& delays() { return delays_; }

 private:
  static std::uint32_t number(std::uint32_t repository, std::size_t section) {
    return repository * static_cast<std::uint32_t>(kSections) + static_cast<std::uint32_t>(section);
  }

  void ask(ApiSchedule& api, std::uint32_t section, SteadyPoint now) {
    ++delays_.calls;
    const auto repository = section / static_cast<std::uint32_t>(kSections);
    const std::size_t index = section % kSections;
    Given& given = given_[section];
    if (given.promise.count() > 0) {
      // More may have been switched on since: then a longer one is in force.
      const milliseconds promise = std::max(given.promise, api.promise(section));
      const double over = static_cast<double>((now - given.since).count()) / static_cast<double>(promise.count());
      delays_.worst_over_promise = std::max(delays_.worst_over_promise, over);
    }
    given = {now, api.promise(section)};
    recent_.emplace_back(section, stored_[section]);
    if (recent_.size() > 4'096) recent_.pop_front();
    api.asked(section, now);
    stored_[section] = {now, api.due(section)};
    const auto seen = unseen_.see(repository, index, now, delays_);
    for (const Change* change : seen)
      if (change->section == 0) switched(*change, now);
    if (!seen.empty()) hasten(repository, index, now);
  }

  void switched(const Change& change, SteadyPoint now) {
    off_[change.repository][change.channel] = !change.on;
    const auto section = number(change.repository, change.channel + std::size_t{1});
    apis_[1].set_idle(section, !change.on);
    given_[section] = {now, apis_[1].promise(section)};
  }

  /// The like sections of its project, and the status calls.
  void hasten(std::uint32_t repository, std::size_t index, SteadyPoint now) {
    const std::uint64_t project = world_.project[repository];
    const bool status = bursts_.begins(project * kSections, now);
    const bool channel = index > 0 && bursts_.begins(project * kSections + index, now);
    for (const std::uint32_t other : world_.members[project]) {
      if (other == repository) continue;
      for (const milliseconds after : kHaste) {
        if (status) apis_[0].urge(number(other, 0), now + after);
        if (channel) apis_[1].urge(number(other, index), now + after);
      }
    }
  }

  const World& world_;
  const double per_second_;
  const milliseconds interval_;
  Unseen unseen_;
  Delays delays_;
  Bursts bursts_;
  std::vector<ApiSchedule> apis_;
  std::vector<std::array<bool, kChannels>> off_;  // as the last status call showed it
  std::vector<std::optional<ApiSchedule::Before>> stored_;
  /// The promise that is in force for a section.
  struct Given {
    SteadyPoint since{};
    milliseconds promise{0};
  };
  std::vector<Given> given_;
  std::deque<std::pair<std::uint32_t, std::optional<ApiSchedule::Before>>> recent_;  // what was replaced in stored_
};

}  // namespace

Delays scheduled(const World& world, double per_second, milliseconds interval, const Interruptions& stops) {
  const SteadyPoint begin{milliseconds{1'000'000'000}};
  Watching watching(world, per_second, interval);
  const milliseconds pause{static_cast<std::int64_t>(std::ceil(1'000 / per_second))};
  std::array<SteadyPoint, kApis> free{begin, begin};  // when the limit allows the next call
  SteadyPoint reload = begin + stops.reload_every;
  SteadyPoint restart = begin + stops.restart_every;
  for (SteadyPoint now = begin; now < world.end;) {
    if (stops.reload_every.count() > 0 && now >= reload) {
      watching.begin();
      reload += stops.reload_every;
    }
    if (stops.restart_every.count() > 0 && now >= restart) {
      watching.forget_since(now - kFlushed);
      now += kDown;
      watching.begin();
      restart += stops.restart_every;
    }
    SteadyPoint next = world.end;
    for (std::size_t api = 0; api < kApis; ++api) {
      if (free[api] <= now && watching.call(api, now)) free[api] = now + pause;
      if (const auto due = watching.next(api, now)) next = std::min(next, std::max(*due, free[api]));
    }
    now = std::max(next, now + milliseconds{1});
  }
  return std::move(watching.delays());
}

}  // namespace noticed::freshness
