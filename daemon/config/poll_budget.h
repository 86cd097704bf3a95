// Cost of polling one host: how long one full pass over its resources takes at the rate limit, and which intervals can
// be kept. Pure: used by `check` before anything runs, by `status` at run time.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "storage/model/service.h"

namespace noticed {

/// The load of one host.
struct HostLoad {
  double per_second = 1;                                   // allowed requests, above zero
  std::map<std::chrono::seconds, std::uint64_t> requests;  // by interval: requests for polling all its resources once
  std::set<Service> services;                              // of the resources
};

struct PollBudget {
  std::uint64_t requests = 0;          // for every resource once
  std::chrono::milliseconds takes{0};  // at the allowed rate; ten years at most
  double needed = 0;                   // requests per second to keep every interval
  /// Intervals that cannot be kept, ascending: more requests are needed than allowed, and one full pass takes longer
  /// than the interval. Longer intervals only become late.
  std::vector<std::chrono::seconds> too_short;
};

PollBudget budget_of(const HostLoad& load);

/// One sentence for each interval that cannot be kept, with the remedy. `host`: as displayed.
std::vector<std::string> budget_warnings(const std::string& host, const HostLoad& load);

}  // namespace noticed
