// Parses times as people type them.
#pragma once

#include <optional>
#include <string>

#include "storage/model/clock.h"

namespace noticed {

/// RFC 3339, "2026-11-21" (midnight), "14:05" (today), "2h ago"; local times are in the process's time zone. Throws
/// CommandError (usage) for anything else. Returns nullopt for an empty text.
std::optional<TimePoint> parse_when(const std::string& text, TimePoint now);

/// The time from `then` to `now`: "12s", "5m 10s", "3d 4h".
std::string age_text(TimePoint then, TimePoint now);

}  // namespace noticed
