#include "storage/model/wording/terms.h"

#include <algorithm>
#include <iterator>

#include "storage/model/service.h"
#include "storage/model/unicode.h"
#include "storage/model/wording/words.h"

namespace noticed {
namespace {

constexpr std::size_t kFingerprint = 16;  // hex digits after the '#' of a masked value
constexpr std::size_t kShownDigits = 8;

std::string word_or_id(Language language, const Word* word, std::string_view id) {
  return word == nullptr ? std::string(id) : say(language, {word->en, word->zh});
}

/// The two parts of a masked value, "https://host/" and its fingerprint; nullopt if it is not masked.
std::optional<std::pair<std::string, std::string>> unmask(const std::string& text) {
  const std::size_t mark = text.rfind('#');
  if (mark == std::string::npos || text.size() - mark - 1 != kFingerprint) return {};
  const std::string digits = text.substr(mark + 1);
  if (digits.find_first_not_of("0123456789abcdef") != std::string::npos) return {};
  return std::pair(text.substr(0, mark), digits.substr(0, kShownDigits));
}

/// "open.feishu.cn" of "https://open.feishu.cn/".
std::string host_of(const std::string& origin) {
  const std::size_t host = origin.find("://") + 3;
  return origin.substr(host, origin.find('/', host) - host);
}

std::string masked_text(Language language, const std::string& shown, const std::string& digits, bool undeclared) {
  constexpr Sentence kUndeclared{"an undeclared address at {0} (#{1})", "未登记的地址 {0}（#{1}）"};
  constexpr Sentence kAddress{"an address at {0} (#{1})", "地址 {0}（#{1}）"};
  if (shown.find("://") != std::string::npos)
    return say(language, undeclared ? kUndeclared : kAddress, {host_of(shown), digits});
  if (shown == "secret") return say(language, {"secret (#{0})", "密钥（#{0}）"}, {digits});
  if (shown == "phone") return say(language, {"a phone number (#{0})", "手机号（#{0}）"}, {digits});
  return shown.empty() ? say(language, {"hidden (#{0})", "已隐藏（#{0}）"}, {digits})
                       : shown;  // the mask identifies it
}

std::string text_text(Language language, std::string_view attribute, const std::string& text,
                      const Destinations& destinations) {
  if (const auto known = destinations.find(text); known != destinations.end()) return known->second;
  if (attribute == "source" || attribute == "switch.source") {
    if (text == "project" || text == "product") return say(language, {"the project's settings", "项目级设置"});
    if (service_from(text)) return say(language, {"its own settings", "自身设置"});
  }
  const auto masked = unmask(text);
  if (!masked) return text;
  return masked_text(language, masked->first, masked->second, attribute == "webhook.url" && !destinations.empty());
}

std::string bool_text(Language language, std::string_view attribute, bool value) {
  const bool toggles = is_switch(attribute) || attribute.ends_with("_enabled");
  if (toggles) return value ? say(language, {"on", "开"}) : say(language, {"off", "关"});
  return value ? say(language, {"yes", "是"}) : say(language, {"no", "否"});
}

}  // namespace

std::string channel_name(Language language, std::string_view id) { return word_or_id(language, channel_word(id), id); }

std::string event_name(Language language, std::string_view id) { return word_or_id(language, event_word(id), id); }

std::string place_name(Language language, const Path& path) {
  const bool none = path.channel == "*";
  const std::string event = event_name(language, path.event);
  if (none && path.event == "*") return say(language, {"notifications", "通知"});
  if (none) return say(language, {"notifications for \"{0}\"", "“{0}”的通知"}, {event});
  const std::string channel = channel_name(language, path.channel);
  if (path.event == "*") return say(language, {"{0}", "{0}通知"}, {channel});
  return say(language, {"{0} for \"{1}\"", "“{1}”的{0}通知"}, {channel, event});
}

std::string attribute_name(Language language, std::string_view attribute) {
  if (is_switch(attribute)) return "";
  if (const Word* word = attribute_word(attribute)) return word_or_id(language, word, attribute);
  if (attribute.starts_with("config."))
    return say(language, {"extra setting {0}", "附加配置 {0}"}, {attribute.substr(7)});
  if (attribute.starts_with("x.")) return say(language, {"unknown setting {0}", "未知设置 {0}"}, {attribute.substr(2)});
  return std::string(attribute);
}

std::string quoted(Language language, const std::string& name) { return say(language, {"\"{0}\"", "“{0}”"}, {name}); }

std::string count_of(Language language, std::int64_t count, std::string_view service) {
  const ServiceWords& words = words_of(service);
  if (language == Language::zh) return measured_zh(count, service) + std::string(words.zh_resources);
  return std::to_string(count) + " " + std::string(count == 1 ? words.one : words.many);
}

std::string nouns_of(Language language, std::string_view service) {
  const ServiceWords& words = words_of(service);
  return say(language, {words.many, words.zh_resources});
}

std::string measured_zh(std::int64_t count, std::string_view service) {
  return std::to_string(count) + std::string(words_of(service).zh_measure);
}

std::string joined(Language language, const std::vector<std::string>& items, std::size_t most) {
  std::string out;
  for (std::size_t i = 0; i < items.size() && i < most; ++i) {
    if (i > 0) out += say(language, {", ", "、"});
    out += items[i];
  }
  if (items.size() <= most) return out;
  return say(language, {"{0} and {1} more", "{0} 等另外 {1} 项"}, {out, std::to_string(items.size() - most)});
}

std::string value_text(Language language, std::string_view attribute, const std::optional<Value>& value,
                       const Destinations& destinations) {
  if (!value) return say(language, {"not set", "未设置"});
  if (const auto* flag = std::get_if<bool>(&*value)) return bool_text(language, attribute, *flag);
  if (const auto* words = std::get_if<std::string>(&*value))
    return text_text(language, attribute, *words, destinations);
  const auto* list = std::get_if<List>(&*value);
  if (list == nullptr) return to_json(*value).dump();
  std::vector<std::string> items;
  for (const auto& item : *list) items.push_back(text_text(language, attribute, item, destinations));
  return items.empty() ? say(language, {"none", "无"}) : joined(language, items);
}

std::optional<std::string> list_difference(Language language, const std::optional<Value>& before,
                                           const std::optional<Value>& after, const Destinations& destinations) {
  const auto* from = before ? std::get_if<List>(&*before) : nullptr;
  const auto* to = after ? std::get_if<List>(&*after) : nullptr;
  if ((before && from == nullptr) || (after && to == nullptr) || (from == nullptr && to == nullptr)) return {};
  const List old_items = from == nullptr ? List{} : *from;
  const List new_items = to == nullptr ? List{} : *to;
  std::vector<std::string> parts;
  const auto note = [&](const List& items, const List& others, const char* sign) {
    for (const auto& item : items)
      if (std::find(others.begin(), others.end(), item) == others.end())
        parts.push_back(sign + text_text(language, "", item, destinations));
  };
  note(new_items, old_items, "+");
  note(old_items, new_items, "−");
  return joined(language, parts);
}

}  // namespace noticed
