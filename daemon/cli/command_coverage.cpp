#include <algorithm>
#include <iostream>

#include "daemon/cli/command.h"
#include "daemon/cli/output.h"
#include "daemon/cli/reader_options.h"
#include "daemon/cli/time_argument.h"
#include "daemon/report/naming.h"
#include "daemon/runtime/exit_status.h"
#include "storage/model/join.h"
#include "storage/model/wording/words.h"
#include "storage/read/reading.h"

namespace noticed {
namespace {

using Json = nlohmann::ordered_json;

/// "yes", "NO", "unknown: not observed since …", "unknown: the project's own settings are not visible to us".
Cell covered_cell(const CoverageRow& row) {
  if (row.covered)
    return {*row.covered ? "yes" : "NO", *row.covered ? Tone::good : row.is_failure ? Tone::bad : Tone::dim};
  if (!row.unknown) return {"unknown: depends on project settings that are not visible, or not read yet", Tone::dim};
  return {
      "unknown: not observed since " + table_time(row.unknown->since) + " (" + reason_words(row.unknown->reason) + ")",
      Tone::bad};
}

std::string channels_text(const CoverageRow& row) {
  std::string text = joined(row.channels);
  if (text.empty()) text = "none";
  return row.unknown ? text + " (last known)" : text;
}

Json record_of(const CoverageRow& row) {
  Json record{
      {"service", row.service}, {"external_id", row.external_id}, {"name", row.name},        {"account", row.account},
      {"event", row.event},     {"is_failure", row.is_failure},   {"channels", row.channels}};
  record["covered"] = row.covered ? Json(*row.covered) : Json();
  record["unknown_since"] = row.unknown ? Json(to_text(row.unknown->since)) : Json();
  record["unknown_reason"] = row.unknown ? row.unknown->reason : "";
  return record;
}

std::vector<Cell> cells_of(const CoverageRow& row) {
  return {{short_name(row.service, row.external_id, row.name)},
          {row.event + (row.is_failure ? " !" : "")},
          {channels_text(row)},
          covered_cell(row)};
}

/// Events known to have no recipients come before those with unknown coverage.
void put_known_first(std::vector<CoverageRow>& rows) {
  std::stable_partition(rows.begin(), rows.end(), [](const auto& row) { return row.covered.has_value(); });
}

/// The filter that the arguments describe.
CoverageFilter filter_of(const CommandLine& line, const History& history) {
  CoverageFilter filter;
  if (!line.resources.empty()) filter.resource = find_one(history, line.resources.front()).id;
  filter.uncovered_only = line.uncovered;
  return filter;
}

int print_intervals(const CommandLine& line, const std::filesystem::path& database, TimePoint now) {
  const TimePoint since = parse_when(line.since, now).value_or(from_ms(0));
  const TimePoint until = parse_when(line.until, now).value_or(now);
  if (since >= until) throw CommandError(kExitUsage, "--since must be before --until");
  const auto intervals = [&] {
    const Reading read(database);
    return read.coverage.between(filter_of(line, read.history), since, until);
  }();
  Printout listing({"FROM (" + zone_text(now) + ")", "TO", "DURATION", "RESOURCE", "EVENT", "CHANNELS ON", "NOTIFIED"});
  for (const auto& one : intervals) {
    std::vector<Cell> cells{{table_time(one.from)}, {table_time(one.to)}, {age_text(one.from, one.to)}};
    for (auto& cell : cells_of(one.row)) cells.push_back(std::move(cell));
    Json record{
        {"from_at", to_text(one.from)}, {"to_at", to_text(one.to)}, {"seconds", (one.to - one.from).count() / 1000}};
    record.update(record_of(one.row));
    listing.add(std::move(cells), std::move(record));
  }
  if (listing.empty() && line.form == Form::table)
    std::cout << "nothing was observed at that time\n";
  else
    listing.print(line.form);
  return kExitGood;
}

int run_coverage(const CommandLine& line) {
  const auto database = database_of(line);
  const TimePoint now = SystemClock().wall();
  const bool over_time = !line.since.empty() || !line.until.empty();
  if (over_time && !line.at.empty()) throw CommandError(kExitUsage, "--at cannot be combined with --since or --until");
  if (over_time) return print_intervals(line, database, now);
  const auto at = parse_when(line.at, now);
  auto rows = [&] {
    const Reading read(database);
    return read.coverage.at(filter_of(line, read.history), at);
  }();
  if (line.uncovered) put_known_first(rows);
  Printout listing({"RESOURCE", "EVENT (! = failure)", "CHANNELS ON", "NOTIFIED"});
  for (const auto& row : rows) listing.add(cells_of(row), record_of(row));
  if (rows.empty() && line.form == Form::table) {
    std::cout << (line.uncovered ? "somebody is notified of every failure event\n"
                                 : "nothing was observed at that time\n");
    return kExitGood;
  }
  listing.print(line.form);
  return kExitGood;
}

void declare_coverage(CommandOptions& options) {
  options.reads_list();
  options.resource();
  options.flag("--uncovered", &CommandLine::uncovered,
               "only failure events of which nobody is notified; unknown ones come last");
  options.option("--at", &CommandLine::at, "the coverage as it was at TIME");
  options.option("--since", &CommandLine::since, "intervals with durations, from TIME on");
  options.option("--until", &CommandLine::until, "end of the period (default: now)");
  options.times();
}

}  // namespace

extern constinit const Command kCoverageCommand{
    "coverage", "Show which events notify somebody: now, at a time, or over a period", declare_coverage, run_coverage};

}  // namespace noticed
