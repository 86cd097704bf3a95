#include "daemon/delivery/dispatcher.h"

#include <algorithm>

namespace noticed {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds kTick{5'000};
constexpr milliseconds kClockWasSet{10'000};  // between two ticks; NTP corrects less than that

}  // namespace

Dispatcher::Dispatcher(QueueParts parts) : parts_(std::move(parts)) {
  // Posted: a queue that becomes idle may be destroyed by this.
  parts_.on_idle = [this] { parts_.loop.post([this] { check_idle(); }); };
  parts_.check_clock = [this] { check_clock(); };
  wall_ = parts_.loop.clock().wall();
  steady_ = parts_.loop.clock().steady();
}

void Dispatcher::configure(const std::vector<SinkConfig>& sinks, const Destinations& destinations) {
  std::map<std::string, std::unique_ptr<SinkQueue>> queues;
  for (const auto& sink : sinks) {
    auto known = queues_.extract(sink.name);
    ++parts_.seed;
    auto queue = known ? std::move(known.mapped()) : std::make_unique<SinkQueue>(parts_, sink.name);
    queue->configure(sink, destinations);
    queues.emplace(sink.name, std::move(queue));
  }
  for (auto& [name, queue] : queues_) {
    queue->stop();
    removed_.push_back(std::move(queue));
  }
  queues_ = std::move(queues);
  parts_.on_idle();
  if (!ticking_) tick();
}

void Dispatcher::wake() {
  for (const auto& [name, queue] : queues_) queue->wake();
}

void Dispatcher::tick() {
  if (stopping_) return;
  check_clock();
  check_database();
  ticking_ = parts_.loop.after(kTick, [this] { tick(); });
}

void Dispatcher::check_clock() {
  const TimePoint wall = parts_.loop.clock().wall();
  const SteadyPoint steady = parts_.loop.clock().steady();
  const milliseconds set = (wall - wall_) - (steady - steady_);
  wall_ = wall;
  steady_ = steady;
  if (std::chrono::abs(set) < kClockWasSet) return;
  parts_.log.warn("clock_was_set",
                  {{"by_s", std::to_string(set.count() / 1000)}, {"effect", "waiting times are unchanged"}});
  for (const auto& [name, queue] : queues_) queue->clock_was_set(set);
  const auto work = [set, wall](Store& store) { store.clock_was_set(set, wall); };
  parts_.store.run(work, [this](std::exception_ptr error) {
    if (error) parts_.log.error("clock_change_not_stored", {});
    wake();
  });
}

void Dispatcher::check_database() {
  const auto question = [](Store& store) { return store.data_version(); };
  parts_.store.ask<std::int64_t>(question, [this](std::exception_ptr error, std::int64_t version) {
    if (error || stopping_) return;  // the next write reports the error
    if (std::exchange(data_version_, version) != version) wake();
  });
}

void Dispatcher::check_idle() {
  std::erase_if(removed_, [](const auto& queue) { return queue->idle(); });
  if (!on_idle_ || !removed_.empty()) return;
  if (!std::all_of(queues_.begin(), queues_.end(), [](const auto& queue) { return queue.second->idle(); })) return;
  std::exchange(on_idle_, nullptr)();
}

void Dispatcher::stop(std::function<void()> done) {
  stopping_ = true;
  ticking_.cancel();
  for (const auto& [name, queue] : queues_) queue->stop();
  on_idle_ = std::move(done);
  parts_.on_idle();
}

RequestCounts Dispatcher::requests(const std::string& sink) const {
  const auto queue = queues_.find(sink);
  return queue == queues_.end() ? RequestCounts{} : queue->second->requests();
}

void Dispatcher::drain(std::function<void(bool)> done) {
  on_idle_ = [this, done = std::move(done)] {
    done(std::all_of(queues_.begin(), queues_.end(), [](const auto& queue) { return queue.second->all_delivered(); }));
  };
  wake();
  parts_.on_idle();
}

}  // namespace noticed
