#include "daemon/config/sink_type.h"

#include <algorithm>
#include <vector>

#include "daemon/config/url.h"
#include "storage/model/ascii.h"
#include "storage/model/join.h"

namespace noticed {

const SinkType* find_type(SinkTypes types, std::string_view name) {
  const auto found =
      std::find_if(types.begin(), types.end(), [name](const SinkType* type) { return type->name == name; });
  return found == types.end() ? nullptr : *found;
}

std::string names_of(SinkTypes types) {
  std::vector<std::string_view> names;
  names.reserve(types.size());
  for (const SinkType* type : types) names.push_back(type->name);
  return joined(names);
}

std::string fault_of_sink_url(const SinkType* type, const std::string& url, bool plain) {
  if (auto wrong = fault_of_url(url, plain); !wrong.empty()) return wrong;
  return type == nullptr || type->fault_of_host == nullptr ? "" : type->fault_of_host(lower_case(host_of(url)));
}

std::string fault_of_keyword(std::string_view keyword) {
  if (keyword.empty()) return "must not be empty";
  if (keyword.size() > 64) return "is longer than 64 bytes";
  constexpr std::string_view kMarks = "\\`*_{}[]()<>#+!|~@&\"";
  const bool marked = std::any_of(keyword.begin(), keyword.end(), [&](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || kMarks.find(c) != std::string_view::npos;
  });
  return marked ? "contains a character that the chat reads as markup; use only letters and digits" : "";
}

bool is_odd_name(std::string_view name) {
  constexpr std::size_t kLongest = 128;
  return name.empty() || name.size() > kLongest || std::any_of(name.begin(), name.end(), [](char c) {
           return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f ||
                  std::string_view("<>\"'`*&|\\[]()").find(c) != std::string_view::npos;
         });
}

std::string fault_of_mention(const SinkType& type, std::string_view name) {
  if (type.fault_of_mention != nullptr) return type.fault_of_mention(name);
  if (is_odd_name(name) || name.starts_with('@'))
    return "cannot be mentioned; write the name without @, spaces and brackets";
  return "";
}

}  // namespace noticed
