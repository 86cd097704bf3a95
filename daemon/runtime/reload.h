// Rules of a reload: which keys need a restart, what is logged about the others, and the result of the last reload.
// Values; the Daemon acts on them. Network thread only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/config/config.h"
#include "daemon/runtime/log.h"

namespace noticed {

/// State of reloads: which configuration is in force, and whether a later one was rejected.
struct ReloadState {
  struct Refusal {
    TimePoint at{};
    std::string fault;       // the first error: "FILE:LINE:COL: message"
    std::size_t faults = 0;  // how many errors there are
  };
  TimePoint in_force_since{};      // when the configuration in force was read
  std::optional<Refusal> refused;  // the last reload, if it was rejected

  bool good() const { return !refused; }
  TimePoint last() const { return refused ? refused->at : in_force_since; }
};

/// Builds the refusal of a configuration with these faults, at least one of which is an error.
ReloadState::Refusal refusal_of(const std::vector<Fault>& faults, TimePoint at);

/// Restores in `fresh` what only a restart can change. Returns the keys that differ: "storage.path", "daemon.listen".
std::vector<std::string> keep_until_restart(const Config& running, Config& fresh);

/// Logs each key that differs between two configurations' facts as `config_key` with old and new value, at most 50.
/// Facts contain no secrets.
void log_difference(Log& log, const std::map<std::string, std::string>& before,
                    const std::map<std::string, std::string>& after);

}  // namespace noticed
