// `check --online`: signs each account in and asks each service once, as the daemon would.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "daemon/config/config.h"

namespace noticed {

struct OnlineRow {
  std::string account;
  std::string what;  // "projects", "build", …
  std::string host;
  bool good = false;
  std::string detail;                                // what came: "3 projects", "1 answer read"; or why not
  std::optional<std::chrono::milliseconds> latency;  // of the last attempt; nothing if none was sent
};

/// Blocks until all are asked; each at most three times within a minute. Touches no database.
std::vector<OnlineRow> ask_online(const Config& config);

}  // namespace noticed
