#include "daemon/delivery/dispatcher.h"

#include <algorithm>

namespace noticed {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds kTick{5'000};
constexpr milliseconds kClockWasSet{10'000};  // between two ticks; NTP corrects less than that

}  // namespace

Dispatcher::Dispatcher(LaneParts parts) : parts_(std::move(parts)) {
  // Posted: a queue that comes to rest may be destroyed by this.
  parts_.rested = [this] { parts_.loop.post([this] { check_rest(); }); };
  parts_.look_at_clock = [this] { watch_clock(); };
  wall_ = parts_.loop.clock().wall();
  steady_ = parts_.loop.clock().steady();
}

void Dispatcher::configure(const std::vector<SinkConfig>& sinks, const Destinations& destinations, bool once) {
  std::map<std::string, std::unique_ptr<SinkQueue>> lanes;
  for (const auto& sink : sinks) {
    auto known = lanes_.extract(sink.name);
    ++parts_.seed;
    auto lane = known ? std::move(known.mapped()) : std::make_unique<SinkQueue>(parts_, sink.name);
    lane->configure(sink, destinations, once);
    lanes.emplace(sink.name, std::move(lane));
  }
  for (auto& [name, lane] : lanes_) {
    lane->stop();
    leaving_.push_back(std::move(lane));
  }
  lanes_ = std::move(lanes);
  parts_.rested();
  if (!ticking_ && !once) tick();
}

void Dispatcher::wake() {
  for (const auto& [name, lane] : lanes_) lane->wake();
}

void Dispatcher::tick() {
  if (stopping_) return;
  watch_clock();
  watch_database();
  ticking_ = parts_.loop.after(kTick, [this] { tick(); });
}

void Dispatcher::watch_clock() {
  const TimePoint wall = parts_.loop.clock().wall();
  const SteadyPoint steady = parts_.loop.clock().steady();
  const milliseconds set = (wall - wall_) - (steady - steady_);
  wall_ = wall;
  steady_ = steady;
  if (std::chrono::abs(set) < kClockWasSet) return;
  parts_.log.warn("clock_was_set",
                  {{"by_s", std::to_string(set.count() / 1000)}, {"effect", "messages wait as long as before"}});
  for (const auto& [name, lane] : lanes_) lane->clock_was_set(set);
  const auto work = [set, wall](Store& store) { store.clock_was_set(set, wall); };
  parts_.store.run(work, [this](std::exception_ptr error) {
    if (error) parts_.log.error("clock_change_not_stored", {});
    wake();
  });
}

void Dispatcher::watch_database() {
  const auto question = [](Store& store) { return store.data_version(); };
  parts_.store.ask<std::int64_t>(question, [this](std::exception_ptr error, std::int64_t version) {
    if (error || stopping_) return;  // the next write reports the error
    if (std::exchange(data_version_, version) != version) wake();
  });
}

void Dispatcher::check_rest() {
  const auto rests = [](const std::unique_ptr<SinkQueue>& lane) { return lane->at_rest(); };
  std::erase_if(leaving_, rests);
  if (!on_rest_ || !leaving_.empty()) return;
  if (!std::all_of(lanes_.begin(), lanes_.end(), [&](const auto& lane) { return rests(lane.second); })) return;
  std::exchange(on_rest_, nullptr)();
}

void Dispatcher::stop(std::function<void()> done) {
  stopping_ = true;
  ticking_.cancel();
  for (const auto& [name, lane] : lanes_) lane->stop();
  on_rest_ = std::move(done);
  parts_.rested();
}

RequestCounts Dispatcher::requests(const std::string& sink) const {
  const auto lane = lanes_.find(sink);
  return lane == lanes_.end() ? RequestCounts{} : lane->second->requests();
}

void Dispatcher::drain(std::function<void(bool)> done) {
  on_rest_ = [this, done = std::move(done)] {
    done(std::all_of(lanes_.begin(), lanes_.end(), [](const auto& lane) { return lane.second->all_arrived(); }));
  };
  wake();
  parts_.rested();
}

}  // namespace noticed
