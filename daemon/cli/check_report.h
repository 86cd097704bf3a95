// What `check` reports about a configuration: faults, the hosts it uses, and the cost of a full pass over each.
#pragma once

#include <vector>

#include "daemon/cli/check_online.h"
#include "daemon/config/config.h"
#include "daemon/config/hosts.h"

namespace noticed {

struct CheckReport {
  ConfigResult result;            // with the advice among its faults
  std::vector<AskedHost> hosts;   // empty if the configuration is not usable
  std::vector<OnlineRow> online;  // with --online: results by account and service
  bool good() const;
};

/// Reads no files beyond what read_config read.
CheckReport report_on(ConfigResult result);

/// Prints to standard output, for people or for scripts.
void print_text(const CheckReport& report);
void print_json(const CheckReport& report);

}  // namespace noticed
