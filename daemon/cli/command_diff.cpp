#include <iostream>

#include "daemon/cli/command.h"
#include "daemon/cli/output.h"
#include "daemon/cli/reader_options.h"
#include "daemon/cli/time_argument.h"
#include "daemon/report/naming.h"
#include "daemon/runtime/exit_status.h"
#include "storage/model/change.h"
#include "storage/read/reading.h"

namespace noticed {
namespace {

std::string value_text(const std::optional<Value>& value) { return value ? to_json(*value).dump() : "-"; }

nlohmann::ordered_json value_json(const std::optional<Value>& value) {
  if (!value) return nullptr;
  return to_json(*value);
}

StateAt state_of(const History& history, const std::string& text, std::optional<TimePoint> at) {
  const auto resource = find_one(history, text);
  auto state = history.state(resource.id, at);
  if (state.kept_since)
    throw CommandError(kExitNoSuchThing, "no data is kept for " + when_text(at) + ": the history begins at " +
                                             when_text(state.kept_since) + " (storage.keep)");
  if (!state.taken_at)
    throw CommandError(kExitNoSuchThing, resource.service + "/" + resource.external_id + " was not observed " +
                                             (at ? "until " + when_text(at) : std::string("yet")));
  for (const auto& gap : state.unknown)
    std::cerr << "note: " << resource.service << "/" << resource.external_id
              << (gap.section == "*" ? "" : " section " + gap.section) << ": not observed since "
              << when_text(gap.since) << " (" << reason_words(gap.reason) << "); the last known values are used\n";
  return state;
}

int run_diff(const CommandLine& line) {
  const bool two = line.resources.size() == 2;
  if (!two && line.from.empty())
    throw CommandError(kExitUsage, "give two resources, or one resource with --from TIME (and --to TIME)");
  const auto database = database_of(line);
  const TimePoint now = SystemClock().wall();
  const auto from = parse_when(line.from, now);
  const auto to = parse_when(line.to, now);
  const auto changes = [&] {
    const Reading read(database);
    const auto before = state_of(read.history, line.resources.front(), two ? to : from);
    const auto after = state_of(read.history, line.resources.back(), to);
    return diff(before.settings, after.settings);
  }();
  Printout listing({"SETTING", two ? "FIRST" : "OLD", two ? "SECOND" : "NEW", "EFFECT"});
  for (const auto& change : changes)
    listing.add({{encode(change.path)},
                 {value_text(change.before)},
                 {value_text(change.after)},
                 {std::string(to_text(change.effect))}},
                {{"op", to_text(change.op)},
                 {"channel", change.path.channel},
                 {"event", change.path.event},
                 {"attribute", change.path.attribute},
                 {"old", value_json(change.before)},
                 {"new", value_json(change.after)},
                 {"effect", to_text(change.effect)}});
  if (changes.empty() && line.form == Form::table)
    std::cout << "no differences\n";
  else
    listing.print(line.form);
  return changes.empty() ? kExitGood : kExitNo;
}

void declare_diff(CommandOptions& options) {
  options.reads_list();
  options.argument("RESOURCE", 1, 2, "one resource with --from and --to, or two resources");
  options.option("--from", &CommandLine::from, "earlier TIME");
  options.option("--to", &CommandLine::to, "later TIME (default: now)");
  options.times();
}

}  // namespace

extern constinit const Command kDiffCommand{
    "diff", "Compare two times, or two resources (exit status 1 if they differ)", declare_diff, run_diff};

}  // namespace noticed
