#include <iostream>
#include <tuple>

#include "daemon/cli/command.h"
#include "daemon/cli/output.h"
#include "daemon/cli/reader_options.h"
#include "daemon/cli/time_argument.h"
#include "daemon/config/duration.h"
#include "daemon/report/naming.h"
#include "daemon/runtime/exit_status.h"
#include "storage/model/service.h"
#include "storage/model/time_zone.h"
#include "storage/read/reading.h"

namespace noticed {
namespace {

bool is_unknown(const StateAt& state, const std::string& section) {
  for (const auto& unknown : state.unknown)
    if (unknown.section == section || unknown.section == "*") return true;
  return false;
}

std::string section_name(const ResourceRow& resource, const Path& path) {
  const auto service = stored_service(resource.service);
  return std::string(sections_of(service)[section_of(service, path)]);
}

std::string promise_text(const SectionRow& section) {
  return section.promise_s ? to_words(std::chrono::seconds{*section.promise_s}) : std::string();
}

/// When each of its API answers was last confirmed.
void print_sections(const std::vector<SectionRow>& sections) {
  if (sections.size() < 2) return;  // then it is the time above
  Printout listing({"SECTION", "STATE", "CONFIRMED", "NEXT", "AT LEAST EVERY"});
  for (const auto& section : sections)
    listing.add({{section.section},
                 {section.state, section.state == "ok" || section.state == "unsupported" ? Tone::plain : Tone::bad},
                 {when_text(section.confirmed)},
                 {when_text(section.next)},
                 {promise_text(section)}},
                {});
  listing.print(Form::table);
  std::cout << '\n';
}

void print_json(const ResourceRow& resource, const StateAt& state, const std::vector<SectionRow>& sections,
                TimePoint at) {
  nlohmann::ordered_json settings = nlohmann::ordered_json::object();
  for (const auto& [path, value] : state.settings) settings[path] = to_json(value);
  nlohmann::ordered_json unknown = nlohmann::ordered_json::array();
  for (const auto& gap : state.unknown)
    unknown.push_back({{"section", gap.section}, {"since", to_text(gap.since)}, {"reason", gap.reason}});
  nlohmann::ordered_json asked = nlohmann::ordered_json::array();
  for (const auto& section : sections)
    asked.push_back({{"section", section.section},
                     {"state", section.state},
                     {"confirmed_at", when_json(section.confirmed)},
                     {"next_at", when_json(section.next)},
                     {"promise_s", section.promise_s ? nlohmann::ordered_json(*section.promise_s) : nullptr}});
  const nlohmann::ordered_json document{{"service", resource.service},
                                        {"external_id", resource.external_id},
                                        {"name", resource.name},
                                        {"account", resource.account},
                                        {"at", to_text(at)},
                                        {"taken_at", when_json(state.taken_at)},
                                        {"confirmed_at", when_json(state.confirmed_at)},
                                        {"kept_since", when_json(state.kept_since)},
                                        {"sections", asked},
                                        {"unknown", unknown},
                                        {"settings", settings}};
  std::cout << document.dump(2) << '\n';
}

int run_show(const CommandLine& line) {
  const auto database = database_of(line);
  const TimePoint now = SystemClock().wall();
  const auto at = parse_when(line.at, now);
  const auto [resource, state, sections] = [&] {
    const Reading read(database);
    auto found = find_one(read.history, line.resources.front());
    auto its_state = read.history.state(found.id, at);
    auto its_sections = at ? std::vector<SectionRow>() : read.history.sections(found.id);
    return std::tuple(std::move(found), std::move(its_state), std::move(its_sections));
  }();
  if (line.form == Form::json) {
    print_json(resource, state, sections, at.value_or(now));
    return kExitGood;
  }
  std::cout << printable(short_name(resource.service, resource.external_id, resource.name)) << ", "
            << (at ? "at " + local_text(*at) : std::string("now")) << '\n';
  if (state.kept_since) {
    std::cout << "no data is kept for that time: the history begins at " << when_text(state.kept_since)
              << " (storage.keep)\n";
    return kExitGood;
  }
  if (!state.taken_at) {
    std::cout << (at ? "unknown: not observed until then\n" : "unknown: not observed yet\n");
    return kExitGood;
  }
  std::cout << "observed " << when_text(state.taken_at) << ", confirmed " << when_text(state.confirmed_at) << '\n';
  for (const auto& gap : state.unknown)
    std::cout << paint("not observed since " + local_text(gap.since), Tone::bad) << " (" << reason_words(gap.reason)
              << "): " << (gap.section == "*" ? "" : "section " + gap.section + ", ")
              << "the values below are the last known\n";
  print_sections(sections);
  Printout listing({"CHANNEL", "EVENT", "ATTRIBUTE", "VALUE"});
  for (const auto& [text, value] : state.settings) {
    const Path path = decode_path(text);
    const bool doubtful = is_unknown(state, section_name(resource, path));
    listing.add({{path.channel},
                 {path.event},
                 {path.attribute},
                 {to_json(value).dump() + (doubtful ? "  (last known)" : ""), doubtful ? Tone::dim : Tone::plain}},
                {});
  }
  listing.print(Form::table);
  return kExitGood;
}

void declare_show(CommandOptions& options) {
  options.reads_one();
  options.resource(CommandOptions::required);
  options.option("--at", &CommandLine::at, "the settings as they were at TIME");
  options.times();
}

}  // namespace

extern constinit const Command kShowCommand{"show", "Show the settings of one resource, now or at a time", declare_show,
                                            run_show};

}  // namespace noticed
