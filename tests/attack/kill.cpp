// Killed hard at random instants: while it starts, polls, commits, sends, reloads, is pruned, is copied, upgrades.
#include <csignal>
#include <memory>
#include <random>

#include "attack/attack.h"
#include "attack/old_database.h"
#include "attack/stage.h"
#include "attack/witness.h"
#include "storage/file/migrate.h"

namespace noticed::attack {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using test::DaemonProcess;

constexpr int kKillJobs = 40;

constexpr int kGapRows = 40'000;
enum class Moment { work, start, reload, prune, backup, upgrade };
constexpr Moment kMoments[] = {Moment::work, Moment::prune,  Moment::work,    Moment::start, Moment::reload,
                               Moment::work, Moment::backup, Moment::upgrade, Moment::prune, Moment::work};

test::SceneOptions small_history() {
  test::SceneOptions options;
  options.storage_extra = "keep = \"30d\"\n";
  return options;
}

/// One long life of one database, with many hard ends.
class Kills {
 public:
  Kills(Tally& tally, std::uint32_t seed, int kills) : tally_(tally), random_(seed) {
    base_ = make_aged_database(stage_.scene().database(), 1000 + 15 * kills);
    witness_ = std::make_unique<Witness>(stage_.scene(), tally_, base_);
    scene().receiver().answer({.status = 200, .body = {}, .headers = {}, .delay = milliseconds{40}});
    plain_ = read_file(scene().config());
    scene().start();
    if (!stage_.until_all_seen()) tally_.faults.emplace_back("kill: the daemon did not begin: " + scene().log());
  }

  void strike(Moment moment) {
    if (scene().daemon().running() == false) {
      ++tally_.crashed;
      tally_.faults.push_back("kill: ended by itself: " + last_of_log());
    }
    stage_.change(4);
    switch (moment) {
      case Moment::start: again(60); break;
      case Moment::reload: reload(); break;
      case Moment::prune: beside({"prune"}, 300); break;
      case Moment::backup: backup(); break;
      default: pass(random(400));
    }
    witness_->remember();
    scene().kill_hard();
    // Every other time the daemon is the first to read the files.
    if (tally_.times % 2 == 0) witness_->history_is_good("kill " + std::to_string(tally_.times));
    scene().start();
    if (tally_.times % 2 == 1) {
      pass(random(200));
      witness_->history_is_good("kill " + std::to_string(tally_.times));
    }
    if (moment == Moment::backup) judge_copy();
    ++tally_.times;
  }

  void end() {
    test::write_file(scene().config(), plain_);
    scene().daemon().signal(SIGHUP);
    if (!stage_.until_all_seen()) tally_.faults.emplace_back("kill: the last changes were not seen");
    witness_->settle("kill, at the end");
    witness_->history_is_good("kill, at the end");
    const long events = scene().count("SELECT count(*) FROM events WHERE seq > " + std::to_string(base_));
    const long left = scene().count("SELECT count(*) FROM events WHERE seq <= " + std::to_string(base_));
    if (scene().stop() != 0) tally_.faults.emplace_back("kill: the last stop was not clean");
    std::printf("kill: %ld events told, %ld of %ld old ones pruned, %ld copies finished\n", events, base_ - left, base_,
                copies_);
  }

 private:
  test::Scene& scene() { return stage_.scene(); }
  milliseconds random(int most) { return milliseconds{random_() % static_cast<unsigned>(most)}; }
  std::string last_of_log() {
    const std::string log = scene().log();
    return log.size() > 600 ? log.substr(log.size() - 600) : log;
  }

  void again(int most) {
    scene().kill_hard();
    scene().start();
    pass(random(most));
  }

  void reload() {
    // One resource is added, then removed.
    added_ = !added_;
    const std::string more = "[[resource]]\nservice = \"build\"\nid = \"" +
                             std::string(codearts::generated_id(codearts::Service::build, kKillJobs)) + "\"\n";
    test::write_file(scene().config(), plain_ + (added_ ? more : ""));
    scene().daemon().signal(SIGHUP);
    pass(random(60));
  }

  /// A command that runs beside the daemon and is killed with it.
  void beside(std::vector<std::string> arguments, int most) {
    arguments.insert(arguments.begin(), NOTICED_BINARY);
    arguments.insert(arguments.end(), {"--config", scene().config().string()});
    const DaemonProcess command(arguments, scene().dir() / "command.log");
    pass(random(most));
    if (random_() % 2 == 0) scene().kill_hard(), scene().start();
  }

  void backup() { beside({"backup", copy().string()}, 200); }
  fs::path copy() { return scene().dir() / "copy.db"; }

  /// The target is a complete copy or does not exist.
  void judge_copy() {
    std::string output;
    if (fs::exists(copy())) {
      ++copies_;
      if (scene().command({"verify", "--db", copy().string()}, &output) != 0) {
        ++tally_.crashed, ++tally_.damaged;
        tally_.faults.push_back("kill: a half copy has the name of a whole one: " + output);
      }
    }
    remove_database(copy());
    fs::remove(copy().string() + "-wal");
    fs::remove(copy().string() + "-shm");
  }

  Tally& tally_;
  std::mt19937 random_;
  Stage stage_{small_history(), kKillJobs};
  std::unique_ptr<Witness> witness_;
  std::string plain_;
  long base_ = 0;
  long copies_ = 0;
  bool added_ = false;
};

/// A database of an earlier schema, killed during its upgrade; then upgraded in peace.
class Upgrades {
 public:
  Upgrades(Tally& tally, std::uint32_t seed) : tally_(tally), random_(seed) {
    for (int schema = 1; schema < newest_; ++schema)
      bases_.push_back(make_database_of_schema(model(schema), schema, kGapRows));
  }

  void strike() {
    const int schema = 1 + strikes_++ % (newest_ - 1);
    const std::string when = "kill " + std::to_string(tally_.times) + ", in an upgrade from " + std::to_string(schema);
    auto& scene = stage_.scene();
    if (scene.has_daemon()) scene.kill_hard();
    remove_database(scene.database());
    copy_database(model(schema), scene.database());
    scene.receiver().clear();
    Witness witness(scene, tally_, bases_[static_cast<std::size_t>(schema - 1)]);
    witness.remember();
    scene.start();
    pass(milliseconds{random_() % 500});
    scene.kill_hard();
    judge_half(when, schema);
    scene.start();
    stage_.change(1);
    if (!stage_.until_all_seen()) tally_.faults.push_back(when + ": it did not start well: " + scene.log());
    witness.settle(when, std::chrono::seconds{30});
    witness.history_is_good(when);
    ++tally_.times;
  }

  void end() const {
    std::printf(
        "kill: of upgrades cut short, %ld left the old schema, %ld of them with a backup, and %ld the new one\n", old_,
        backups_, new_);
  }

 private:
  fs::path model(int schema) { return stage_.scene().dir() / ("schema-" + std::to_string(schema) + ".db"); }

  void judge_half(const std::string& when, int schema) {
    auto& scene = stage_.scene();
    const long now = scene.count("PRAGMA user_version");
    const fs::path backup = scene.database().string() + ".schema-" + std::to_string(schema) + ".backup";
    const bool saved = fs::exists(backup);
    old_ += now == schema ? 1 : 0;
    new_ += now == newest_ ? 1 : 0;
    backups_ += now == schema && saved ? 1 : 0;
    std::string trouble;
    if (now != schema && now != newest_) trouble = "the schema is " + std::to_string(now);
    if (now == newest_ && !saved) trouble = "upgraded without a backup";
    if (scene.query("PRAGMA integrity_check") != std::vector<test::Row>{{"ok"}}) trouble = "the database is damaged";
    std::string output;
    if (saved &&
        (test::run_program({"sqlite3", "-readonly", backup.string(), "PRAGMA integrity_check"}, &output) != 0 ||
         output != "ok\n"))
      trouble = "the backup is damaged: " + output;
    if (trouble.empty()) return;
    ++tally_.crashed, ++tally_.damaged;
    tally_.faults.push_back(when + ": " + trouble);
  }

  Tally& tally_;
  std::mt19937 random_;
  Stage stage_{test::SceneOptions{}, 2};
  std::vector<long> bases_;
  int strikes_ = 0;
  const int newest_ = static_cast<int>(built_in_migrations().size());
  long old_ = 0, new_ = 0, backups_ = 0;
};

}  // namespace

Tally kill_attack(const Options& options) {
  Tally tally;
  const int kills = options.quick ? 40 : 500;
  Kills life(tally, options.seed, kills);
  Upgrades upgrades(tally, options.seed + 1);
  Progress progress("kill", kills);
  for (int kill = 0; kill < kills; ++kill) {
    const Moment moment = kMoments[static_cast<std::size_t>(kill) % std::size(kMoments)];
    if (moment == Moment::upgrade)
      upgrades.strike();
    else
      life.strike(moment);
    progress.step();
  }
  upgrades.end();
  life.end();
  return tally;
}

}  // namespace noticed::attack
