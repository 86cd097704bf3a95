// What `check` says of a configuration: its faults, the hosts that will be asked, and what a sweep costs them.
#pragma once

#include <vector>

#include "daemon/config/config.h"
#include "daemon/config/hosts.h"

namespace noticed {

struct CheckReport {
  ConfigResult result;           // with the advice among its faults
  std::vector<AskedHost> hosts;  // empty where the configuration is not usable
};

/// Reads nothing but what read_config read.
CheckReport report_on(ConfigResult result);

/// To standard output, for people and for scripts.
void print_text(const CheckReport& report);
void print_json(const CheckReport& report);

}  // namespace noticed
