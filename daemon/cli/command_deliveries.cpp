#include <iostream>

#include "daemon/cli/command.h"
#include "daemon/cli/output.h"
#include "daemon/cli/reader_options.h"
#include "daemon/cli/time_argument.h"
#include "daemon/runtime/exit_status.h"
#include "storage/read/cursor.h"

namespace noticed {
namespace {

Tone tone_of(const DeliveryRow& row) {
  if (row.state == "dead") return Tone::bad;
  return row.state == "delivered" ? Tone::good : Tone::plain;
}

/// Time of delivery, or of the next attempt.
std::string when_of(const DeliveryRow& row) {
  if (row.delivered) return table_time(row.delivered);
  return row.next ? "next " + table_time(row.next) : row.state == "pending" ? "queued" : "-";
}

int run_deliveries(const CommandLine& line) {
  const DeliveryHistory history(database_of(line));
  const TimePoint now = SystemClock().wall();
  DeliveryFilter filter;
  filter.state = line.dead ? "dead" : line.pending ? "pending" : "";
  filter.sink = line.sink;
  filter.since = parse_when(line.since, now);
  filter.after = line.after;
  filter.limit = line.limit;
  Printout listing(
      {"EVENT", "TIME (" + zone_text(now) + ")", "SINK", "STATE", "ATTEMPTS", "DELIVERED", "SUMMARY", "LAST ERROR"});
  const auto rows = history.deliveries(filter);
  for (const auto& row : rows)
    listing.add({{"#" + std::to_string(row.seq)},
                 {table_time(row.at)},
                 {row.sink},
                 {row.state, tone_of(row)},
                 {std::to_string(row.attempts)},
                 {when_of(row)},
                 {row.summary},
                 {row.error}},
                delivery_json(row));
  if (rows.empty() && line.form == Form::table) {
    std::cout << "no deliveries\n";
    return kExitGood;
  }
  listing.print(line.form);
  if (rows.size() == line.limit && line.form == Form::table) print_more(line, cursor_of(rows.back()));
  return kExitGood;
}

void declare_deliveries(CommandOptions& options) {
  options.reads_list();
  options.flag("--dead", &CommandLine::dead, "only dead deliveries, which were given up");
  options.flag("--pending", &CommandLine::pending, "only pending deliveries", "--dead");
  options.option("--sink", &CommandLine::sink, "only deliveries to this sink");
  options.option("--since", &CommandLine::since, "only deliveries of events at or after TIME");
  options.page();
  options.times();
}

}  // namespace

extern constinit const Command kDeliveriesCommand{"deliveries", "List the deliveries to sinks, newest first",
                                                  declare_deliveries, run_deliveries};

}  // namespace noticed
