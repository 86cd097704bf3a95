#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <iostream>

#include "daemon/cli/command.h"
#include "daemon/cli/database_owner.h"
#include "daemon/cli/progress.h"
#include "daemon/cli/reader_options.h"
#include "daemon/config/config.h"
#include "daemon/config/duration.h"
#include "daemon/runtime/exit_status.h"
#include "daemon/sinks/sink_table.h"
#include "storage/retention/prune.h"

namespace noticed {
namespace {

// Longer than SQLite's interval between two attempts for a lock (100 ms), so that the daemon can write after every
// batch.
constexpr std::chrono::milliseconds kPause{120};

void pause() {
  boost::asio::io_context io{1};
  boost::asio::steady_timer(io, kPause).wait();
}

/// The configured [storage] keep. Throws CommandError unless it is a duration.
std::chrono::milliseconds keep_of(const CommandLine& line) {
  const ConfigResult result = read_config(line.config, sink_types());
  // With --dry-run the user may lack access to the secrets, which is then among the faults.
  if (line.dry_run && result.config.keep) return *result.config.keep;
  if (!result.usable())
    throw CommandError(kExitConfig, line.config.string() + " has errors; `noticed check` lists them");
  if (result.config.keep) return *result.config.keep;
  throw CommandError(kExitConfig,
                     "storage.keep is \"forever\", so nothing can be removed; set it, for example to \"400d\", in " +
                         line.config.string());
}

std::string count_text(std::int64_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string text_of(const Pruned& removed) {
  return count_text(removed.events, "event") + ", " + count_text(removed.changes, "change") + ", " +
         count_text(removed.snapshots, "snapshot") + ", " + count_text(removed.gaps, "gap") +
         (removed.deliveries == 1 ? ", 1 delivery" : ", " + std::to_string(removed.deliveries) + " deliveries");
}

void print(const CommandLine& line, TimePoint horizon, const PruneStep& all) {
  const Pruned& removed = all.removed;
  if (line.form == Form::json) {
    const nlohmann::ordered_json document{{"before", to_text(horizon)},
                                          {"dry_run", line.dry_run},
                                          {"events", removed.events},
                                          {"changes", removed.changes},
                                          {"deliveries", removed.deliveries},
                                          {"snapshots", removed.snapshots},
                                          {"gaps", removed.gaps},
                                          {"bytes", all.bytes}};
    std::cout << document.dump() << '\n';
    return;
  }
  std::cout << "before " << when_text(horizon) << ": " << text_of(removed)
            << (line.dry_run ? " would be removed\n" : " removed\n");
  if (!line.dry_run) std::cout << size_text(all.bytes) << " freed\n";
}

int run_prune(const CommandLine& line) {
  const auto database = database_of(line);
  if (!line.dry_run) require_owner_or_root(database, "prune");
  const SystemClock clock;
  const TimePoint horizon = clock.wall() - keep_of(line);
  PruneStep all;
  if (line.dry_run) {
    all.removed = count_prunable(database, horizon);
  } else {
    become_owner(database);
    Progress progress;
    all = prune(database, horizon, clock, [&](const PruneStep& so_far) {
      progress.show(text_of(so_far.removed));
      if (!so_far.done) pause();
    });
  }
  print(line, horizon, all);
  return kExitGood;
}

void declare_prune(CommandOptions& options) {
  options.reads_one();
  options.flag("--dry-run", &CommandLine::dry_run, "only count what would be removed");
}

}  // namespace

extern constinit const Command kPruneCommand{
    "prune", "Remove data older than storage.keep now, also while the daemon runs", declare_prune, run_prune};

}  // namespace noticed
