#include <algorithm>
#include <iostream>

#include "daemon/cli/command.h"
#include "daemon/cli/output.h"
#include "daemon/cli/reader_options.h"
#include "daemon/cli/time_argument.h"
#include "daemon/runtime/exit_status.h"
#include "storage/model/time_zone.h"
#include "storage/read/reading.h"

namespace noticed {
namespace {

using Json = nlohmann::ordered_json;

std::int64_t find_event(const DeliveryHistory& history, const std::string& text) {
  const auto found = history.find(text);
  if (found.empty())
    throw CommandError(kExitNoSuchThing, "no event \"" + text + "\"; give its number (#1842) or its id (evt_…)");
  if (found.size() > 1)
    throw CommandError(kExitUsage, "\"" + text + "\" matches the ids of several events; give more of the id");
  return found.front();
}

Json change_json(const ChangeRow& change) {
  const auto value = [](const std::string& text) { return text.empty() ? Json() : Json::parse(text); };
  return {{"op", change.op},
          {"channel", change.channel},
          {"event", change.event},
          {"attribute", change.attribute},
          {"old", value(change.before)},
          {"new", value(change.after)},
          {"effect", change.effect},
          {"severity", change.severity},
          {"not_before", to_text(change.not_before)},
          {"observed_at", to_text(change.observed_at)}};
}

Json attempt_json(const AttemptRow& attempt) {
  return {{"sink", attempt.sink},
          {"began_at", to_text(attempt.began)},
          {"ended_at", when_json(attempt.ended)},
          {"part", attempt.part},
          {"parts", attempt.parts},
          {"events", attempt.events},
          {"verdict", attempt.verdict.empty() ? Json() : Json(attempt.verdict)},
          {"status", attempt.status ? Json(*attempt.status) : Json()},
          {"reason", attempt.reason}};
}

void print_json(const EventStory& story) {
  Json changes = Json::array(), deliveries = Json::array(), attempts = Json::array();
  for (const auto& change : story.changes) changes.push_back(change_json(change));
  for (const auto& row : story.deliveries) deliveries.push_back(delivery_json(row));
  for (const auto& attempt : story.attempts) attempts.push_back(attempt_json(attempt));
  const Json document{{"seq", story.seq},
                      {"id", story.id},
                      {"type", story.type},
                      {"severity", story.severity},
                      {"at", to_text(story.at)},
                      {"summary", story.summary},
                      {"changes", std::move(changes)},
                      {"deliveries", std::move(deliveries)},
                      {"attempts", std::move(attempts)},
                      {"chain", story.chain},
                      {"body", Json::parse(story.body, nullptr, false)}};
  std::cout << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

std::string value_text(const std::string& json) { return json.empty() ? "not set" : json; }

void print_changes(const EventStory& story) {
  if (story.changes.empty()) return;
  std::cout << "\nCHANGED\n";
  for (const auto& change : story.changes)
    std::cout << "  " << printable(change.channel + "/" + change.event + "/" + change.attribute) << ": "
              << printable(value_text(change.before)) << " -> " << printable(value_text(change.after)) << "  ("
              << change.effect << ")\n";
  const auto& first = story.changes.front();
  std::cout << "  between " << local_text(first.not_before) << " and " << local_text(first.observed_at) << '\n';
}

/// "pending since …, 3 attempts, last error: …; next retry at …".
std::string route_text(const DeliveryRow& row, const std::vector<SinkRow>& sinks, TimePoint now) {
  const std::string attempts = std::to_string(row.attempts) + (row.attempts == 1 ? " attempt" : " attempts");
  if (row.state == "delivered") return "delivered " + when_text(row.delivered) + " after " + attempts;
  if (row.state == "dead") return "DEAD after " + attempts + ": " + row.error;
  std::string text = "pending since " + when_text(row.queued) + ", " + attempts;
  if (!row.error.empty()) text += ", last error: " + row.error;
  const auto sink = std::find_if(sinks.begin(), sinks.end(), [&](const auto& one) { return one.name == row.sink; });
  TimePoint next = row.next.value_or(now);
  if (sink != sinks.end()) next = std::max(next, sink->state.pause);
  if (sink != sinks.end() && sink->state.suspended)
    text += "; the sink has been SUSPENDED since " + local_text(sink->state.suspended->since) + " (" +
            sink->state.suspended->reason + "), next retry ";
  else if (row.next || next > now)
    text += row.attempts == 0 ? "; first attempt " : "; next retry ";
  else
    return text + "; waits for older messages of this sink";
  return text + (next <= now ? "now" : "at " + local_text(next));
}

void print_routes(const EventStory& story, const std::vector<SinkRow>& sinks, TimePoint now) {
  std::cout << "\nDELIVERED TO\n";
  if (story.deliveries.empty()) std::cout << "  nobody: no sink's match includes it\n";
  for (const auto& row : story.deliveries) {
    const std::string text = row.sink + ": " + route_text(row, sinks, now);
    std::cout << "  " << paint(printable(text), row.state == "dead" ? Tone::bad : Tone::plain) << '\n';
    if (row.replays > 0) std::cout << "    replayed " << row.replays << (row.replays == 1 ? " time\n" : " times\n");
    if (row.state == "dead")
      std::cout << "    to send it again: noticed replay --sink " << printable(row.sink) << " --dead --since "
                << to_text(row.at) << '\n';
  }
}

std::string outcome_text(const AttemptRow& attempt) {
  if (attempt.verdict.empty()) return "no result recorded: in progress, or noticed stopped before the reply arrived";
  return attempt.verdict + (attempt.reason.empty() ? "" : ": " + attempt.reason);
}

void print_attempts(const EventStory& story, TimePoint now) {
  if (story.attempts.empty()) return;
  std::cout << "\nATTEMPTS\n";
  Printout listing({"STARTED (" + zone_text(now) + ")", "SINK", "DURATION", "PART", "EVENTS", "STATUS", "RESULT"});
  for (const auto& attempt : story.attempts)
    listing.add({{table_time(attempt.began)},
                 {attempt.sink},
                 {attempt.ended ? std::to_string((*attempt.ended - attempt.began).count()) + " ms" : "-"},
                 {std::to_string(attempt.part) + "/" + std::to_string(attempt.parts)},
                 {std::to_string(attempt.events)},
                 {attempt.status ? std::to_string(*attempt.status) : "-"},
                 {outcome_text(attempt)}},
                {});
  listing.print(Form::table);
}

int run_explain(const CommandLine& line) {
  const auto database = database_of(line);
  const TimePoint now = SystemClock().wall();
  const auto [story, sinks] = [&] {
    const Reading read(database);
    auto found = read.deliveries.story(find_event(read.deliveries, line.resources.front()));
    return std::pair(std::move(found), read.deliveries.sinks());
  }();
  if (line.form == Form::json) {
    print_json(story);
    return kExitGood;
  }
  const Tone tone = story.severity == "critical" ? Tone::bad : Tone::plain;
  std::cout << paint(printable(story.summary), tone) << '\n'
            << '#' << story.seq << " " << story.id << ", " << story.severity << ", " << story.type << ", "
            << local_text(story.at) << '\n';
  print_changes(story);
  print_routes(story, sinks, now);
  print_attempts(story, now);
  std::cout << "\nCHAIN  " << story.seq << ':' << story.chain << '\n';
  return kExitGood;
}

void declare_explain(CommandOptions& options) {
  options.reads_one();
  options.argument("EVENT", 1, 1, "the event's number (1842), its id (evt_…) or the beginning of its id");
}

}  // namespace

extern constinit const Command kExplainCommand{
    "explain", "Show all about one event: changes, time window, delivery attempts and replies, next retry",
    declare_explain, run_explain};

}  // namespace noticed
