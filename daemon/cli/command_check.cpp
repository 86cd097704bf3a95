#include <iostream>
#include <map>
#include <set>

#include "daemon/cli/cli.h"
#include "daemon/cli/output.h"
#include "daemon/config/config.h"
#include "daemon/config/duration.h"
#include "daemon/config/url.h"
#include "daemon/exit_status.h"

namespace noticed {
namespace {

/// What one sweep over all resources costs, per host.
struct Sweep {
  std::map<std::string, std::size_t> requests;  // by host
  double per_second = 0;
  std::size_t total() const {
    std::size_t sum = 0;
    for (const auto& [host, count] : requests) sum += count;
    return sum;
  }
};

Sweep sweep_of(const Config& config) {
  std::map<std::string, const AccountConfig*> accounts;
  for (const auto& account : config.accounts) accounts.emplace(account.name, &account);
  Sweep sweep;
  for (const auto& resource : config.resources) {
    const auto account = accounts.find(resource.account);
    if (account == accounts.end()) continue;
    const auto endpoint = account->second->endpoints.find(resource.service);
    if (endpoint == account->second->endpoints.end()) continue;
    const auto calls = static_cast<std::size_t>(__builtin_popcount(resource.sections));
    sweep.requests[host_of(endpoint->second)] += calls;
    sweep.per_second +=
        static_cast<double>(calls) / static_cast<double>(std::max<std::int64_t>(1, resource.interval.count()));
  }
  return sweep;
}

std::string count_text(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string rate_text(double per_second) {
  char text[32];
  std::snprintf(text, sizeof text, per_second < 10 ? "%.2f" : "%.0f", per_second);
  return text;
}

void print_json(const ConfigResult& result, const Sweep& sweep) {
  nlohmann::ordered_json document{{"ok", result.usable()}, {"faults", nlohmann::ordered_json::array()}};
  for (const auto& fault : result.faults)
    document["faults"].push_back({{"file", fault.at.file},
                                  {"line", fault.at.line},
                                  {"column", fault.at.column},
                                  {"severity", fault.warning ? "warning" : "error"},
                                  {"message", fault.message}});
  document["resources"] = result.config.resources.size();
  document["hosts"] = sweep.requests;
  document["requests_per_sweep"] = sweep.total();
  std::cout << document.dump(2) << '\n';
}

}  // namespace

int command_check(const CommandLine& line) {
  const auto result = read_config(line.config);
  const Sweep sweep = sweep_of(result.config);
  if (line.form == Form::json) {
    print_json(result, sweep);
    return result.usable() ? kExitGood : kExitNo;
  }
  for (const auto& fault : result.faults) std::cout << printable(to_text(fault)) << '\n';
  if (!result.usable()) {
    std::cout << paint("not usable", Tone::bad) << ": mend the lines above\n";
    return kExitNo;
  }
  std::cout << paint("good", Tone::good) << ": " << count_text(result.config.resources.size(), "resource") << ", "
            << count_text(result.config.sinks.size(), "sink") << '\n';
  for (const auto& [host, count] : sweep.requests) std::cout << "  " << host << ": " << count << " requests a sweep\n";
  std::cout << "one sweep takes " << sweep.total() << " requests; on average " << rate_text(sweep.per_second)
            << " a second\n";
  return kExitGood;
}

}  // namespace noticed
