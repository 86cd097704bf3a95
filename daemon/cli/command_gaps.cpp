#include <iostream>

#include "daemon/cli/command.h"
#include "daemon/cli/output.h"
#include "daemon/cli/reader_options.h"
#include "daemon/cli/time_argument.h"
#include "daemon/report/naming.h"
#include "daemon/runtime/exit_status.h"
#include "storage/read/cursor.h"
#include "storage/read/reading.h"

namespace noticed {
namespace {

int run_gaps(const CommandLine& line) {
  const auto database = database_of(line);
  const TimePoint now = SystemClock().wall();
  GapFilter filter;
  filter.since = parse_when(line.since, now);
  filter.until = parse_when(line.until, now);
  filter.open_only = line.open;
  filter.after = line.after;
  filter.limit = line.limit;
  const std::string zone = " (" + zone_text(now) + ")";
  Printout listing({"FROM" + zone, "TO", "DURATION", "RESOURCE", "SECTION", "POLLS", "REASON"});
  const auto rows = [&] {
    const Reading read(database);
    if (!line.resources.empty()) filter.resource = find_one(read.history, line.resources.front()).id;
    return read.coverage.gaps(filter);
  }();
  for (const auto& row : rows)
    listing.add({{table_time(row.from)},
                 {row.to ? table_time(row.to) : "open", row.to ? Tone::plain : Tone::bad},
                 {age_text(row.from, row.to.value_or(now))},
                 {short_name(row.service, row.external_id, row.name)},
                 {row.section},
                 {std::to_string(row.polls)},
                 {reason_words(row.reason) + (row.detail.empty() ? "" : ": " + row.detail)}},
                {{"service", row.service},
                 {"external_id", row.external_id},
                 {"name", row.name},
                 {"section", row.section},
                 {"from_at", to_text(row.from)},
                 {"to_at", when_json(row.to)},
                 {"reason", row.reason},
                 {"polls", row.polls},
                 {"detail", row.detail},
                 {"cursor", cursor_of(row)}});
  if (rows.empty() && line.form == Form::table) {
    std::cout << "no gaps\n";
    return kExitGood;
  }
  listing.print(line.form);
  if (rows.size() == line.limit && line.form == Form::table) print_more(line, cursor_of(rows.back()));
  return kExitGood;
}

void declare_gaps(CommandOptions& options) {
  options.reads_list();
  options.resource();
  options.flag("--open", &CommandLine::open, "only gaps that are still open");
  options.option("--since", &CommandLine::since, "only gaps that end after TIME or are still open");
  options.option("--until", &CommandLine::until, "only gaps that began before TIME");
  options.page();
  options.times();
}

}  // namespace

extern constinit const Command kGapsCommand{"gaps", "List when something was not observed, and why, newest first",
                                            declare_gaps, run_gaps};

}  // namespace noticed
