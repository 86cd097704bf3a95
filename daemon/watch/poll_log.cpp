#include "daemon/watch/poll_log.h"

#include <map>

namespace noticed {

std::string label(const WatchList& list, const Watched& watched) {
  return std::string(to_text(watched.service)) + "/" + std::string(list.id(watched));
}

void log_failures(Log& log, const WatchList& list, const Watched& watched, const Conclusion& conclusion) {
  const std::string resource = label(list, watched);
  const auto add = [](std::string& sections, std::string_view section) {
    sections += (sections.empty() ? "" : ",") + std::string(section);
  };
  // One line per failure kind, not per section.
  std::map<FailureKind, std::pair<std::string, std::string>> failing;  // sections, the first one's detail
  std::string recovered;
  for (const auto& report : conclusion.reports) {
    const auto section = sections_of(watched.service)[report.section];
    if (report.state == SectionReport::State::failed) {
      auto& [sections, detail] = failing[report.kind];
      add(sections, section);
      if (detail.empty()) detail = report.detail;
    } else if ((watched.sections.failing & bit(report.section)) != 0) {
      add(recovered, section);
    }
  }
  for (const auto& [kind, what] : failing)
    log.warn("poll_failing", {{"resource", resource},
                              {"sections", what.first},
                              {"kind", std::string(to_text(kind))},
                              {"detail", what.second}});
  if (!recovered.empty()) log.info("poll_recovered", {{"resource", resource}, {"sections", recovered}});
}

}  // namespace noticed
