// Which hosts a configuration makes noticed ask, for what, and how much. Pure; for `check`.
#pragma once

#include <string>
#include <vector>

#include "daemon/config/config.h"
#include "daemon/config/poll_budget.h"

namespace noticed {

struct AskedHost {
  std::string origin;                 // "https://host:443"
  std::vector<std::string> uses;      // "build", "pipeline", "check", "repo", "discovery", "sign-in"; in this order
  std::vector<std::string> accounts;  // that ask it, in the order of the file
  HostLoad load;                      // of [[resource]]; what discovery finds is not known before it looked
  bool discovered = false;            // resources found by discovery come on top
  Location at;                        // the first such account

  /// Whether it is asked for settings or listings, at a limited rate; false: for signing in alone.
  bool is_paced() const { return uses.front() != "sign-in"; }
};

/// In the order of their names, as people read them.
std::vector<AskedHost> hosts_of(const Config& config);

}  // namespace noticed
