#include "daemon/cli/check_report.h"

#include <algorithm>
#include <iostream>

#include "daemon/cli/output.h"
#include "daemon/config/advice.h"
#include "daemon/config/duration.h"
#include "daemon/config/rate.h"
#include "daemon/config/url.h"
#include "pollers/libraries.h"
#include "storage/file/sqlite_library.h"
#include "storage/model/join.h"

namespace noticed {
namespace {

using Json = nlohmann::ordered_json;
using std::chrono::milliseconds;

std::string count_text(std::uint64_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

/// "cloudbuild-ext.…: build; 600 requests per sweep, 3 min 20 s at 3/s for each API".
std::string line_of(const AskedHost& host) {
  std::string line = short_origin(host.origin) + ": " + joined(host.uses);
  const HostBudget sweep = sum_of(budget_of(host.load));
  const std::string rate = " " + allowed_text(host.load);
  if (sweep.requests > 0)
    line += "; " + count_text(sweep.requests, "request") + " per sweep, " + to_words(sweep.takes) + rate;
  if (host.discovered) line += sweep.requests > 0 ? ", plus discovered resources" : "; discovered resources" + rate;
  return line;
}

/// "prod build: answered in 84 ms: 5 settings of payments-api".
std::string line_of(const OnlineRow& row) {
  std::string line = row.account + " " + row.what + ": " + (row.good ? "answered" : "FAILED");
  if (row.latency) line += (row.good ? " in " : " after ") + std::to_string(row.latency->count()) + " ms";
  return line + ": " + row.detail;
}

Json json_of(const OnlineRow& row) {
  return {{"account", row.account}, {"what", row.what},
          {"host", row.host},       {"ok", row.good},
          {"detail", row.detail},   {"latency_ms", row.latency ? Json(row.latency->count()) : Json()}};
}

struct Total {
  std::uint64_t requests = 0;
  double needed = 0;
  bool discovered = false;
};

Total total_of(const std::vector<AskedHost>& hosts) {
  Total total;
  for (const auto& host : hosts) {
    const HostBudget sweep = sum_of(budget_of(host.load));
    total.requests += sweep.requests;
    total.needed += sweep.needed;
    total.discovered = total.discovered || host.discovered;
  }
  return total;
}

std::map<Service, ServiceAge> ages_of(const std::vector<AskedHost>& hosts) {
  std::vector<HostLoad> loads;
  for (const auto& host : hosts) loads.push_back(host.load);
  return ages_of(loads);
}

Json json_of(const Fault& fault) {
  return {{"file", fault.at.file},
          {"line", fault.at.line},
          {"column", fault.at.column},
          {"severity", fault.level == FaultLevel::warning ? "warning" : "error"},
          {"message", fault.message}};
}

Json json_of(const AskedHost& host) {
  Json json{{"host", host.origin}, {"for", host.uses}, {"accounts", host.accounts}};
  if (!host.is_paced()) return json;
  const auto budgets = budget_of(host.load);
  const HostBudget sweep = sum_of(budgets);
  json["requests_per_sweep"] = sweep.requests;
  json["requests_per_second_allowed"] = host.load.total.value_or(host.load.per_operation);
  json["allowed_for"] = host.load.total ? "host" : "api";
  json["requests_per_second_needed"] = sweep.needed;
  json["sweep_seconds"] = static_cast<double>(sweep.takes.count()) / 1'000;
  json["intervals"] = Json::array();
  for (const ApiBudget& budget : budgets)
    for (const auto& [interval, promise] : budget.promises)
      json["intervals"].push_back({{"service", to_text(budget.api.service)},
                                   {"api", info_of(budget.api.service).operations[budget.api.operation]},
                                   {"seconds", interval.count()},
                                   {"requests", host.load.sections.at(budget.api).at(interval)},
                                   {"kept", promise <= milliseconds{interval}},
                                   {"promise_seconds", static_cast<double>(promise.count()) / 1'000}});
  json["discovery_adds"] = host.discovered;
  return json;
}

}  // namespace

CheckReport report_on(ConfigResult result) {
  CheckReport report{std::move(result), {}, {}};
  if (!report.result.usable()) return report;
  report.hosts = hosts_of(report.result.config);
  auto advice = advice_on(report.result.config, report.hosts);
  std::move(advice.begin(), advice.end(), std::back_inserter(report.result.faults));
  return report;
}

bool CheckReport::good() const {
  return result.passes_check() && std::all_of(online.begin(), online.end(), [](const auto& row) { return row.good; });
}

void print_text(const CheckReport& report) {
  const Config& config = report.result.config;
  for (const auto& fault : report.result.faults) std::cout << printable(to_text(fault)) << '\n';
  if (!report.result.usable()) {
    std::cout << paint("Configuration invalid", Tone::bad) << ": fix the errors above\n";
    return;
  }
  if (report.result.passes_check())
    std::cout << paint("Configuration OK", Tone::good) << ": ";
  else
    std::cout << paint("Configuration not OK", Tone::bad)
              << ": fix the errors above; `noticed run` would start and log them as warnings\n";
  std::cout << count_text(config.resources.size(), "resource") << ", ";
  if (!config.discovers.empty()) std::cout << count_text(config.discovers.size(), "discovery rule") << ", ";
  std::cout << count_text(config.sinks.size(), "sink") << '\n';
  for (const auto& host : report.hosts) std::cout << "  " << printable(line_of(host)) << '\n';
  for (const auto& [service, age] : ages_of(report.hosts))
    std::cout << "  " << to_text(service) << ": what is known is at most " << to_words(age.worst) << " old, "
              << to_words(age.mean) << " on average\n";
  const Total total = total_of(report.hosts);
  if (total.requests > 0)
    std::cout << "one sweep takes " << count_text(total.requests, "request") << "; on average "
              << rough_rate_text(total.needed) << '\n';
  if (total.discovered)
    std::cout << "the load of discovered resources is known after the first discovery; `noticed status` shows it\n";
  for (const auto& row : report.online) std::cout << printable(line_of(row)) << '\n';
}

void print_json(const CheckReport& report) {
  const Config& config = report.result.config;
  const Total total = total_of(report.hosts);
  Json document{{"ok", report.result.passes_check()}, {"faults", Json::array()}};
  for (const auto& fault : report.result.faults) document["faults"].push_back(json_of(fault));
  document["resources"] = config.resources.size();
  document["discovery_rules"] = config.discovers.size();
  document["sinks"] = config.sinks.size();
  document["hosts"] = Json::array();
  for (const auto& host : report.hosts) document["hosts"].push_back(json_of(host));
  document["ages"] = Json::array();
  for (const auto& [service, age] : ages_of(report.hosts))
    document["ages"].push_back({{"service", to_text(service)},
                                {"worst_seconds", static_cast<double>(age.worst.count()) / 1'000},
                                {"mean_seconds", static_cast<double>(age.mean.count()) / 1'000}});
  document["requests_per_sweep"] = total.requests;
  document["requests_per_second_needed"] = total.needed;
  document["discovery_adds"] = total.discovered;
  for (const auto& row : report.online) document["online"].push_back(json_of(row));
  document["libraries"] = {{"libcurl", curl_version()}, {"sqlite", sqlite_version()}, {"openssl", openssl_version()}};
  document["sqlite_wal_reset_bug"] = sqlite_has_wal_reset_bug();
  std::cout << document.dump(2) << '\n';
}

}  // namespace noticed
