#include "daemon/config/toml_table.h"

#include <algorithm>
#include <numeric>

#include "daemon/config/duration.h"
#include "storage/model/join.h"

namespace noticed {
namespace {

/// Levenshtein distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::string nearest(std::string_view word, const std::vector<std::string>& words) {
  std::string best;
  std::size_t least = std::max<std::size_t>(2, word.size() / 2) + 1;
  for (const auto& candidate : words) {
    const std::size_t d = distance(word, candidate);
    if (d < least) {
      least = d;
      best = candidate;
    }
  }
  return best;
}

bool is_in(std::string_view word, const std::vector<std::string>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

Location location_of(const toml::node& node, const std::string& file) {
  const auto& begin = node.source().begin;
  return {file, begin.line, begin.column};
}

Location TomlTable::at(std::string_view key) const {
  const auto* node = table_.get(key);
  return location_of(node == nullptr ? static_cast<const toml::node&>(table_) : *node, file_);
}

void TomlTable::fault(std::string_view key, const std::string& message) {
  const std::string subject = key.empty() ? title_ : title_ + " " + std::string(key);
  faults_.push_back({at(key), subject + ": " + message});
}

const toml::node* TomlTable::take(std::string_view key) {
  asked_.emplace_back(key);
  return table_.get(key);
}

void TomlTable::wrong_type(std::string_view key, std::string_view wanted) {
  fault(key, "must be " + std::string(wanted));
}

std::optional<std::string> TomlTable::string(std::string_view key) {
  const auto* node = take(key);
  if (node == nullptr) return {};
  auto value = node->value_exact<std::string>();
  if (!value) wrong_type(key, "a string in quotes");
  return value;
}

std::optional<bool> TomlTable::boolean(std::string_view key) {
  const auto* node = take(key);
  if (node == nullptr) return {};
  auto value = node->value_exact<bool>();
  if (!value) wrong_type(key, "true or false");
  return value;
}

std::optional<std::int64_t> TomlTable::integer(std::string_view key, std::int64_t least, std::int64_t most) {
  const auto* node = take(key);
  if (node == nullptr) return {};
  auto value = node->value_exact<std::int64_t>();
  if (value && *value >= least && *value <= most) return value;
  wrong_type(key, "an integer from " + std::to_string(least) + " to " + std::to_string(most));
  return {};
}

std::optional<std::chrono::milliseconds> TomlTable::duration(std::string_view key, std::chrono::milliseconds least) {
  const auto text = string(key);
  if (!text) return {};
  const auto value = parse_duration(*text);
  if (!value) {
    fault(key, "\"" + *text + "\" is not a duration; write for example \"30s\", \"5m\", \"1h\" or \"3d\"");
    return {};
  }
  if (*value < least) {
    fault(key, "\"" + *text + "\" is too short; the minimum is " + to_text(least));
    return {};
  }
  return value;
}

std::optional<std::vector<std::string>> TomlTable::strings(std::string_view key) {
  const auto* node = take(key);
  if (node == nullptr) return {};
  const auto* array = node->as_array();
  if (array == nullptr) {
    wrong_type(key, "a list of strings");
    return {};
  }
  std::vector<std::string> values;
  for (const auto& item : *array) {
    const auto value = item.value_exact<std::string>();
    if (value)
      values.push_back(*value);
    else
      faults_.push_back(
          {location_of(item, file_), title_ + " " + std::string(key) + ": each item must be a string in quotes"});
  }
  return values;
}

std::optional<std::map<std::string, std::string>> TomlTable::string_map(std::string_view key) {
  auto inner = table(key);
  if (!inner) return {};
  std::map<std::string, std::string> values;
  for (const auto& [name, value] : inner->raw())
    if (const auto text = inner->string(name.str())) values.emplace(name.str(), *text);
  return values;
}

std::optional<std::string> TomlTable::word(std::string_view key, const std::vector<std::string_view>& words) {
  const auto value = string(key);
  if (!value || std::find(words.begin(), words.end(), *value) != words.end()) return value;
  fault(key, "\"" + *value + "\" is unknown; choose one of: " + joined(words));
  return {};
}

std::optional<TomlTable> TomlTable::table(std::string_view key) {
  const auto* node = take(key);
  if (node == nullptr) return {};
  const auto* inner = node->as_table();
  if (inner == nullptr) {
    wrong_type(key, "a table");
    return {};
  }
  return TomlTable(*inner, title_ + " " + std::string(key), file_, faults_);
}

std::vector<std::string> TomlTable::known() const {
  std::vector<std::string> keys;
  for (const auto& key : asked_)
    if (!is_in(key, keys)) keys.push_back(key);
  return keys;
}

void TomlTable::finish() {
  for (const auto& [key, node] : table_) {
    if (is_in(key.str(), asked_)) continue;
    const std::string near = nearest(key.str(), asked_);
    Location where{file_, key.source().begin.line, key.source().begin.column};
    faults_.push_back(
        {where, title_ + ": unknown key \"" + std::string(key.str()) +
                    (near.empty() ? "\"; known keys: " + joined(known()) : "\"; did you mean \"" + near + "\"?")});
  }
}

}  // namespace noticed
