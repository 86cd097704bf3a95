// The power is cut under load. The database lies on a file system in a file; that file, copied while the daemon is
// held, is the state of the disk at that moment, without data that the system has not written yet.
#include <csignal>
#include <memory>
#include <random>

#include "attack/attack.h"
#include "attack/mount.h"
#include "attack/shim.h"
#include "attack/stage.h"
#include "attack/witness.h"

namespace noticed::attack {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr int kMebibytes = 64;
constexpr int kPowerJobs = 30;
/// The file system writes of its own accord every five minutes only: what is on the disk was demanded.
constexpr const char* kHow = "loop,commit=300";

class Cuts {
 public:
  Cuts(Tally& tally, const Options& options)
      : tally_(tally),
        random_(options.seed),
        place_(options.folder / "disk"),
        image_(options.folder / "disk.img"),
        stage_(on(place_), kPowerJobs),
        witness_(stage_.scene(), tally_),
        shim_(FAILING_DISK, stage_.scene().dir(), place_) {
    make_image(image_, kMebibytes);
    mount();
    if (options.sabotage) {
      shim_.strike_all(Failure::no_sync);
      stage_.scene().start_by(shim_.wrapper());
    }
    stage_.scene().start();
    if (!stage_.until_all_seen()) tally_.faults.push_back("power: the daemon did not begin: " + stage_.scene().log());
  }

  /// False: the test cannot continue.
  bool cut() {
    auto& scene = stage_.scene();
    const std::string when = "power, cut " + std::to_string(++tally_.times);
    for (unsigned i = 2 + random_() % 8; i > 0; --i) {
      stage_.change(3);
      pass(milliseconds{random_() % 250});
    }
    witness_.remember();
    scene.daemon().signal(SIGSTOP);
    pass(milliseconds{50});  // messages in flight arrive
    const fs::path copy = image_.string() + ".copy";
    demand({"cp", "--sparse=always", image_.string(), copy.string()});
    scene.kill_hard();
    disk_.reset();
    fs::rename(copy, image_);
    mount();
    const long lost = tally_.lost;
    if (!witness_.history_is_good(when)) return false;
    witness_.no_message_without_event(when);
    if (tally_.lost > lost) return false;
    scene.start();
    return true;
  }

  void end() {
    if (!stage_.until_all_seen()) tally_.faults.emplace_back("power: the last changes were not seen");
    witness_.settle("power, at the end");
    witness_.history_is_good("power, at the end");
    std::printf("power: %ld events told\n", stage_.scene().count("SELECT count(*) FROM events"));
    if (stage_.scene().stop() != 0) tally_.faults.emplace_back("power: the last stop was not clean");
  }

 private:
  static test::SceneOptions on(const fs::path& place) {
    test::SceneOptions options;
    options.data = place;
    return options;
  }
  void mount() { disk_ = std::make_unique<Mount>(std::vector<std::string>{"-o", kHow, image_.string()}, place_); }

  Tally& tally_;
  std::mt19937 random_;
  fs::path place_, image_;
  std::unique_ptr<Mount> disk_;  // destroyed after the daemon
  Stage stage_;
  Witness witness_;
  Shim shim_;
};

}  // namespace

Tally power_attack(const Options& options) {
  Tally tally;
  tally.skipped = no_loop_device(options.folder);
  if (tally.skipped) return tally;
  const int cuts = options.quick ? 3 : 30;
  Cuts attack(tally, options);
  Progress progress("power", cuts);
  bool good = true;
  for (int i = 0; i < cuts && good; ++i) {
    good = attack.cut();
    progress.step();
  }
  if (good) attack.end();
  return tally;
}

}  // namespace noticed::attack
