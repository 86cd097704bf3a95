// Who is notified of which event, computed from settings alone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/model/policy.h"
#include "storage/model/setting.h"

namespace noticed {

/// unknown: depends on project-level settings that the API hides.
enum class Covered : std::uint8_t { no, yes, unknown };

struct Coverage {
  std::string event;
  bool is_failure = false;
  std::vector<std::string> channels;  // all enabled ones, sorted
  Covered covered = Covered::no;      // by a channel of notify_channels
};

/// One row per event that the settings name (not `*`), in event order.
std::vector<Coverage> coverage_of(const Settings& settings, const Policy& policy);

}  // namespace noticed
