// noticed-attack --folder DIR [--quick] [--sabotage] [--seed N] [NAME…]: hurts the real program, and judges what is
// left.
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "attack/attack.h"
#include "storage/model/clock.h"

namespace noticed::attack {
namespace {

struct Named {
  const char* name;
  Attack attack;
};
constexpr Named kAttacks[] = {{"kill", kill_attack}, {"power", power_attack},   {"disk", disk_attack},
                              {"full", full_attack}, {"memory", memory_attack}, {"descriptors", descriptors_attack}};
constexpr int kUsage = 64;
constexpr std::size_t kMostFaults = 20;  // shown

/// Whether it went well; a skipped attack does, too.
enum class Verdict { passed, failed, skipped };

Verdict run(const Named& named, const Options& options) {
  const SystemClock clock;
  const SteadyPoint begin = clock.steady();
  std::printf("%s: begins\n", named.name);
  std::fflush(stdout);
  const Tally tally = named.attack(options);
  if (tally.skipped) {
    std::printf("%s skipped: %s\n", named.name, tally.skipped->c_str());
    return Verdict::skipped;
  }
  for (std::size_t i = 0; i < tally.faults.size() && i < kMostFaults; ++i)
    std::printf("%s: FAULT: %s\n", named.name, tally.faults[i].c_str());
  if (tally.faults.size() > kMostFaults) std::printf("… and %zu more\n", tally.faults.size() - kMostFaults);
  const auto took = std::chrono::duration_cast<std::chrono::seconds>(clock.steady() - begin);
  std::printf("%s: took %ld s, %s\n", named.name, static_cast<long>(took.count()), tally.good() ? "good" : "NOT GOOD");
  std::printf("attack: %s: %ld times, %ld lost, %ld duplicated, %ld crashed\n", named.name, tally.times, tally.lost,
              tally.duplicated, tally.crashed);
  std::fflush(stdout);
  // An attack that never struck is not a success.
  return tally.good() && tally.times > 0 ? Verdict::passed : Verdict::failed;
}

int usage(const std::string& what) {
  std::fprintf(stderr,
               "noticed-attack: %s\nnoticed-attack --folder DIR [--quick] [--sabotage] [--seed N] [NAME…]; names:",
               what.c_str());
  for (const auto& named : kAttacks) std::fprintf(stderr, " %s", named.name);
  std::fprintf(stderr, "\n");
  return kUsage;
}

int run_named(const std::vector<Named>& wanted, const Options& options) {
  int passed = 0, failed = 0;
  for (const auto& named : wanted) {
    const Verdict verdict = run(named, options);
    // A disk that loses writes must be detected.
    passed += verdict == (options.sabotage ? Verdict::failed : Verdict::passed) ? 1 : 0;
    failed += verdict == (options.sabotage ? Verdict::passed : Verdict::failed) ? 1 : 0;
  }
  std::printf("%d passed, %d failed\n", passed, failed);
  return failed == 0 ? 0 : 1;
}

int main(const std::vector<std::string>& arguments) {
  Options options;
  options.seed = 20261122;
  std::vector<Named> wanted;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    const Named* found = nullptr;
    for (const auto& named : kAttacks) found = argument == named.name ? &named : found;
    if (argument == "--quick")
      options.quick = true;
    else if (argument == "--sabotage")
      options.sabotage = true;
    else if (argument == "--seed" && i + 1 < arguments.size())
      options.seed = static_cast<std::uint32_t>(std::strtoul(arguments[++i].c_str(), nullptr, 10));
    else if (argument == "--folder" && i + 1 < arguments.size())
      options.folder = arguments[++i];
    else if (found != nullptr)
      wanted.push_back(*found);
    else
      return usage("there is no attack \"" + argument + "\"");
  }
  if (options.folder.empty()) return usage("--folder is missing");
  if (wanted.empty()) wanted.assign(std::begin(kAttacks), std::end(kAttacks));
  return run_named(wanted, options);
}

}  // namespace
}  // namespace noticed::attack

int main(int argc, char** argv) { return noticed::attack::main({argv + 1, argv + argc}); }
