// Section: observation gaps, and undelivered messages.
#include "daemon/html/times.h"
#include "daemon/report/naming.h"
#include "daemon/report/sections.h"
#include "storage/model/unicode.h"
#include "storage/model/wording/terms.h"

namespace noticed {
namespace {

void write_reasons(Html& page, const Report& report) {
  page.raw(
      "<table><caption>Gaps by reason</caption><thead><tr><th scope=col>Reason</th><th scope=col class=count>Gaps</th>"
      "<th scope=col>Longest</th></tr></thead><tbody>\n");
  for (const auto& total : report.reasons)
    page.raw("<tr><th scope=row>")
        .text(reason_words(total.reason))
        .raw("</th><td class=count>")
        .number(total.gaps)
        .raw("</td><td>")
        .text(length_words(total.longest))
        .raw("</td></tr>\n");
  page.raw("</tbody></table>\n");
}

void write_gap_row(Html& page, const ReportGap& gap) {
  page.raw("<tr><td>").text(length_words(gap.within)).raw("</td><th scope=row>");
  if (gap.resource != nullptr)
    write_name(page, *gap.resource);
  else
    page.raw("<b>every resource</b>");
  if (gap.row.section != "*") page.raw(", ").text(channel_name(Language::en, gap.row.section));
  page.raw("</th><td>").moment(gap.row.from).raw("</td><td>");
  if (gap.row.to)
    page.moment(*gap.row.to);
  else
    page.raw("<b>still</b>");
  page.raw("</td><td>").text(reason_words(gap.row.reason));
  if (!gap.row.detail.empty()) page.raw(": ").text(shorten(gap.row.detail));
  page.raw("</td></tr>\n");
}

void write_delivery(Html& page, const DeliveryRow& row) {
  page.raw("<tr><th scope=row>#").raw(std::to_string(row.seq)).raw("</th><td>").moment(row.at).raw("</td><td>");
  page.text(row.sink).raw("</td><td>").raw(row.state == "dead" ? "■ failed" : "… waiting").raw("</td><td class=count>");
  page.number(row.attempts).raw("</td><td>").text(shorten(row.summary)).raw("</td><td>");
  page.text(shorten(row.error)).raw("</td></tr>\n");
}

}  // namespace

void write_gaps(Html& page, const Report& report) {
  page.raw("<section id=gaps aria-labelledby=gaps-title><h2 id=gaps-title>What was not observed</h2>\n");
  if (report.all_gaps == 0) {
    page.raw("<p>No gap in this period.</p>\n</section>\n");
    return;
  }
  write_reasons(page, report);
  page.raw(
      "<div class=wide role=group tabindex=0 aria-label=\"The longest gaps\"><table><caption>The longest gaps"
      "</caption><thead><tr><th scope=col>In this period</th><th scope=col>Resource</th><th scope=col>From</th>"
      "<th scope=col>To</th><th scope=col>Why</th></tr></thead><tbody>\n");
  for (const auto& gap : report.gaps) write_gap_row(page, gap);
  page.raw("</tbody></table></div>\n");
  if (const auto rest = report.all_gaps - std::ssize(report.gaps); rest > 0)
    page.raw("<p>And ")
        .text(counted(rest, "shorter one", "shorter ones"))
        .raw(": <code>noticed gaps</code> lists them.</p>\n");
  page.raw("</section>\n");
}

void write_deliveries(Html& page, const Report& report) {
  page.raw(
      "<section id=deliveries aria-labelledby=deliveries-title><h2 id=deliveries-title>Messages not delivered</h2>\n");
  if (report.deliveries.empty()) {
    page.raw("<p><span class=\"sign good\" aria-hidden=true>✓</span> Every message was delivered.</p>\n</section>\n");
    return;
  }
  page.raw("<p>")
      .text(counted(report.dead, "message was", "messages were"))
      .raw(" not delivered, ")
      .text(counted(report.pending, "is waiting", "are waiting"))
      .raw(
          " (all resources, any time).</p>\n"
          "<div class=wide role=group tabindex=0 aria-label=\"Messages not delivered\"><table><caption>Failed "
          "messages, then waiting ones; newest first</caption><thead><tr><th scope=col>Event</th><th scope=col>At"
          "</th><th scope=col>Sink</th><th scope=col>State</th><th scope=col class=count>Attempts</th><th "
          "scope=col>What"
          "</th><th scope=col>Last error</th></tr></thead><tbody>\n");
  for (const auto& row : report.deliveries) write_delivery(page, row);
  page.raw("</tbody></table></div>\n");
  if (const auto rest = report.dead + report.pending - std::ssize(report.deliveries); rest > 0)
    page.raw("<p>And ")
        .text(counted(rest, "older one", "older ones"))
        .raw(": <code>noticed deliveries</code> lists them.</p>\n");
  page.raw("</section>\n");
}

}  // namespace noticed
