#include "daemon/message/wording.h"

#include <algorithm>
#include <iterator>

#include "storage/model/service.h"
#include "storage/model/unicode.h"
#include "storage/model/words.h"

namespace noticed {
namespace {

constexpr std::size_t kFingerprint = 16;  // hex digits after the '#' of a masked value
constexpr std::size_t kShownDigits = 8;

std::string say(Language language, const Word* word, std::string_view id) {
  return word == nullptr ? std::string(id) : either(language, word->en, word->zh);
}

/// The two parts of a masked value, "https://host/" and its fingerprint; nullopt if it is not masked.
std::optional<std::pair<std::string, std::string>> unmask(const std::string& text) {
  const std::size_t mark = text.rfind('#');
  if (mark == std::string::npos || text.size() - mark - 1 != kFingerprint) return {};
  const std::string digits = text.substr(mark + 1);
  if (digits.find_first_not_of("0123456789abcdef") != std::string::npos) return {};
  return std::pair(text.substr(0, mark), digits.substr(0, kShownDigits));
}

std::string address_text(Language language, const std::string& origin, const std::string& mark, bool undeclared) {
  const std::size_t host = origin.find("://") + 3;
  const std::string where = origin.substr(host, origin.find('/', host) - host);
  if (undeclared) return either(language, "UNDECLARED address at ", "未登记的地址 ") + where + mark;
  return either(language, "an address at ", "地址 ") + where + mark;
}

std::string masked_text(Language language, const std::string& shown, const std::string& digits, bool undeclared) {
  const std::string mark = either(language, " (#", "（#") + digits + either(language, ")", "）");
  if (shown.find("://") != std::string::npos) return address_text(language, shown, mark, undeclared);
  if (shown == "secret") return either(language, "secret", "密钥") + mark;
  if (shown == "phone") return either(language, "a phone number", "手机号") + mark;
  return shown.empty() ? either(language, "hidden", "已隐藏") + mark : shown;  // the mask identifies it
}

std::string text_text(Language language, std::string_view attribute, const std::string& text,
                      const Destinations& destinations) {
  if (const auto known = destinations.find(text); known != destinations.end()) return known->second;
  if (attribute == "source" || attribute == "switch.source") {
    if (text == "project" || text == "product") return either(language, "the project's settings", "项目级设置");
    if (service_from(text)) return either(language, "its own settings", "自身设置");
  }
  const auto masked = unmask(text);
  if (!masked) return text;
  return masked_text(language, masked->first, masked->second, attribute == "webhook.url" && !destinations.empty());
}

std::string bool_text(Language language, std::string_view attribute, bool value) {
  const bool toggles = is_switch(attribute) || attribute.ends_with("_enabled");
  if (toggles) return value ? either(language, "on", "开") : either(language, "off", "关");
  return value ? either(language, "yes", "是") : either(language, "no", "否");
}

}  // namespace

std::string channel_name(Language language, std::string_view id) { return say(language, channel_word(id), id); }

std::string event_name(Language language, std::string_view id) { return say(language, event_word(id), id); }

std::string place_name(Language language, const Path& path) {
  const bool none = path.channel == "*";
  if (language == Language::zh) {
    const std::string place = (none ? std::string() : channel_name(language, path.channel)) + "通知";
    return path.event == "*" ? place : "“" + event_name(language, path.event) + "”的" + place;
  }
  const std::string place = none ? "notifications" : channel_name(language, path.channel);
  return path.event == "*" ? place : place + " for \"" + event_name(language, path.event) + "\"";
}

std::string attribute_name(Language language, std::string_view attribute) {
  if (is_switch(attribute)) return "";
  if (const Word* word = attribute_word(attribute)) return say(language, word, attribute);
  if (attribute.starts_with("config."))
    return either(language, "extra setting ", "附加配置 ") + std::string(attribute.substr(7));
  if (attribute.starts_with("x."))
    return either(language, "unknown setting ", "未知设置 ") + std::string(attribute.substr(2));
  return std::string(attribute);
}

std::string quoted(Language language, const std::string& name) {
  return either(language, "\"", "“") + name + either(language, "\"", "”");
}

std::string count_of(Language language, std::int64_t count, std::string_view service) {
  const ServiceWords& words = words_of(service);
  if (language == Language::zh) return measured_zh(count, service) + std::string(words.zh_resources);
  return std::to_string(count) + " " + std::string(count == 1 ? words.one : words.many);
}

std::string measured_zh(std::int64_t count, std::string_view service) {
  return std::to_string(count) + std::string(words_of(service).zh_measure);
}

std::string joined(Language language, const std::vector<std::string>& items, std::size_t most) {
  std::string out;
  for (std::size_t i = 0; i < items.size() && i < most; ++i) {
    if (i > 0) out += either(language, ", ", "、");
    out += items[i];
  }
  if (items.size() <= most) return out;
  const std::string rest = std::to_string(items.size() - most);
  return out + either(language, " and ", " 等另外 ") + rest + either(language, " more", " 项");
}

std::string value_text(Language language, std::string_view attribute, const std::optional<Value>& value,
                       const Destinations& destinations) {
  if (!value) return either(language, "not set", "未设置");
  std::string text;
  if (const auto* flag = std::get_if<bool>(&*value)) {
    text = bool_text(language, attribute, *flag);
  } else if (const auto* words = std::get_if<std::string>(&*value)) {
    text = text_text(language, attribute, *words, destinations);
  } else if (const auto* list = std::get_if<List>(&*value)) {
    std::vector<std::string> items;
    for (const auto& item : *list) items.push_back(text_text(language, attribute, item, destinations));
    text = items.empty() ? either(language, "nobody", "无") : joined(language, items);
  } else {
    text = to_json(*value).dump();
  }
  return shorten(text, kLongestValue);
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
  return shorten(joined(language, parts), kLongestValue);
}

}  // namespace noticed
