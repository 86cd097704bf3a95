#include "daemon/admin/admin_pages.h"

#include "daemon/admin/metrics.h"
#include "daemon/admin/status_page.h"

namespace noticed {
namespace {

AdminAnswer lines(unsigned status, const std::string& text) {
  AdminAnswer answer;
  answer.status = status;
  answer.body = text;
  return answer;
}

AdminAnswer health(const DaemonStatus& daemon_status) {
  if (alive(daemon_status)) return lines(200, "alive\n");
  return lines(503, "the storage thread has owed an answer for " +
                        std::to_string(daemon_status.storage_silence.count() / 1000) + " s\n");
}

AdminAnswer readiness(const DaemonStatus& daemon_status) {
  const auto reasons = unready_reasons(daemon_status);
  if (reasons.empty()) return lines(200, "ready\n");
  std::string text;
  for (const auto& reason : reasons) text += reason + "\n";
  return lines(503, text);
}

AdminAnswer metrics(const DaemonStatus& daemon_status) {
  AdminAnswer answer;
  answer.type = kMetricsType;
  answer.body = metrics_text(daemon_status);
  return answer;
}

AdminAnswer page(const DaemonStatus& daemon_status) {
  AdminAnswer answer;
  answer.type = "text/html; charset=utf-8";
  answer.policy = status_page_policy();
  answer.body = status_page(daemon_status);
  return answer;
}

}  // namespace

AdminHandler admin_pages(std::function<DaemonStatus()> daemon_status, std::function<bool()> page_wanted) {
  return [daemon_status = std::move(daemon_status), page_wanted = std::move(page_wanted)](std::string_view path) {
    if (path == "/metrics") return metrics(daemon_status());
    if (path == "/healthz") return health(daemon_status());
    if (path == "/readyz") return readiness(daemon_status());
    if (path == "/" && page_wanted()) return page(daemon_status());
    if (path == "/") return lines(404, "here are /metrics, /healthz and /readyz; [daemon] status_page is false\n");
    return lines(404, "no such path\n");
  };
}

}  // namespace noticed
