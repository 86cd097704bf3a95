#include "attack/attack.h"

#include <poll.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <thread>

#include "storage/model/clock.h"

namespace noticed::attack {

void Tally::operator+=(const Tally& other) {
  times += other.times;
  lost += other.lost;
  duplicated += other.duplicated;
  crashed += other.crashed;
  damaged += other.damaged;
  faults.insert(faults.end(), other.faults.begin(), other.faults.end());
}

struct Progress::State {
  std::string name;
  long all = 0;
  long done = 0;
  std::mutex mutex;
  SystemClock clock;
  SteadyPoint told = clock.steady();
};

Progress::Progress(std::string name, long all) : state_(std::make_unique<State>()) {
  state_->name = std::move(name);
  state_->all = all;
}

Progress::~Progress() = default;

void Progress::step() {
  const std::lock_guard lock(state_->mutex);
  ++state_->done;
  const SteadyPoint now = state_->clock.steady();
  if (now - state_->told < std::chrono::seconds{10}) return;
  state_->told = now;
  std::printf("%s: %ld of %ld\n", state_->name.c_str(), state_->done, state_->all);
  std::fflush(stdout);
}

Tally play_all(const std::string& name, long count, unsigned at_a_time, const std::function<Tally(long)>& play) {
  Tally all;
  Progress progress(name, count);
  std::atomic<long> next{0};
  std::mutex mutex;
  const auto work = [&] {
    for (long number = next++; number < count; number = next++) {
      Tally one;
      try {
        one = play(number);
      } catch (const std::exception& error) {
        one.faults.push_back(name + " " + std::to_string(number) + ": " + error.what());
      }
      const std::lock_guard lock(mutex);
      all += one;
      progress.step();
    }
  };
  std::vector<std::thread> crew;
  for (unsigned i = 0; i < at_a_time; ++i) crew.emplace_back(work);
  for (auto& member : crew) member.join();
  return all;
}

void pass(std::chrono::milliseconds time) { ::poll(nullptr, 0, static_cast<int>(time.count())); }

}  // namespace noticed::attack
