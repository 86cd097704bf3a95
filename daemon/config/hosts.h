// Which hosts a configuration sends requests to, for what, and how many. Pure; for `check`.
#pragma once

#include <string>
#include <vector>

#include "daemon/config/config.h"
#include "daemon/config/poll_budget.h"

namespace noticed {

struct AskedHost {
  std::string origin;                 // "https://host:443"
  std::vector<std::string> uses;      // services, "discovery", "sign-in"; in this order
  std::vector<std::string> accounts;  // that use it, in the order of the file
  HostLoad load;                      // of [[resource]]; discovered resources are not known beforehand
  bool discovered = false;            // discovered resources come on top
  Location at;                        // the first such account

  /// Whether settings or listings are requested from it, at a limited rate; false: authentication only.
  bool is_paced() const { return uses.front() != "sign-in"; }
};

/// Sorted by display name.
std::vector<AskedHost> hosts_of(const Config& config);

}  // namespace noticed
