// What polling costs, API by API: which intervals can be kept at the rate limit, and what is promised instead. Pure:
// used by `check` before anything runs, by `status` at run time.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "storage/model/service.h"

namespace noticed {

/// An operation of a service (its position in ServiceInfo::operations).
struct Api {
  Service service{};
  std::size_t operation = 0;
  friend auto operator<=>(const Api&, const Api&) = default;
};

/// The load of one host.
struct HostLoad {
  double per_operation = 3;                                                 // allowed requests per second, above zero
  std::optional<double> total{};                                            // of all operations together
  std::map<Api, std::map<std::chrono::seconds, std::uint64_t>> sections{};  // by interval

  /// Adds a resource with these sections.
  void add(Service service, SectionMask sections_of_it, std::chrono::seconds interval);
};

struct ApiBudget {
  Api api;
  std::uint64_t requests = 0;          // for every section once
  double needed = 0;                   // requests per second to keep every interval
  double allowed = 0;                  // requests per second that it may use
  std::chrono::milliseconds takes{0};  // every section once; ten years at most
  /// How long a section stays unseen at most, by interval. Longer than the interval: that cannot be kept. Channels that
  /// are off may wait longer, and then the others less.
  std::map<std::chrono::seconds, std::chrono::milliseconds> promises;
};
/// Of each operation with sections, in their order.
std::vector<ApiBudget> budget_of(const HostLoad& load);

/// Of all operations together.
struct HostBudget {
  std::uint64_t requests = 0;
  double needed = 0;
  std::chrono::milliseconds takes{0};
};
HostBudget sum_of(const std::vector<ApiBudget>& budgets);

/// "at 3/s for each API", "at 20/s".
std::string allowed_text(const HostLoad& load);

/// One sentence for each interval that cannot be kept, with the remedy. `host`: as displayed.
std::vector<std::string> budget_warnings(const std::string& host, const HostLoad& load);

/// How old what is known of a service gets.
struct ServiceAge {
  std::chrono::milliseconds worst{0};
  std::chrono::milliseconds mean{0};  // at any instant, over all sections
};
/// Of each service with sections.
std::map<Service, ServiceAge> ages_of(const std::vector<HostLoad>& loads);

}  // namespace noticed
