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

AdminAnswer health(const Vitals& vitals) {
  if (alive(vitals)) return lines(200, "alive\n");
  return lines(503, "the storage thread has owed an answer for " +
                        std::to_string(vitals.storage_silence.count() / 1000) + " s\n");
}

AdminAnswer readiness(const Vitals& vitals) {
  const auto reasons = unready_reasons(vitals);
  if (reasons.empty()) return lines(200, "ready\n");
  std::string text;
  for (const auto& reason : reasons) text += reason + "\n";
  return lines(503, text);
}

AdminAnswer metrics(const Vitals& vitals) {
  AdminAnswer answer;
  answer.type = kMetricsType;
  answer.body = metrics_text(vitals);
  return answer;
}

AdminAnswer page(const Vitals& vitals) {
  AdminAnswer answer;
  answer.type = "text/html; charset=utf-8";
  answer.policy = status_page_policy();
  answer.body = status_page(vitals);
  return answer;
}

}  // namespace

AdminHandler admin_pages(std::function<Vitals()> vitals, std::function<bool()> page_wanted) {
  return [vitals = std::move(vitals), page_wanted = std::move(page_wanted)](std::string_view path) {
    if (path == "/metrics") return metrics(vitals());
    if (path == "/healthz") return health(vitals());
    if (path == "/readyz") return readiness(vitals());
    if (path == "/" && page_wanted()) return page(vitals());
    if (path == "/") return lines(404, "here are /metrics, /healthz and /readyz; [daemon] status_page is false\n");
    return lines(404, "no such path\n");
  };
}

}  // namespace noticed
