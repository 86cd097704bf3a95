// What polling costs one host: how long one sweep over its resources takes at the rate limit, and which intervals that
// leaves room for. Pure: `check` asks before anything runs, `status` while it does.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "storage/model/service.h"

namespace noticed {

/// What one host is asked for.
struct HostLoad {
  double per_second = 1;                                   // requests that are allowed, above zero
  std::map<std::chrono::seconds, std::uint64_t> requests;  // by interval: what polling all such resources once costs
  std::set<Service> services;                              // whose resources these are
};

struct PollBudget {
  std::uint64_t requests = 0;          // every resource once
  std::chrono::milliseconds takes{0};  // at the rate that is allowed; ten years at most
  double needed = 0;                   // requests a second if every interval is kept
  /// Ascending. They cannot be kept: more is needed than is allowed, and one sweep takes longer than that. Long ones
  /// beside them merely become late.
  std::vector<std::chrono::seconds> too_short;
};

PollBudget sweep_of(const HostLoad& load);

/// One sentence for each interval that cannot be kept, with the remedy. `host`: as people know it.
std::vector<std::string> verdicts_of(const std::string& host, const HostLoad& load);

}  // namespace noticed
