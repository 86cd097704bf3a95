#include "daemon/admin/admin_pages.h"

#include "daemon/admin/metrics.h"
#include "daemon/admin/status_page.h"

namespace noticed {
namespace {

AdminAnswer health(const DaemonStatus& daemon_status) {
  if (alive(daemon_status)) return text_answer(200, "alive");
  return text_answer(503, "the storage thread has owed an answer for " +
                              std::to_string(daemon_status.storage_silence.count() / 1000) + " s");
}

AdminAnswer readiness(const DaemonStatus& daemon_status) {
  const auto reasons = unready_reasons(daemon_status);
  if (reasons.empty()) return text_answer(200, "ready");
  std::string text;
  for (const auto& reason : reasons) text += (text.empty() ? "" : "\n") + reason;
  return text_answer(503, text);
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

AdminRoutes admin_pages(std::function<DaemonStatus()> daemon_status, std::function<bool()> page_wanted) {
  const auto route = [&](const char* path, std::function<AdminAnswer(const DaemonStatus&)> page) {
    return AdminRoute{"GET", path, 0, [daemon_status, page = std::move(page)](const AdminRequest&, const auto& reply) {
                        reply->send(page(daemon_status()));
                      }};
  };
  const auto front = [page_wanted = std::move(page_wanted)](const DaemonStatus& status) {
    if (page_wanted()) return page(status);
    return text_answer(404, "here are /metrics, /healthz and /readyz; [daemon] status_page is false");
  };
  return {route("/metrics", metrics), route("/healthz", health), route("/readyz", readiness), route("/", front)};
}

}  // namespace noticed
