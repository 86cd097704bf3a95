// Sending again what was told, or given up: it goes back into the outbox under its own ids. Beside a running daemon,
// which sees it within seconds.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "storage/model/clock.h"

namespace noticed {

struct ReplayRequest {
  std::string sink;
  TimePoint since{};               // of the events
  std::optional<TimePoint> until;  // before that; nothing: to the newest
  bool dead_only = false;          // what was delivered stays so
};

struct ReplayCount {
  std::int64_t delivered = 0, dead = 0;
};

/// What would be sent again. Throws StoreError.
ReplayCount count_replay(const std::filesystem::path& database, const ReplayRequest& request);
/// Puts it into the outbox, in one transaction; nothing is deleted. Throws StoreError (another user's file, another
/// version's schema, busy); then nothing was written.
ReplayCount replay(const std::filesystem::path& database, const ReplayRequest& request, TimePoint now);

}  // namespace noticed
