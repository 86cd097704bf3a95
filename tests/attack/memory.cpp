// An allocation fails, a random one, alone or with all that follow for a while. The daemon may end; then it says so.
#include <random>

#include "attack/act.h"

namespace noticed::attack {
namespace {

constexpr unsigned kMemoryActs = 6;
constexpr std::uint64_t kWhile = 200;  // allocations

std::uint64_t count_allocations() {
  Act act("memory, undisturbed", FAILING_MEMORY);
  act.play();
  return act.shim().operations();
}

Tally strike(std::uint64_t number, std::uint64_t times) {
  Act act("memory, allocation " + std::to_string(number) + ", " + std::to_string(times) + " times", FAILING_MEMORY);
  act.tally().may_end = true;
  act.shim().strike(Failure::memory, number, times);
  const bool lived = act.play();
  if (act.shim().failed() == 0) act.tally().times = 0;
  const std::string log = act.scene().log();
  const auto says = [&](const char* word) { return log.find(word) != std::string::npos; };
  if (!lived || act.status() != 0) {
    ++act.tally().crashed;
    if (act.status() == 0 || !(says("bad_alloc") || says("memory") || says("alloc"))) {
      ++act.tally().damaged;
      act.fault("it ended with " + std::to_string(act.status()) + " and did not say why");
    }
  }
  act.aftermath();
  return act.tally();
}

}  // namespace

Tally memory_attack(const Options& options) {
  const std::uint64_t allocations = count_allocations();
  std::printf("memory: an undisturbed life allocates %lu times\n", static_cast<unsigned long>(allocations));
  std::vector<std::uint64_t> numbers;
  std::mt19937_64 random(options.seed);
  for (int i = options.quick ? 10 : 100; i > 0; --i)
    numbers.push_back(1 + random() % std::max<std::uint64_t>(allocations, 1));
  const auto play = [&](long i) { return strike(numbers[static_cast<std::size_t>(i)], i % 2 == 0 ? 1 : kWhile); };
  Tally tally = play_all("memory", static_cast<long>(numbers.size()), kMemoryActs, play);
  tally.may_end = true;
  std::printf("memory: it lived on %ld times, and ended %ld times, saying so\n", tally.times - tally.crashed,
              tally.crashed - tally.damaged);
  return tally;
}

}  // namespace noticed::attack
