// Words for single items: channels, events, settings, values, counts. Values have their full length.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/setting.h"
#include "storage/model/wording/sentence.h"

namespace noticed {

/// Declared webhook addresses: fingerprinted form -> display name.
using Destinations = std::map<std::string, std::string, std::less<>>;

/// "DingTalk", "钉钉"; the id if the channel has no display name.
std::string channel_name(Language language, std::string_view id);
/// "build failed", "构建失败"; the id if the event has no display name.
std::string event_name(Language language, std::string_view id);
/// `email for "build failed"`, `“构建失败”的邮件通知`.
std::string place_name(Language language, const Path& path);
/// "webhook address"; empty for a switch; the id if the attribute has no display name.
std::string attribute_name(Language language, std::string_view attribute);
/// "3 build jobs", "3 个构建任务"; "resources" for an unknown service.
std::string count_of(Language language, std::int64_t count, std::string_view service);
/// "build jobs", "构建任务"; "resources" for an unknown service.
std::string nouns_of(Language language, std::string_view service);
/// The number with its measure word only, if the noun was mentioned before: "3 条".
std::string measured_zh(std::int64_t count, std::string_view service);
/// "a, b", "a、b"; beyond `most` items only how many more there are.
std::string joined(Language language, const std::vector<std::string>& items, std::size_t most = 1'000);
/// In the quotation marks of the language.
std::string quoted(Language language, const std::string& name);

/// "on", "60", "sre-oncall", "an address at open.feishu.cn (#1f2e3d4c)"; "not set" without a value.
std::string value_text(Language language, std::string_view attribute, const std::optional<Value>& value,
                       const Destinations& destinations);
/// "+sre, −dev"; nullopt unless both are lists or absent, and at least one is a list.
std::optional<std::string> list_difference(Language language, const std::optional<Value>& before,
                                           const std::optional<Value>& after, const Destinations& destinations);

}  // namespace noticed
