#include "daemon/cli/live.h"

#include "daemon/cli/reader_options.h"
#include "daemon/control/control_client.h"
#include "storage/model/time_zone.h"

namespace noticed {
namespace {

constexpr std::chrono::seconds kAnswer{2};

/// "14:05:09" if it is today, else with the date.
std::string time_text(const std::string& text, TimePoint now) {
  const auto time = parse_rfc3339(text);
  if (!time) return "an unknown time";
  return is_same_day(*time, now) ? local_clock(*time) : local_time(*time);
}

std::string refusal_text(const nlohmann::json& status, TimePoint now) {
  const auto& refused = status.at("refused");
  std::string line = "CONFIGURATION of " + time_text(refused.value("at", ""), now) + " REJECTED: ";
  line += refused.value("fault", "");
  const auto faults = refused.value("faults", 1);
  if (faults > 1) line += " (and " + std::to_string(faults - 1) + " more; `noticed check` lists them)";
  return line + "; the one of " + time_text(status.value("in_force_since", ""), now) + " stays in force";
}

}  // namespace

std::vector<std::string> ask_daemon(const std::filesystem::path& database, const Clock& clock) {
  using Access = ControlClient::ControlAccess;
  ControlClient daemon(database, clock);
  if (daemon.reach() == Access::nobody) return {};
  std::optional<nlohmann::json> status;
  if (daemon.reach() == Access::good && daemon.send(ControlClient::Method::get, "/control/status"))
    status = daemon.next(kAnswer);
  if (daemon.reach() == Access::silent)
    return {"THE DAEMON DOES NOT ANSWER: it is suspended or very busy; what follows is the last it stored"};
  if (!status) return {"the daemon cannot be queried: " + daemon.trouble()};
  if (status->contains("error")) return {"the daemon cannot be queried: " + status->value("error", "")};
  std::vector<std::string> lines;
  if (status->value("refused", nlohmann::json()).is_object()) lines.push_back(refusal_text(*status, clock.wall()));
  for (const auto& trouble : status->value("troubles", nlohmann::json::array()))
    if (trouble.is_string()) lines.push_back(trouble.get<std::string>());
  if (const auto error = status->value("storage_error", ""); !error.empty())
    lines.push_back("THE DATABASE CANNOT BE WRITTEN: " + error);
  else if (const auto stale = status->value("stale", ""); !stale.empty())
    lines.push_back("what follows may be some seconds old: " + stale);
  return lines;
}

}  // namespace noticed
