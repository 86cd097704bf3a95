#include "storage/write/replay.h"

#include <iostream>

#include "daemon/cli/command.h"
#include "daemon/cli/database_owner.h"
#include "daemon/cli/reader_options.h"
#include "daemon/cli/time_argument.h"
#include "daemon/runtime/exit_status.h"
#include "storage/file/lock_file.h"
#include "storage/read/delivery_history.h"

namespace noticed {
namespace {

void require_sink(const std::filesystem::path& database, const std::string& sink) {
  const auto sinks = DeliveryHistory(database).sinks();
  std::string known;
  for (const auto& row : sinks) {
    if (row.name == sink) return;
    known += (known.empty() ? "" : ", ") + row.name;
  }
  throw CommandError(kExitNoSuchThing, "no message was ever queued for a sink \"" + sink + "\"" +
                                           (known.empty() ? "" : "; known sinks: " + known));
}

std::string messages(std::int64_t count, const std::string& kind) {
  return std::to_string(count) + " " + kind + (count == 1 ? " message" : " messages");
}

int run_replay(const CommandLine& line) {
  const auto database = database_of(line);
  if (!line.dry_run) {
    require_owner_or_root(database, "replay");
    become_owner(database);
  }
  const TimePoint now = SystemClock().wall();
  ReplayRequest request;
  request.sink = line.sink;
  request.since = *parse_when(line.since, now);
  request.until = parse_when(line.until, now);
  request.dead_only = line.dead;
  require_sink(database, request.sink);
  const ReplayCount count = line.dry_run ? count_replay(database, request) : replay(database, request, now);
  if (line.form == Form::json) {
    const nlohmann::ordered_json document{
        {"sink", request.sink}, {"delivered", count.delivered}, {"dead", count.dead}, {"dry_run", line.dry_run}};
    std::cout << document.dump() << '\n';
    return kExitGood;
  }
  std::cout << request.sink << ": " << messages(count.delivered, "delivered") << " and " << messages(count.dead, "dead")
            << (line.dry_run ? " would be sent again\n" : " will be sent again\n");
  if (!line.dry_run && !daemon_runs(database).value_or(false))
    std::cout << "no daemon is running: this happens once it is started\n";
  return kExitGood;
}

void declare_replay(CommandOptions& options) {
  options.reads_one();
  options.option("--sink", &CommandLine::sink, "the sink to send to", CommandOptions::required);
  options.option("--since", &CommandLine::since, "only events at or after TIME", CommandOptions::required);
  options.option("--until", &CommandLine::until, "only events before TIME");
  options.flag("--dead", &CommandLine::dead, "only dead deliveries, which were given up");
  options.flag("--dry-run", &CommandLine::dry_run, "only count the messages");
  options.times();
}

}  // namespace

extern constinit const Command kReplayCommand{"replay", "Send delivered and dead messages again, with the same ids",
                                              declare_replay, run_replay};

}  // namespace noticed
