#include "storage/model/wording/change_phrase.h"

#include <algorithm>

#include "storage/model/wording/words.h"

namespace noticed {
namespace {

/// The failure event that lost its last visible channel by a critical change; null if there is none. An address that
/// changed is critical as well, but silences nothing.
const ParsedShift* lost_failure(const std::vector<ParsedChange>& changes, const std::vector<ParsedShift>& shifts) {
  const ParsedShift* lost = nullptr;
  for (const auto& shift : shifts) {
    if (shift.covered == Covered::yes || shift.was.empty()) continue;
    const bool critical = std::any_of(changes.begin(), changes.end(), [&](const ParsedChange& change) {
      return change.severity == Severity::critical && change.path.attribute != "webhook.url" && concerns(change, shift);
    });
    if (!critical) continue;
    if (failure_word(shift.event) != nullptr) return &shift;
    if (lost == nullptr) lost = &shift;  // a failure event that only the configuration knows as one
  }
  return lost;
}

std::string lost_phrase(Language language, const std::string& event) {
  const Word* word = failure_word(event);
  const std::string failures =
      word == nullptr ? quoted(language, event_name(language, event)) : say(language, {word->en, word->zh});
  return say(language, {"no visible notification left for {0}", "{0}时已没有可见的通知渠道"}, {failures});
}

std::string attribute_phrase(Language language, const ParsedChange& change, const std::string& place) {
  std::string name = attribute_name(language, change.path.attribute);
  if (name.empty()) name = say(language, {"setting", "设置"});
  if (change.op == "added") return say(language, {"{0}: {1} added", "{0}新增了{1}"}, {place, name});
  if (change.op == "removed") return say(language, {"{0}: {1} removed", "{0}删除了{1}"}, {place, name});
  return say(language, {"{0}: {1} changed", "{0}的{1}已变更"}, {place, name});
}

std::string phrase_of(Language language, const ParsedChange& change, const Destinations& destinations) {
  const std::string place = place_name(language, change.path);
  const std::string& attribute = change.path.attribute;
  const std::string& effect = change.effect;
  const bool mentions = attribute.starts_with("mentions.");
  const bool people = mentions || attribute.starts_with("recipients.");
  if (effect == "muted") return say(language, {"{0} switched off", "{0}已关闭"}, {place});
  if (effect == "unmuted") return say(language, {"{0} switched on", "{0}已开启"}, {place});
  if (effect == "redirected")
    return say(language, {"{0} now delivers to {1}", "{0}改为发往{1}"},
               {place, value_text(language, attribute, change.after, destinations)});
  if (effect == "recipients_added" && mentions)
    return say(language, {"mentions added to {0}", "{0}增加了 @ 对象"}, {place});
  if (effect == "recipients_added" && people)
    return say(language, {"recipients added to {0}", "{0}增加了通知对象"}, {place});
  if (effect == "recipients_removed" && mentions)
    return say(language, {"mentions removed from {0}", "{0}移除了 @ 对象"}, {place});
  if (effect == "recipients_removed" && people)
    return say(language, {"recipients removed from {0}", "{0}移除了通知对象"}, {place});
  if (effect == "inherited")
    return say(language, {"{0} now follows the project's settings", "{0}改为遵循项目级设置"}, {place});
  if (effect == "overridden")
    return say(language, {"{0} no longer follows the project's settings", "{0}不再遵循项目级设置"}, {place});
  return attribute_phrase(language, change, place);
}

}  // namespace

std::string change_phrase(Language language, const std::vector<ParsedChange>& changes,
                          const std::vector<ParsedShift>& shifts, const Destinations& destinations) {
  if (changes.empty()) return "";
  if (const ParsedShift* lost = lost_failure(changes, shifts)) return lost_phrase(language, lost->event);
  const auto gravest = std::max_element(changes.begin(), changes.end(),
                                        [](const auto& a, const auto& b) { return a.severity < b.severity; });
  const std::string phrase = phrase_of(language, *gravest, destinations);
  const std::size_t more = changes.size() - 1;
  if (more == 0) return phrase;
  if (more == 1) return say(language, {"{0}, and 1 more change", "{0}，另有 1 项变更"}, {phrase});
  return say(language, {"{0}, and {1} more changes", "{0}，另有 {1} 项变更"}, {phrase, std::to_string(more)});
}

std::string still_notified(Language language, const ParsedShift& shift) {
  std::vector<std::string> names;
  for (const auto& channel : shift.now) names.push_back(channel_name(language, channel));
  const std::string list = joined(language, names);
  const bool unknown = shift.covered == Covered::unknown;
  if (names.empty())
    return unknown ? say(language, {"not known", "未知"}) : say(language, {"no visible channel", "没有可见的渠道"});
  if (unknown) return say(language, {"{0}, perhaps others", "{0}，可能还有其他渠道"}, {list});
  return shift.covered == Covered::yes ? list : say(language, {"{0} only", "仅{0}"}, {list});
}

std::string hidden_levels(Language language, std::string_view service) {
  if (service == "check")
    return say(language, {"Project-level and tenant-level settings are not visible to noticed.",
                          "noticed 看不到项目级和租户级设置。"});
  return say(language, {"Project-level settings are not visible to noticed.", "noticed 看不到项目级设置。"});
}

}  // namespace noticed
