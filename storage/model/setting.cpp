#include "storage/model/setting.h"

#include <algorithm>
#include <stdexcept>

#include "storage/model/percent.h"

namespace noticed {
namespace {

bool stands_in_path(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c != '%' && c != '/' && byte >= 0x20 && byte != 0x7f;
}

int hex_digit(char c) {
  const int value = c >= 'a' && c <= 'f' ? -1 : hex_value(c);  // one spelling only
  if (value < 0) throw std::invalid_argument("a setting's path has a bad percent escape");
  return value;
}

std::string decode_component(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) throw std::invalid_argument("a setting's path ends in a percent escape");
    out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
    i += 2;
  }
  return out;
}

}  // namespace

std::string encode(const Path& path) {
  const auto part = [](const std::string& component) { return percent_encode(component, &stands_in_path); };
  return part(path.channel) + "/" + part(path.event) + "/" + part(path.attribute);
}

Path decode_path(std::string_view text) {
  const auto first = text.find('/');
  const auto second = first == std::string_view::npos ? first : text.find('/', first + 1);
  if (second == std::string_view::npos || text.find('/', second + 1) != std::string_view::npos)
    throw std::invalid_argument("a setting's path has three components: " + std::string(text));
  return {decode_component(text.substr(0, first)), decode_component(text.substr(first + 1, second - first - 1)),
          decode_component(text.substr(second + 1))};
}

List make_list(std::vector<std::string> items) {
  std::erase(items, std::string{});
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  return items;
}

nlohmann::json to_json(const Value& value) {
  return std::visit([](const auto& v) { return nlohmann::json(v); }, value);
}

Value value_from_json(const nlohmann::json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number_float()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_array() && std::all_of(json.begin(), json.end(), [](const auto& item) { return item.is_string(); }))
    return json.get<List>();
  throw std::invalid_argument(std::string("no setting has a value of type ") + json.type_name());
}

std::string canonical_text(const Settings& settings) {
  nlohmann::json object = nlohmann::json::object();
  for (const auto& [path, value] : settings) object.emplace(path, to_json(value));
  return object.dump();
}

Settings parse_settings(std::string_view canonical) {
  Settings settings;
  const auto object = nlohmann::json::parse(canonical);
  if (!object.is_object()) throw std::invalid_argument("a settings document is one JSON object");
  for (const auto& [path, value] : object.items()) settings.emplace(path, value_from_json(value));
  return settings;
}

}  // namespace noticed
