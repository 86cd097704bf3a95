#include "daemon/runtime/reload.h"

#include <algorithm>

namespace noticed {
namespace {

constexpr std::size_t kMostKeys = 50;

/// Restores the fact too, so that only real changes are logged.
void put_back(const Config& running, Config& fresh, const std::string& key) {
  const auto before = running.facts.find(key);
  if (before == running.facts.end())
    fresh.facts.erase(key);
  else
    fresh.facts[key] = before->second;
}

}  // namespace

ReloadState::Refusal refusal_of(const std::vector<Fault>& faults, TimePoint at) {
  ReloadState::Refusal refusal{at, {}, 0};
  for (const Fault& fault : faults) {
    if (fault.level != FaultLevel::error) continue;
    if (refusal.faults++ == 0) refusal.fault = to_text(fault);
  }
  return refusal;
}

std::vector<std::string> keep_until_restart(const Config& running, Config& fresh) {
  std::vector<std::string> keys;
  if (fresh.database != running.database) {
    keys.emplace_back("storage.path");
    fresh.database = running.database;
    put_back(running, fresh, keys.back());
  }
  if (fresh.listen != running.listen) {
    keys.emplace_back("daemon.listen");
    fresh.listen = running.listen;
    put_back(running, fresh, keys.back());
  }
  return keys;
}

void log_difference(Log& log, const std::map<std::string, std::string>& before,
                    const std::map<std::string, std::string>& after) {
  // Old and new value by key, sorted by key; null: not set.
  std::map<std::string, std::pair<const std::string*, const std::string*>> keys;
  for (const auto& [key, value] : before) keys[key].first = &value;
  for (const auto& [key, value] : after) keys[key].second = &value;
  std::erase_if(keys, [](const auto& entry) {
    const auto& [old, fresh] = entry.second;
    return old != nullptr && fresh != nullptr && *old == *fresh;
  });
  std::size_t logged = 0;
  for (const auto& [key, values] : keys) {
    if (logged++ == kMostKeys) return log.info("config_key", {{"more", std::to_string(keys.size() - kMostKeys)}});
    const auto& [old, fresh] = values;
    log.info(
        "config_key",
        {{"key", key}, {"old", old == nullptr ? "(not set)" : *old}, {"new", fresh == nullptr ? "(not set)" : *fresh}});
  }
}

}  // namespace noticed
