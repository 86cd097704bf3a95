#include "daemon/admin/status_page.h"

#include <algorithm>
#include <sstream>

#include "daemon/html/html.h"
#include "daemon/html/page_style.h"
#include "daemon/html/times.h"
#include "daemon/runtime/version.h"
#include "storage/model/base64.h"
#include "storage/model/digest.h"
#include "storage/model/time_zone.h"

namespace noticed {
namespace {

std::string mebibytes(std::int64_t bytes) {
  constexpr std::int64_t kMebi = std::int64_t{1} << 20U;
  const std::int64_t tenths = (bytes * 10 + kMebi / 2) / kMebi;
  return grouped(tenths / 10) + "." + std::to_string(tenths % 10) + " MiB";
}

std::string ago(TimePoint then, TimePoint now) {
  return length_words(std::max(std::chrono::milliseconds{0}, now - then)) + " ago";
}

class StatusPage {
 public:
  StatusPage(std::ostream& out, const DaemonStatus& daemon_status) : html_(out), daemon_status_(daemon_status) {}
  void write();

 private:
  void write_head();
  void write_readiness();
  void write_facts();
  void fact(std::string_view name, std::string_view value, bool bad = false);
  void write_groups();
  void write_failing();
  void write_sinks();

  Html html_;
  const DaemonStatus& daemon_status_;
};

void StatusPage::write() {
  write_head();
  html_.raw("<body>\n<header><h1>noticed</h1>\n");
  write_readiness();
  write_facts();
  html_.raw("</header>\n<main>\n");
  write_groups();
  write_failing();
  write_sinks();
  html_.raw("</main>\n<footer><p>noticed ").text(kVersion).raw(", as of ").moment(daemon_status_.now).raw(" (");
  html_.text(utc_offset(daemon_status_.now))
      .raw(
          "). Figures from the database can be some seconds old, the list of failing resources some "
          "minutes.</p></footer>\n"
          "</body>\n</html>\n");
}

void StatusPage::write_head() {
  html_.raw(
      "<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n"
      "<meta name=viewport content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=color-scheme content=\"light dark\">\n<meta name=referrer content=no-referrer>\n"
      "<title>noticed</title>\n<style>");
  html_.raw(kPageStyle).raw("</style>\n</head>\n");
}

void StatusPage::write_readiness() {
  const auto reasons = unready_reasons(daemon_status_);
  if (reasons.empty()) {
    html_.raw("<p><span class=good>✓ ready</span></p>\n");
    return;
  }
  html_.raw("<div class=\"card bad\"><p><span class=sign>■ not ready</span></p><ul class=names>\n");
  for (const auto& reason : reasons) html_.raw("<li>").text(reason).raw("</li>\n");
  html_.raw("</ul></div>\n");
}

void StatusPage::fact(std::string_view name, std::string_view value, bool bad) {
  html_.raw("<div><dt>").raw(name).raw(bad ? "</dt><dd class=bad>■ " : "</dt><dd>").text(value).raw("</dd></div>\n");
}

void StatusPage::write_facts() {
  std::optional<TimePoint> oldest;
  for (const auto& group : daemon_status_.groups)
    if (group.oldest_good) oldest = std::min(oldest.value_or(*group.oldest_good), *group.oldest_good);
  html_.raw("<dl class=facts>\n");
  fact("Version", kVersion);
  fact("Up for", length_words(daemon_status_.now - daemon_status_.started));
  fact("Resources", grouped(daemon_status_.resources()));
  fact("Failing", grouped(daemon_status_.failing_resources()), daemon_status_.failing_resources() > 0);
  fact("Messages waiting", grouped(daemon_status_.pending()));
  fact("Last sweep", daemon_status_.last_sweep
                         ? "all polled within the last " + length_words(daemon_status_.now - *daemon_status_.last_sweep)
                         : "not known yet");
  fact("Oldest observation", oldest ? ago(*oldest, daemon_status_.now) : "not known yet");
  fact("Polls began late by at most", length_words(daemon_status_.lag));
  fact("Database", mebibytes(daemon_status_.sizes.database) + ", log " + mebibytes(daemon_status_.sizes.log));
  html_.raw("</dl>\n");
}

void StatusPage::write_groups() {
  html_.raw(
      "<section aria-labelledby=resources><h2 id=resources>Resources</h2>\n<div class=wide role=group tabindex=0 "
      "aria-label=Resources><table><thead><tr><th scope=col>Account</th><th scope=col>Service</th>");
  for (std::size_t state = 0; state < kResourceStates; ++state)
    html_.raw("<th scope=col class=count>").raw(to_text(static_cast<ResourceState>(state))).raw("</th>");
  html_.raw("<th scope=col class=count>Failure events without notification</th></tr></thead><tbody>\n");
  for (const auto& group : daemon_status_.groups) {
    html_.raw("<tr><th scope=row>").text(group.account).raw("</th><td>").raw(to_text(group.service)).raw("</td>");
    for (const auto count : group.poll_stats.resources) html_.raw("<td class=count>").number(count).raw("</td>");
    html_.raw("<td class=count>");
    if (group.uncovered)
      html_.number(*group.uncovered);
    else
      html_.raw("not known yet");
    html_.raw("</td></tr>\n");
  }
  html_.raw("</tbody></table></div></section>\n");
}

void StatusPage::write_failing() {
  const std::int64_t all = std::max(daemon_status_.failing_resources(), std::ssize(daemon_status_.failing));
  html_.raw("<section aria-labelledby=failing><h2 id=failing>Failing</h2>\n");
  if (all == 0) {
    html_.raw("<p><span class=good>✓</span> No resource fails.</p></section>\n");
    return;
  }
  html_.raw(
      "<div class=wide role=group tabindex=0 aria-label=\"Failing resources\"><table><thead><tr><th scope=col>Resource"
      "</th><th scope=col>State</th><th scope=col>Last good poll</th><th scope=col>Error</th></tr></thead><tbody>\n");
  for (const auto& resource : daemon_status_.failing) {
    html_.raw("<tr><th scope=row>").text(resource.name).raw(" <code>").raw(to_text(resource.service)).raw("/");
    html_.text(resource.id).raw("</code></th><td>").text(resource.state).raw("</td><td>");
    if (resource.last_good)
      html_.moment(*resource.last_good);
    else
      html_.raw("never");
    html_.raw("</td><td>").text(resource.error).raw("</td></tr>\n");
  }
  html_.raw("</tbody></table></div>\n");
  if (const auto rest = all - std::ssize(daemon_status_.failing); rest > 0)
    html_.raw("<p>And ").number(rest).raw(" more: <code>noticed status</code> lists them.</p>\n");
  html_.raw("</section>\n");
}

void StatusPage::write_sinks() {
  html_.raw("<section aria-labelledby=sinks><h2 id=sinks>Sinks</h2>\n");
  if (daemon_status_.sinks.empty()) {
    html_.raw("<p>There is none: changes are told in the log and the database only.</p></section>\n");
    return;
  }
  html_.raw(
      "<div class=wide role=group tabindex=0 aria-label=Sinks><table><thead><tr><th scope=col>Sink</th><th scope=col "
      "class=count>Waiting</th><th scope=col>Oldest</th><th scope=col class=count>Never delivered</th><th scope=col>"
      "Suspended</th></tr></thead><tbody>\n");
  for (const auto& sink : daemon_status_.sinks) {
    html_.raw("<tr><th scope=row>").text(sink.now.sink).raw("</th><td class=count>").number(sink.now.pending);
    html_.raw("</td><td>")
        .text(sink.now.oldest ? ago(*sink.now.oldest, daemon_status_.now) : "")
        .raw("</td><td class=count>");
    html_.number(sink.now.dead).raw("</td><td>");
    if (sink.now.suspended)
      html_.raw("<span class=bad>■ since ")
          .moment(sink.now.suspended->since)
          .raw("</span>: ")
          .text(sink.now.suspended->reason);
    html_.raw("</td></tr>\n");
  }
  html_.raw("</tbody></table></div></section>\n");
}

}  // namespace

const std::string& status_page_policy() {
  static const std::string policy = "default-src 'none'; style-src 'sha256-" + to_base64(sha256(kPageStyle)) +
                                    "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  return policy;
}

std::string status_page(const DaemonStatus& daemon_status) {
  std::ostringstream out;
  StatusPage(out, daemon_status).write();
  return out.str();
}

}  // namespace noticed
