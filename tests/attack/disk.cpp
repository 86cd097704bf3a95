// Each write and each sync of a short life fails: once, for a while, by half; and all of them for as long as it takes.
#include "attack/act.h"

namespace noticed::attack {
namespace {

using std::chrono::seconds;

struct Strike {
  Failure failure;
  std::uint64_t times;
  const char* name;
};
constexpr Strike kStrikes[] = {{Failure::io, 1, "EIO"},
                               {Failure::full, 1, "ENOSPC"},
                               {Failure::cut, 1, "a short write"},
                               {Failure::io, 20, "EIO, 20 times"}};
constexpr Strike kLies{Failure::lies, 3, "a lie, 3 times"};
constexpr unsigned kDiskActs = 8;

/// How many operations a life has that nothing disturbs.
std::uint64_t count_operations() {
  Act act("disk, undisturbed", FAILING_DISK);
  act.play();
  return act.shim().operations();
}

/// It may refuse to start, and says then what, why, and what to do.
void judge_end(Act& act) {
  const std::string log = act.scene().log();
  const bool at_start = log.find(" watching ") == std::string::npos;
  const bool says_so = log.find(act.scene().database().parent_path().string()) != std::string::npos &&
                       log.find("; ") != std::string::npos;
  if (at_start && says_so && act.status() > 0) return;
  ++act.tally().crashed, ++act.tally().damaged;
  act.fault(at_start ? "it did not say why it does not start" : "it ended by itself, " + std::to_string(act.status()));
}

Tally strike(std::uint64_t number, const Strike& how) {
  Act act("disk, operation " + std::to_string(number) + ": " + how.name, FAILING_DISK);
  act.shim().strike(how.failure, number, how.times);
  if (!act.play()) judge_end(act);
  // A disturbed run may have fewer operations than an undisturbed one, so the last ones may not occur.
  if (act.shim().failed() == 0) act.tally().times = 0;
  act.aftermath();
  return act.tally();
}

/// Nothing is taken until the disk is well again, and that is said meanwhile.
Tally strike_for_long(Failure failure, const std::string& name) {
  Act act("disk, for long: " + name, FAILING_DISK);
  auto& scene = act.scene();
  scene.start_by(act.shim().wrapper());
  scene.start();
  scene.start_by({});
  if (!scene.first_sight()) act.fault("no first sight");
  Witness witness(scene, act.tally());
  witness.settle("before");
  act.shim().strike_all(failure);
  act.stage().change(2);
  if (!act.stage().until_logged("storage_failing")) act.fault("the log does not say it");
  std::string output;
  if (scene.command({"status"}, &output) != 0 || output.find("THE DATABASE CANNOT BE WRITTEN") == std::string::npos)
    act.fault("status does not say it: " + output);
  if (!test::eventually([&] { return scene.receiver().deliveries().size() == 2; }) ||
      scene.receiver().deliveries().back().body.find(R"("type":"noticed.storage.failed")") == std::string::npos)
    act.fault("that nothing can be stored was not told, or something besides");
  act.shim().heal();
  if (!act.stage().until_all_seen() || !act.stage().until_logged("storage_recovered")) act.fault("it did not recover");
  witness.settle("recovered");
  if (scene.command({"status"}, &output) != 0 || output.find("CANNOT BE WRITTEN") != std::string::npos)
    act.fault("status still says it: " + output);
  if (scene.stop() != 0) act.fault("the stop was not clean");
  act.aftermath();
  return act.tally();
}

}  // namespace

Tally disk_attack(const Options& options) {
  const auto operations = static_cast<long>(count_operations());
  std::printf("disk: an undisturbed life writes and syncs %ld times\n", operations);
  if (operations == 0) {
    Tally none;
    none.faults.emplace_back("disk: the shim counts nothing");
    return none;
  }
  if (options.sabotage)
    return play_all("disk", 10, kDiskActs,
                    [&](long i) { return strike(static_cast<std::uint64_t>(operations * (i + 1) / 12), kLies); });
  constexpr long kWays = std::size(kStrikes);
  const long lives = options.quick ? operations / 10 : operations * kWays;
  const long step = options.quick ? 10 : 1;
  const auto play = [&](long i) {
    if (i == 0) return strike_for_long(Failure::io, "EIO");
    if (i == 1) return strike_for_long(Failure::full, "ENOSPC");
    const long life = i - 2;
    const long number = options.quick ? 1 + life * step : 1 + life / kWays;
    return strike(static_cast<std::uint64_t>(number), kStrikes[life % kWays]);
  };
  return play_all("disk", lives + 2, kDiskActs, play);
}

}  // namespace noticed::attack
