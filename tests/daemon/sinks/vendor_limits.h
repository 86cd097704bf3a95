// The vendors' documented limits of a message, not the program's budgets.
#pragma once

#include <algorithm>
#include <string>

#include "daemon/sinks/chat_sink.h"
#include "storage/model/unicode.h"

namespace noticed {

/// The UTF-16 units of all members called `name`: their sum, and the largest.
struct Sizes {
  std::size_t sum = 0, most = 0;
};
inline Sizes units_of(const ChatJson& value, const std::string& name) {
  Sizes sizes;
  for (const auto& [key, inner] : value.items()) {
    Sizes within;
    if (inner.is_structured()) within = units_of(inner, name);
    if (inner.is_string() && key == name) within.sum = within.most = utf16_units(inner.get<std::string>());
    sizes.sum += within.sum;
    sizes.most = std::max(sizes.most, within.most);
  }
  return sizes;
}

inline bool is_within_slack(const ChatJson& body) {
  const auto& blocks = body.at("blocks");
  return blocks.size() <= 50U && units_of(body, "text").most <= 3'000U &&
         utf16_units(blocks.at(0).at("text").at("text").get<std::string>()) <= 150U &&
         utf16_units(blocks.dump()) < 12'000U;
}

inline bool is_within_discord(const ChatJson& body) {
  const auto& embeds = body.at("embeds");
  const Sizes description = units_of(embeds, "description");
  const Sizes value = units_of(embeds, "value");
  const std::size_t sum = description.sum + value.sum + units_of(embeds, "name").sum + units_of(embeds, "text").sum;
  return embeds.size() <= 10U && utf16_units(body.at("content").get<std::string>()) <= 2'000U &&
         description.most <= 4'096U && value.most <= 1'024U && sum <= 6'000U;
}

inline bool is_within(const std::string& type, const ChatJson& body) {
  const std::size_t bytes = dumped(body).size();
  if (type == "dingtalk") return bytes <= 20'000U;
  if (type == "feishu") return bytes <= 20'480U - 85U;  // 85 bytes are for the signature
  if (type == "teams") return bytes <= 28'000U;
  if (type == "wecom") return body.at("markdown").at("content").get<std::string>().size() <= 4'096U;
  if (type == "mattermost") return utf16_units(dumped(body)) <= 7'500U;
  if (type == "slack") return is_within_slack(body);
  return type != "discord" || is_within_discord(body);
}

}  // namespace noticed
