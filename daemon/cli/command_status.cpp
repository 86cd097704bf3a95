#include <iostream>
#include <tuple>

#include "daemon/cli/command.h"
#include "daemon/cli/live.h"
#include "daemon/cli/output.h"
#include "daemon/cli/reader_options.h"
#include "daemon/cli/status_summary.h"
#include "daemon/cli/time_argument.h"
#include "daemon/runtime/exit_status.h"
#include "daemon/sinks/sink_table.h"
#include "storage/file/lock_file.h"
#include "storage/read/reading.h"

namespace noticed {
namespace {

Tone tone_of(const std::string& state) {
  if (state == "ok") return Tone::good;
  return state == "new" || state == "retired" ? Tone::dim : Tone::bad;
}

/// "the daemon has been running since …" or "NO DAEMON IS RUNNING; the last one ended …".
std::string daemon_text(const std::optional<RunRow>& last, const std::filesystem::path& database, TimePoint now) {
  if (daemon_runs(database).value_or(false))
    return last ? "the daemon has been running since " + when_text(last->started) : "the daemon is running";
  if (!last) return "no daemon has run yet";
  const TimePoint end = last->ended.value_or(last->alive);
  return std::string("NO DAEMON IS RUNNING; the last one ") + (last->ended ? "ended " : "was last seen alive ") +
         when_text(end) + ", " + age_text(end, now) + " ago";
}

nlohmann::ordered_json record_of(const ResourceRow& row) {
  return {{"service", row.service},
          {"external_id", row.external_id},
          {"name", row.name},
          {"account", row.account},
          {"state", row.state},
          {"last_ok_at", when_json(row.last_ok)},
          {"last_polled_at", when_json(row.last_polled)},
          {"next_poll_at", when_json(row.next_poll)},
          {"last_changed_at", when_json(row.last_changed)},
          {"failures", row.failures},
          {"last_error", row.last_error}};
}

std::string next_text(const ResourceRow& row, TimePoint now) {
  if (row.state == "retired") return "never";
  if (!row.next_poll || *row.next_poll <= now) return "due";
  // A time stored under a longer interval is no longer valid.
  return "in " + age_text(now, std::min(*row.next_poll, now + std::chrono::seconds{row.interval_s}));
}

std::vector<std::string> summary_lines(const CommandLine& line, const Reading& read,
                                       const std::vector<ResourceRow>& rows, TimePoint now) {
  std::error_code ignored;
  const bool readable = std::filesystem::exists(line.config, ignored);
  const ConfigResult result = readable ? read_config(line.config, sink_types()) : ConfigResult{};
  const Config* config = readable && result.usable() ? &result.config : nullptr;
  auto lines = status_summary(read.history, rows, config, now);
  for (auto& text : sink_trouble(read.deliveries.sinks(), now)) lines.push_back(std::move(text));
  return lines;
}

/// What the history says, read in one state of it.
struct StatusAnswer {
  std::vector<ResourceRow> rows;
  std::optional<RunRow> last_run;
  std::int64_t pending = 0, dead = 0;  // messages
  std::vector<std::string> summary;    // in a table of all resources only
};

StatusAnswer read_status(const CommandLine& line, const std::filesystem::path& database, TimePoint now) {
  const Reading read(database);
  StatusAnswer answer;
  answer.rows = read.history.find(line.resources.empty() ? "" : line.resources.front());
  answer.last_run = read.history.last_run();
  std::tie(answer.pending, answer.dead) = read.history.undelivered();
  if (line.form == Form::table && line.resources.empty()) answer.summary = summary_lines(line, read, answer.rows, now);
  return answer;
}

int run_status(const CommandLine& line) {
  const auto database = database_of(line);
  const SystemClock clock;
  const auto live = ask_daemon(database, clock);
  const TimePoint now = clock.wall();
  const auto [rows, last_run, pending, dead, summary] = read_status(line, database, now);
  if (rows.empty() && !line.resources.empty())
    throw CommandError(kExitNoSuchThing, "no resource \"" + line.resources.front() + "\"; `noticed status` lists all");
  const std::string zone = " (" + zone_text(now) + ")";
  Printout listing({"STATE", "RESOURCE", "LAST GOOD POLL" + zone, "AGE", "NEXT POLL", "LAST CHANGE", "ERROR"});
  for (const auto& row : rows)
    listing.add({{row.state, tone_of(row.state)},
                 {short_name(row.service, row.external_id, row.name)},
                 {table_time(row.last_ok)},
                 {row.last_ok ? age_text(*row.last_ok, now) : "-"},
                 {next_text(row, now)},
                 {table_time(row.last_changed)},
                 {row.last_error}},
                record_of(row));
  if (line.form != Form::table)
    for (const auto& text : live) std::cerr << "noticed: " << printable(text) << '\n';
  if (line.form == Form::table) {
    std::cout << daemon_text(last_run, database, now) << "; " << pending << " messages pending, " << dead << " dead\n";
    for (const auto& text : live) std::cout << paint(printable(text), Tone::bad) << '\n';
    for (const auto& text : summary) std::cout << printable(text) << '\n';
  }
  listing.print(line.form);
  return kExitGood;
}

void declare_status(CommandOptions& options) {
  options.reads_list();
  options.resource();
}

}  // namespace

extern constinit const Command kStatusCommand{"status", "Show the state of each watched resource, one per line",
                                              declare_status, run_status};

}  // namespace noticed
