#include "daemon/config/facts.h"

#include <sstream>

#include "storage/model/join.h"

namespace noticed {
namespace {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

/// Strings without quotes, anything else as TOML writes it.
std::string text_of(const toml::node& value) {
  if (const auto text = value.value_exact<std::string>()) return *text;
  std::ostringstream stream;
  stream << toml::node_view<const toml::node>(value);
  return stream.str();
}

std::string item_of(const toml::node& value) {
  const auto text = value.value_exact<std::string>();
  return text ? quoted(*text) : text_of(value);
}

/// Masks a mention: chats also identify people by phone numbers and e-mail addresses, and facts are stored and sent.
/// "178****1234" (a short one "****34"), "***@example.com"; other ids are unchanged.
std::string masked_person(const std::string& text) {
  constexpr std::size_t kShortestPhone = 7;
  constexpr std::size_t kShortestShown = 11;
  if (const auto sign = text.find('@'); sign != std::string::npos && sign > 0) return "***" + text.substr(sign);
  const bool phone = text.size() >= kShortestPhone && text.find_first_not_of("+-() 0123456789") == std::string::npos;
  if (!phone) return text;
  if (text.size() < kShortestShown) return "****" + text.substr(text.size() - 2);
  return text.substr(0, 3) + "****" + text.substr(text.size() - 4);
}

/// A URL without path and query, which contain tokens.
std::string shown(const std::string& url) {
  return url.substr(0, url.find_first_of("/?#", url.find("://") + 3)) + "/…";
}

/// The table's element in a path: its name, or the default of its name.
std::string name_of(const toml::table& table) {
  for (const auto* key : {"name", "region", "type"})
    if (const auto text = table[key].value_exact<std::string>()) return *text;
  return "";
}

}  // namespace

void Facts::add(const toml::table& root) {
  for (const auto& [key, node] : root) {
    const std::string name(key.str());
    if (const auto* table = node.as_table()) add_table(name, *table);
    if (const auto* array = node.as_array()) add_each(name, *array);
  }
}

void Facts::add_each(const std::string& kind, const toml::array& tables) {
  if (kind == "resource") {
    resources_ += tables.size();
    return;
  }
  for (const auto& item : tables) {
    const auto* table = item.as_table();
    if (table == nullptr) continue;
    const std::string path = kind + "." + (kind == "discover" ? std::to_string(++discovers_) : name_of(*table)) + ".";
    for (const auto& [key, node] : *table) {
      const auto url = key.str() == "url" ? node.value_exact<std::string>() : std::nullopt;
      if (url)
        scalars_[path + "url"] = shown(*url);
      else if (key.str() != "name")
        add_value(path + std::string(key.str()), node);
    }
  }
}

void Facts::add_table(const std::string& path, const toml::table& table) {
  for (const auto& [key, node] : table) {
    const std::string fact = path + "." + std::string(key.str());
    // The former name of the key: writing the new one is no change.
    add_value(fact == "coverage.told_by" ? "coverage.notify_channels" : fact, node);
  }
}

void Facts::add_value(const std::string& path, const toml::node& value) {
  if (const auto* table = value.as_table()) return add_table(path, *table);
  if (const auto* array = value.as_array()) {
    auto& list = lists_[path];
    const bool people = path.find(".mention.") != std::string::npos;
    for (const auto& item : *array) {
      const auto person = people ? item.value_exact<std::string>() : std::nullopt;
      list.push_back(person ? quoted(masked_person(*person)) : item_of(item));
    }
    return;
  }
  scalars_[path] = text_of(value);
}

std::map<std::string, std::string> Facts::all() const {
  std::map<std::string, std::string> facts = scalars_;
  for (const auto& [path, items] : lists_) {
    facts[path] = "[" + joined(items) + "]";
  }
  if (resources_ > 0) facts["resources"] = std::to_string(resources_);
  return facts;
}

}  // namespace noticed
