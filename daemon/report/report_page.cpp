#include "daemon/report/report_page.h"

#include "daemon/html/html.h"
#include "daemon/html/page_style.h"
#include "daemon/report/page_script.h"
#include "daemon/report/sections.h"
#include "daemon/runtime/version.h"
#include "storage/model/time_zone.h"

namespace noticed {
namespace {

/// "UTC+08:00"; both offsets if daylight saving time began or ended in between.
std::string zone_of(const ReportQuestion& question) {
  const std::string first = utc_offset(question.since);
  const std::string last = utc_offset(question.until);
  return first == last ? first : first + ", later " + last;
}

std::string period_of(const ReportQuestion& question) {
  return local_time(question.since) + " to " + local_time(question.until);
}

void write_head(Html& page, const Report& report) {
  page.raw("<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n");
  page.raw(
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "script-src "
      "'sha256-");
  page.raw(page_script_digest()).raw("'; base-uri 'none'; form-action 'none'\">\n");
  page.raw(
      "<meta name=viewport content=\"width=device-width, initial-scale=1\">\n<meta name=color-scheme content=\"light "
      "dark\">\n<meta name=referrer content=no-referrer>\n<meta name=generator content=\"noticed ");
  page.text(kVersion).raw("\">\n<title>Who gets notified: ").text(report.question.host).raw(", ");
  page.text(period_of(report.question)).raw("</title>\n<style>\n").raw(kPageStyle).raw("</style>\n</head>\n");
}

void write_daemon(Html& page, const Report& report) {
  const auto& run = report.last_run;
  if (!report.question.daemon_runs) {
    page.raw("not known: no right to ask");
  } else if (*report.question.daemon_runs) {
    page.raw("<span class=good>✓ runs</span>");
    if (run) page.raw(" since ").moment(run->started);
  } else {
    page.raw("<span class=bad>■ does not run</span>");
    if (run) page.raw(run->ended ? "; it ended " : "; last seen alive ").moment(run->ended.value_or(run->alive));
  }
}

void write_facts(Html& page, const Report& report) {
  const ReportQuestion& question = report.question;
  page.raw("<dl class=facts>\n<div><dt>Host</dt><dd>")
      .text(question.host)
      .raw("</dd></div>\n<div><dt>Database</dt><dd>");
  page.text(question.database.string()).raw("</dd></div>\n<div><dt>From</dt><dd>").moment(question.since);
  page.raw("</dd></div>\n<div><dt>To</dt><dd>").moment(question.until).raw("</dd></div>\n<div><dt>Times</dt><dd>");
  page.text(zone_of(question)).raw("</dd></div>\n<div><dt>Generated</dt><dd>").moment(question.now);
  page.raw("</dd></div>\n<div><dt>Observed</dt><dd>").number(report.observed).raw(" of ").number(report.watched);
  page.raw(report.watched == 1 ? " resource" : " resources").raw(", by the last poll of each</dd></div>\n");
  if (!question.match.empty())
    page.raw("<div><dt>Only</dt><dd><code>").text(question.match).raw("</code></dd></div>\n");
  page.raw("<div><dt>Daemon</dt><dd>");
  write_daemon(page, report);
  page.raw("</dd></div>\n<div><dt>Changes</dt><dd>").number(report.changes).raw("</dd></div>\n");
  if (report.newest)
    page.raw("<div class=chain><dt>Head of the chain</dt><dd><code>")
        .text(std::to_string(report.newest->seq) + ":" + report.newest->chain)
        .raw("</code></dd></div>\n");
  page.raw("</dl>\n");
}

constexpr std::string_view kNavigation =
    "<nav aria-label=Sections><ul><li><a href=\"#silences\">Not notified</a></li><li><a href=\"#timeline\">Changes</a>"
    "</li><li><a href=\"#matrix\">Who is notified</a></li><li><a href=\"#gaps\">Not observed</a></li><li><a "
    "href=\"#deliveries\">Not delivered</a></li><li><a href=\"#states\">Before and after</a></li></ul></nav>\n";

}  // namespace

void write_report(std::ostream& out, const Report& report) {
  Html page(out);
  write_head(page, report);
  page.raw("<body>\n<a class=skip href=\"#main\">Skip to the report</a>\n<header><h1>Who gets notified</h1>\n");
  write_facts(page, report);
  page.raw(kNavigation).raw("</header>\n<main id=main tabindex=-1>\n");
  write_silences(page, report);
  write_timeline(page, report);
  write_matrices(page, report);
  write_gaps(page, report);
  write_deliveries(page, report);
  write_states(page, report);
  page.raw("</main>\n<footer><p>Made by noticed ").text(kVersion);
  page.raw(
      ". Settings are sampled: a change lies between two polls, and what came and went in between is not in here.</p>"
      "</footer>\n<script>");
  page.raw(kPageScript).raw("</script>\n</body>\n</html>\n");
}

}  // namespace noticed
