#include "storage/write/config_facts.h"

#include <utility>
#include <vector>

namespace noticed {
namespace {

/// Writes deferred until the table has been read.
struct Writes {
  std::vector<std::pair<std::string, std::string>> put;
  std::vector<std::string> drop;
};

/// Both are sorted by key bytes: one pass.
ConfigChanged compare(Connection& connection, const std::map<std::string, std::string>& facts, Writes& writes) {
  ConfigChanged changed;
  auto fresh = facts.begin();
  const auto add = [&] {
    changed.note_added(fresh->first, fresh->second);
    writes.put.emplace_back(*fresh++);
  };
  auto stored = connection.query("SELECT key, value FROM config_fact ORDER BY key");
  bool any = false;
  while (stored.step()) {
    any = true;
    const std::string key = stored.text(0);
    while (fresh != facts.end() && fresh->first < key) add();
    if (fresh == facts.end() || fresh->first != key) {
      changed.note_removed(key, stored.text(1));
      writes.drop.push_back(key);
      continue;
    }
    if (fresh->second != stored.view(1)) {
      // A migration empties values whose written form changed: these are not reported as changes.
      if (!stored.view(1).empty()) changed.note_changed(key, stored.text(1), fresh->second);
      writes.put.emplace_back(*fresh);
    }
    ++fresh;
  }
  while (fresh != facts.end()) add();
  return any ? changed : ConfigChanged{};
}

}  // namespace

ConfigChanged replace_facts(Connection& connection, const std::map<std::string, std::string>& facts) {
  if (facts.empty()) return {};
  Writes writes;
  ConfigChanged changed = compare(connection, facts, writes);
  for (const auto& [key, value] : writes.put)
    connection.query("INSERT OR REPLACE INTO config_fact (key, value) VALUES (?, ?)").bind(key, value).run();
  for (const std::string& key : writes.drop) connection.query("DELETE FROM config_fact WHERE key = ?").bind(key).run();
  return changed;
}

}  // namespace noticed
