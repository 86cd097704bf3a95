// Section: the settings of each changed resource at the start and at the end of the period.
#include <set>

#include "daemon/message/clean.h"
#include "daemon/report/naming.h"
#include "daemon/report/sections.h"
#include "storage/model/change.h"
#include "storage/model/unicode.h"
#include "storage/model/wording/terms.h"

namespace noticed {
namespace {

const Value* find(const Settings& settings, const std::string& path) {
  const auto found = settings.find(path);
  return found == settings.end() ? nullptr : &found->second;
}

std::string value_of(const Value* value, const Path& path) {
  return shorten(value_text(Language::en, path.attribute, value == nullptr ? std::nullopt : std::optional(*value), {}));
}

void write_setting(Html& page, const std::string& text, const Value* before, const Value* after, bool differs) {
  const Path path = decode_path(text);
  page.raw(differs ? "<tr class=differs><th scope=row>" : "<tr><th scope=row>").text(setting_words(path));
  if (differs) page.raw(" <span class=failure>changed</span>");
  page.raw("</th><td>").text(value_of(before, path)).raw("</td><td>").text(value_of(after, path)).raw("</td></tr>\n");
}

/// Differences first. A resource not observed before the period has no earlier state to differ from.
void write_settings(Html& page, const BeforeAfter& both) {
  const bool had = both.before.taken_at.has_value();
  std::set<std::string> differ;
  if (had)
    for (const auto& change : diff(both.before.settings, both.after.settings)) differ.insert(encode(change.path));
  for (const auto& path : differ)
    write_setting(page, path, find(both.before.settings, path), find(both.after.settings, path), true);
  for (const auto& [path, value] : both.after.settings)
    if (!differ.contains(path)) write_setting(page, path, had ? &value : nullptr, &value, false);
}

void write_doubts(Html& page, const StateAt& state, std::string_view when) {
  for (const auto& unknown : state.unknown) {
    page.raw("<p class=doubt><span aria-hidden=true>?</span> ").raw(when).raw(", ");
    page.text(unknown.section == "*" ? "nothing" : channel_name(Language::en, unknown.section));
    page.raw(unknown.section == "*" ? " was observed since " : " was not observed since ").moment(unknown.since);
    page.raw(" (").text(reason_words(unknown.reason)).raw("); the last known state is shown.</p>\n");
  }
}

void write_state(Html& page, const Report& report, const BeforeAfter& both) {
  page.raw("<details class=state><summary>");
  write_short_name(page, *both.resource);
  page.raw("</summary>\n");
  if (both.first_seen_within)
    page.raw("<p>First observed in this period: “Before” shows that first state.</p>\n");
  else
    write_doubts(page, both.before, "At the start");
  write_doubts(page, both.after, "At the end");
  page.raw("<div class=wide role=group tabindex=0 aria-label=\"Settings of ").text(both.resource->name).raw(" ");
  page.text(both.resource->service + "/" + both.resource->external_id).raw("\"><table><caption>Settings of ");
  write_short_name(page, *both.resource);
  page.raw("</caption><thead><tr><th scope=col>Setting</th><th scope=col>Before, ");
  page.moment(both.first_seen_within ? both.before.taken_at.value_or(report.question.since) : report.question.since);
  page.raw("</th><th scope=col>After, ").moment(report.question.until).raw("</th></tr></thead><tbody>\n");
  write_settings(page, both);
  page.raw("</tbody></table></div></details>\n");
}

}  // namespace

void write_states(Html& page, const Report& report) {
  page.raw("<section id=states aria-labelledby=states-title><h2 id=states-title>Before and after</h2>\n");
  page.raw(report.states.empty() ? "<p>No resource changed.</p>\n"
                                 : "<p>Each resource that changed, at the start and at the end of the period.</p>\n");
  for (const auto& both : report.states) write_state(page, report, both);
  if (report.states_left_out > 0)
    page.raw("<p>")
        .text(counted(report.states_left_out, "more resource", "more resources"))
        .raw(" changed: <code>noticed diff RESOURCE --from TIME --to TIME</code> compares them.</p>\n");
  page.raw("</section>\n");
}

}  // namespace noticed
