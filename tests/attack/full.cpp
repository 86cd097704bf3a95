// A real disk, of memory and of ext4, that others fill to the last block, and that gets room again.
#include <fcntl.h>
#include <unistd.h>

#include "attack/attack.h"
#include "attack/mount.h"
#include "attack/stage.h"
#include "attack/witness.h"

namespace noticed::attack {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;

constexpr int kFullJobs = 40;
constexpr seconds kFullPatience{90};

/// What others put there.
class Filler {
 public:
  explicit Filler(const fs::path& place) : file_(place / "filler") {
    const int file = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    for (std::string block(1 << 16, 'x'); !block.empty(); block.resize(block.size() / 2))
      while (::write(file, block.data(), block.size()) > 0) {
      }
    ::fsync(file);
    ::close(file);
  }
  ~Filler() { fs::remove(file_); }
  Filler(const Filler&) = delete;
  Filler& operator=(const Filler&) = delete;

 private:
  fs::path file_;
};

long occurrences(const std::string& text, const std::string& word) {
  long count = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

class Squeeze {
 public:
  Squeeze(Tally& tally, std::string name, const fs::path& place)
      : tally_(tally),
        name_(std::move(name)),
        place_(place),
        stage_(on(place), kFullJobs),
        witness_(stage_.scene(), tally) {
    stage_.scene().start();
    if (!stage_.until_all_seen()) fault("the daemon did not begin: " + stage_.scene().log());
  }

  /// Fills the disk and frees it again; if `restart`, the daemon is killed and started in between.
  void round(bool restart) {
    auto& scene = stage_.scene();
    ++tally_.times;
    const long recoveries = occurrences(scene.log(), "storage_recovered");
    {
      const Filler filler(place_);
      const long before = occurrences(scene.log(), "storage_failing");
      const auto refused = [&] {
        stage_.change(3);
        return occurrences(scene.log(), "storage_failing") > before;
      };
      if (!test::eventually(refused, kFullPatience)) fault("the log does not say that the disk is full");
      std::string output;
      if (scene.command({"status"}, &output) != 0 ||
          output.find("no space left on the disk; free disk space") == std::string::npos)
        fault("status does not say it: " + output);
      if (!scene.daemon().running()) {
        ++tally_.crashed, ++tally_.damaged;
        return fault("it ended by itself");
      }
      witness_.remember();
      witness_.history_is_good(name_);
      witness_.no_message_without_event(name_);
      if (restart) refuses_to_start();
    }
    if (restart) scene.start();
    if (!stage_.until_all_seen(kFullPatience)) fault("it did not recover");
    const auto recovered = [&] { return occurrences(scene.log(), "storage_recovered") > recoveries; };
    if (!restart && !test::eventually(recovered, kFullPatience)) fault("the log does not say that it recovered");
    witness_.history_is_good(name_ + ", with room again");
  }

  void end() {
    witness_.settle(name_);
    if (stage_.scene().stop() != 0) fault("the stop was not clean");
    witness_.history_is_good(name_ + ", at the end");
  }

 private:
  static test::SceneOptions on(const fs::path& place) {
    test::SceneOptions options;
    options.data = place;
    return options;
  }
  void fault(const std::string& what) { tally_.faults.push_back(name_ + ": " + what); }

  void refuses_to_start() {
    auto& scene = stage_.scene();
    scene.kill_hard();
    std::string output;
    const int status = test::run_program({NOTICED_BINARY, "run", "--config", scene.config().string()}, &output);
    if (status <= 0 || output.find(place_.string()) == std::string::npos ||
        output.find("free disk space") == std::string::npos)
      fault("a start on a full disk ends with " + std::to_string(status) + ": " + output);
  }

  Tally& tally_;
  std::string name_;
  fs::path place_;
  Stage stage_;
  Witness witness_;
};

Tally squeeze(const std::string& name, const std::vector<std::string>& what, const fs::path& place, int rounds) {
  Tally tally;
  const Mount mount(what, place);
  Squeeze attack(tally, name, place);
  for (int round = 0; round < rounds; ++round) attack.round(round % 2 == 1);
  attack.end();
  return tally;
}

}  // namespace

Tally full_attack(const Options& options) {
  Tally tally;
  tally.skipped = no_memory_disk(options.folder);
  if (!tally.skipped) tally.skipped = no_loop_device(options.folder);
  if (tally.skipped) return tally;
  const int rounds = options.quick ? 2 : 10;
  const fs::path image = options.folder / "full.img";
  make_image(image, 20);
  return play_all("full", 2, 2, [&](long i) {
    if (i == 0)
      return squeeze("full, memory", {"-t", "tmpfs", "-o", "size=16m", "tmpfs"}, options.folder / "memory", rounds);
    return squeeze("full, ext4", {"-o", "loop", image.string()}, options.folder / "ext4", rounds);
  });
}

}  // namespace noticed::attack
