// Times as people type them.
#pragma once

#include <optional>
#include <string>

#include "storage/model/clock.h"

namespace noticed {

/// RFC 3339, "2026-11-21" (midnight), "14:05" (today), "2h ago"; local ones in the process's time zone.
/// Throws CommandError (usage) for anything else. Nothing for an empty text.
std::optional<TimePoint> parse_when(const std::string& text, TimePoint now);

/// "12s", "5m 10s", "3d 4h" before `now`.
std::string age_text(TimePoint then, TimePoint now);

}  // namespace noticed
