// `check --online`: authenticates each account and sends one request to each service, as the daemon would.
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
  std::string detail;                                // the result: "3 projects", "1 answer read"; or the error
  std::optional<std::chrono::milliseconds> latency;  // of the last attempt; nullopt if none was sent
};

/// Blocks until all requests are done; at most three attempts each, within a minute. Opens no database.
std::vector<OnlineRow> ask_online(const Config& config);

}  // namespace noticed
