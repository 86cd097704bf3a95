// Who is notified of which event, computed from settings alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/model/policy.h"
#include "storage/model/service.h"
#include "storage/model/setting.h"

namespace noticed {

/// unknown: depends on project-level settings that the API hides.
enum class Covered : std::uint8_t { no, yes, unknown };

/// As in events and in the database; nullopt: unknown.
std::optional<bool> to_optional(Covered covered);
Covered covered_from(std::optional<bool> covered);

struct Coverage {
  std::string event;
  bool is_failure = false;
  std::vector<std::string> channels;  // all enabled ones, sorted
  Covered covered = Covered::no;      // by a channel of notify_channels
};

/// One row per event that the settings name (not `*`), in event order.
std::vector<Coverage> coverage_of(const Settings& settings, const Policy& policy);

/// The sections that are asked for and offered, but have never answered.
constexpr SectionMask unread_sections(SectionMask asked, SectionMask seen, SectionMask unsupported) {
  return static_cast<SectionMask>(asked & ~(seen | unsupported));
}
/// What is known while there are unread sections: that nobody is notified is not. The view `coverage` has the same
/// rule.
Covered as_far_as_read(Covered covered, SectionMask unread);

/// Whether the setting says that its channel is decided at a level that the API does not show.
bool is_hidden_source(const Path& path, const Value& value);

}  // namespace noticed
