#include <iostream>

#include "daemon/cli/command.h"
#include "daemon/cli/output.h"
#include "daemon/cli/reader_options.h"
#include "daemon/cli/time_argument.h"
#include "daemon/runtime/exit_status.h"
#include "storage/model/service.h"
#include "storage/model/time_zone.h"
#include "storage/read/cursor.h"
#include "storage/read/reading.h"

namespace noticed {
namespace {

nlohmann::ordered_json value_of(const std::string& json_text) {
  if (json_text.empty()) return nullptr;
  return nlohmann::ordered_json::parse(json_text);
}

nlohmann::ordered_json record_of(const ChangeRow& row) {
  return {{"id", row.id},
          {"event_id", row.event_id},
          {"observed_at", to_text(row.observed_at)},
          {"not_before", to_text(row.not_before)},
          {"service", row.service},
          {"external_id", row.external_id},
          {"name", row.name},
          {"op", row.op},
          {"channel", row.channel},
          {"event", row.event},
          {"attribute", row.attribute},
          {"old", value_of(row.before)},
          {"new", value_of(row.after)},
          {"effect", row.effect},
          {"severity", row.severity},
          {"cursor", cursor_of(row)}};
}

/// Only the time, if the date is that of the observation.
std::string not_before_text(const ChangeRow& row) {
  return is_same_day(row.not_before, row.observed_at) ? local_clock(row.not_before) : local_time(row.not_before);
}

std::string or_dash(const std::string& text) { return text.empty() ? "-" : text; }

int run_history(const CommandLine& line) {
  const auto database = database_of(line);
  const TimePoint now = SystemClock().wall();
  ChangeFilter filter;
  filter.since = parse_when(line.since, now);
  filter.until = parse_when(line.until, now);
  filter.service = line.service;
  filter.channel = line.channel;
  filter.effect = line.effect;
  filter.severity = line.severity;
  filter.label = line.label;
  filter.after = line.after;
  filter.limit = line.limit;
  Printout listing(
      {"OBSERVED (" + zone_text(now) + ")", "NOT BEFORE", "RESOURCE", "SETTING", "OLD", "NEW", "EFFECT", "SEVERITY"});
  const auto rows = [&] {
    const Reading read(database);
    if (!line.resources.empty()) filter.resource = find_one(read.history, line.resources.front()).id;
    return read.history.changes(filter);
  }();
  for (const auto& row : rows)
    listing.add({{table_time(row.observed_at)},
                 {not_before_text(row)},
                 {short_name(row.service, row.external_id, row.name)},
                 {row.channel + "/" + row.event + "/" + row.attribute},
                 {or_dash(row.before)},
                 {or_dash(row.after)},
                 {row.effect},
                 {row.severity, row.severity == "info" ? Tone::plain : Tone::bad}},
                record_of(row));
  if (rows.empty() && line.form == Form::table) {
    std::cout << "no changes\n";
    return kExitGood;
  }
  listing.print(line.form);
  if (rows.size() == line.limit && line.form == Form::table) print_more(line, cursor_of(rows.back()));
  return kExitGood;
}

void declare_history(CommandOptions& options) {
  options.reads_list();
  options.resource();
  options.option("--since", &CommandLine::since, "only changes observed at or after TIME");
  options.option("--until", &CommandLine::until, "only changes observed before TIME");
  std::vector<std::string> words;
  for (const ServiceInfo* info : services()) words.emplace_back(info->word);
  options.word("--service", &CommandLine::service, service_list(), words);
  options.option("--channel", &CommandLine::channel, "email, wecom, dingtalk, feishu, webhook, system, wechat");
  options.option("--effect", &CommandLine::effect, "muted, unmuted, redirected, recipients_removed, …");
  options.word("--severity", &CommandLine::severity, "minimum severity: info, warning, critical",
               {"info", "warning", "critical"});
  options.option("--label", &CommandLine::label, "KEY=VALUE");
  options.page();
  options.times();
}

}  // namespace

extern constinit const Command kHistoryCommand{"history", "List changes, newest first", declare_history, run_history};

}  // namespace noticed
