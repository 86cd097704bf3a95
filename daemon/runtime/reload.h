// What becomes of a configuration that is read while the daemon runs: what of it needs a restart, what is said of the
// rest, and how the last reload went. Values; the Daemon acts on them. Network thread only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/config/config.h"
#include "daemon/runtime/log.h"

namespace noticed {

/// How reloads went so far: which configuration is in force, and whether a later one was refused.
struct ReloadState {
  struct Refusal {
    TimePoint at{};
    std::string fault;       // the first error: "FILE:LINE:COL: message"
    std::size_t faults = 0;  // how many errors there are
  };
  TimePoint in_force_since{};      // when what is in force was read
  std::optional<Refusal> refused;  // the last reload, if it was not taken

  bool good() const { return !refused; }
  TimePoint last() const { return refused ? refused->at : in_force_since; }
};

/// The refusal of a configuration with these faults; one of them must be an error.
ReloadState::Refusal refusal_of(const std::vector<Fault>& faults, TimePoint at);

/// Puts back into `fresh` what only a restart can change. The keys that differ: "storage.path", "daemon.listen".
std::vector<std::string> keep_until_restart(const Config& running, Config& fresh);

/// One line for each key that differs between two configurations' facts, 50 of them at most: `config_key` with old and
/// new. Nothing is secret in facts.
void log_difference(Log& log, const std::map<std::string, std::string>& before,
                    const std::map<std::string, std::string>& after);

}  // namespace noticed
