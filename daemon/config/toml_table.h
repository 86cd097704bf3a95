// One table of a configuration file, read key by key. Keys that were never read are reported at the end.
#pragma once

#include <chrono>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/config/config.h"

#include <toml++/toml.h>

namespace noticed {

class TomlTable {
 public:
  /// `table` and `faults` must outlive this. `title`: the table's name in messages, "[daemon]".
  TomlTable(const toml::table& table, std::string title, std::string file, std::vector<Fault>& faults)
      : table_(table), title_(std::move(title)), file_(std::move(file)), faults_(faults) {}

  std::optional<std::string> string(std::string_view key);
  std::optional<bool> boolean(std::string_view key);
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most);
  std::optional<std::chrono::milliseconds> duration(std::string_view key, std::chrono::milliseconds least);
  std::optional<std::vector<std::string>> strings(std::string_view key);
  std::optional<std::map<std::string, std::string>> string_map(std::string_view key);
  /// One of `words`, else a fault that lists them.
  std::optional<std::string> word(std::string_view key, const std::vector<std::string_view>& words);
  std::optional<TomlTable> table(std::string_view key);
  /// Reports every key that was not read, with the nearest known key, or with all of them.
  void finish();

  /// Position of a key, or of the table if the key is missing.
  Location at(std::string_view key = {}) const;
  bool has(std::string_view key) const { return table_.contains(key); }
  void fault(std::string_view key, const std::string& message);
  const toml::table& raw() const { return table_; }
  const std::string& title() const { return title_; }
  /// Marks a key as known without reading it; returns it if present.
  const toml::node* take(std::string_view key);

 private:
  void wrong_type(std::string_view key, std::string_view wanted);
  /// The keys that were read, in that order, each once.
  std::vector<std::string> known() const;

  const toml::table& table_;
  std::string title_;
  std::string file_;
  std::vector<Fault>& faults_;
  std::vector<std::string> asked_;
};

Location location_of(const toml::node& node, const std::string& file);

}  // namespace noticed
