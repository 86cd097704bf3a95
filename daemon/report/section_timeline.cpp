// Section: changes by day, newest first.
#include "daemon/html/times.h"
#include "daemon/report/naming.h"
#include "daemon/report/sections.h"
#include "storage/model/time_zone.h"
#include "storage/model/unicode.h"
#include "storage/model/wording/terms.h"

namespace noticed {
namespace {

/// An effect as a phrase.
std::string_view effect_words(std::string_view effect) {
  if (effect == "muted") return "switched off";
  if (effect == "unmuted") return "switched on";
  if (effect == "redirected") return "sent to another address";
  if (effect == "recipients_added") return "recipients added";
  if (effect == "recipients_removed") return "recipients removed or replaced";
  if (effect == "inherited") return "now follows the project";
  if (effect == "overridden") return "no longer follows the project";
  if (effect == "adjusted") return "adjusted";
  if (effect == "unrecognized") return "unknown setting";
  return effect;
}

std::string_view sign_of(std::string_view severity) {
  return severity == "critical" ? "■" : severity == "warning" ? "▲" : "○";
}

int rank_of(std::string_view severity) { return severity == "critical" ? 2 : severity == "warning" ? 1 : 0; }

/// The highest severity of an event's changes.
std::string severity_of(const TimelineEntry& entry) {
  std::string worst = "info";
  for (const auto& change : entry.changes)
    if (rank_of(change.severity) > rank_of(worst)) worst = change.severity;
  return worst;
}

/// Returns nullopt for an absent value. Text that is not a setting's value is returned as stored.
std::optional<Value> value_of(const std::string& json) {
  if (json.empty()) return {};
  try {
    return value_from_json(nlohmann::json::parse(json));
  } catch (const std::exception&) {
    return json;
  }
}

void write_change(Html& page, const ChangeRow& change) {
  const auto before = value_of(change.before);
  const auto after = value_of(change.after);
  page.raw("<li>").text(setting_words({change.channel, change.event, change.attribute})).raw(": ");
  if (const auto lists = list_difference(Language::en, before, after, {}); lists && before && after)
    page.raw("<ins>").text(shorten(*lists)).raw("</ins>");
  else
    page.raw("<del>")
        .text(shorten(value_text(Language::en, change.attribute, before, {})))
        .raw("</del> → <ins>")
        .text(shorten(value_text(Language::en, change.attribute, after, {})))
        .raw("</ins>");
  page.raw(" <span class=effect>").text(effect_words(change.effect)).raw("</span></li>\n");
}

/// "between 21:55:09 and 22:00:09"; with dates if they differ.
void write_window(Html& page, TimePoint from, TimePoint to) {
  page.raw("<p class=when>between ");
  if (is_same_day(from, to))
    page.clock(from).raw(" and ").clock(to);
  else
    page.moment(from).raw(" and ").moment(to);
  page.raw("</p>\n");
}

void write_changes(Html& page, const TimelineEntry& entry) {
  const std::string severity = severity_of(entry);
  page.raw("<li class=\"entry ").text(severity).raw("\"><p><span class=severity><span aria-hidden=true>");
  page.raw(sign_of(severity)).raw("</span> ").text(severity).raw("</span> ");
  write_name(page, *entry.resource);
  page.raw("</p>\n");
  TimePoint from = entry.changes.front().not_before;
  for (const auto& change : entry.changes) from = std::min(from, change.not_before);
  write_window(page, from, entry.at);
  page.raw("<ul>");
  for (const auto& change : entry.changes) write_change(page, change);
  page.raw("</ul></li>\n");
}

void write_gap(Html& page, const TimelineEntry& entry) {
  const Gap& gap = *entry.gap;
  page.raw("<li class=\"entry gap\"><p><span class=severity><span aria-hidden=true>?</span> not observed</span> ");
  if (entry.resource != nullptr)
    write_name(page, *entry.resource);
  else
    page.raw("<b>every resource</b>");
  if (gap.section != "*") page.raw(", ").text(channel_name(Language::en, gap.section));
  page.raw("</p>\n<p class=when>from ").moment(gap.from).raw(gap.to ? " to " : " until now");
  if (gap.to) page.moment(*gap.to);
  page.raw(": ").text(reason_words(gap.reason));
  if (!gap.detail.empty()) page.raw(" (").text(shorten(gap.detail)).raw(")");
  page.raw("</p></li>\n");
}

}  // namespace

void write_timeline(Html& page, const Report& report) {
  page.raw("<section id=timeline aria-labelledby=timeline-title><h2 id=timeline-title>What changed</h2>\n");
  if (report.changes == 0) page.raw("<p>No change was observed.</p>\n");
  std::string day;
  for (const auto& entry : report.timeline) {
    if (const std::string its = local_day(entry.at); its != day) {
      page.raw(day.empty() ? "" : "</ol></div>\n").raw("<div class=day><h3>").text(its).raw("</h3>\n<ol>\n");
      day = its;
    }
    if (entry.gap)
      write_gap(page, entry);
    else
      write_changes(page, entry);
  }
  if (!day.empty()) page.raw("</ol></div>\n");
  if (report.left_out > 0)
    page.raw("<p>")
        .text(counted(report.left_out, "older change is", "older changes are"))
        .raw(
            " left out here: <code>noticed history</code> has them, or a report with a later <code>--since</code> or a "
            "<code>--match</code>.</p>\n");
  page.raw("</section>\n");
}

}  // namespace noticed
