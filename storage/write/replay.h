// Replays delivered or dead deliveries: puts them back into the outbox under their own ids. Works beside a running
// daemon, which notices within seconds.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "storage/model/clock.h"

namespace noticed {

struct ReplayRequest {
  std::string sink;
  TimePoint since{};               // of the events
  std::optional<TimePoint> until;  // exclusive; nullopt: up to the newest
  bool dead_only = false;          // leaves out what was delivered
};

struct ReplayCount {
  std::int64_t delivered = 0, dead = 0;
};

/// Counts what would be sent again. Throws StoreError.
ReplayCount count_replay(const std::filesystem::path& database, const ReplayRequest& request);
/// Puts them into the outbox in one transaction; deletes nothing. Throws StoreError (another user's file, another
/// version's schema, busy); then nothing was written.
ReplayCount replay(const std::filesystem::path& database, const ReplayRequest& request, TimePoint now);

}  // namespace noticed
