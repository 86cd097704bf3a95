#include "daemon/message/change_facts.h"

#include <algorithm>
#include <map>

#include "daemon/message/console.h"
#include "daemon/message/local_time.h"
#include "daemon/message/wording.h"
#include "storage/model/words.h"

namespace noticed {
namespace {

constexpr std::size_t kMostNames = 4;  // event names per line of who is still notified

bool concerns(const ParsedChange& change, const ParsedShift& shift) {
  return change.path.event == "*" || change.path.event == shift.event;
}

bool silences(const ParsedChange& change) {
  return change.effect == "muted" || change.effect == "recipients_removed" || change.effect == "inherited";
}

/// The event had a channel outside CodeArts, and as far as we know has none any more.
bool lost_its_listeners(const ParsedShift& shift) {
  return shift.covered != Covered::yes &&
         std::any_of(shift.was.begin(), shift.was.end(), [](const auto& channel) { return channel != "system"; });
}

/// The failure event that lost its last channel by a critical change; null if there is none.
const ParsedShift* silenced_by_critical(const ParsedEvent& event) {
  for (const auto& shift : event.coverage) {
    const bool critical = std::any_of(event.changes.begin(), event.changes.end(), [&](const ParsedChange& change) {
      return change.severity == Severity::critical && change.path.attribute != "webhook.url" && concerns(change, shift);
    });
    if (critical && lost_its_listeners(shift) && failure_word(shift.event) != nullptr) return &shift;
  }
  return nullptr;
}

const ParsedChange& worst_of(const ParsedEvent& event) {
  return *std::max_element(event.changes.begin(), event.changes.end(),
                           [](const auto& a, const auto& b) { return a.severity < b.severity; });
}

std::string phrase_zh(const ParsedChange& change, const Destinations& destinations) {
  const std::string place = place_name(Language::zh, change.path);
  const std::string whom = change.path.attribute.starts_with("mentions.") ? " @ 对象" : "通知对象";
  if (change.effect == "muted") return place + "已关闭";
  if (change.effect == "unmuted") return place + "已开启";
  if (change.effect == "redirected")
    return place + "改为发往" + value_text(Language::zh, change.path.attribute, change.after, destinations);
  if (change.effect == "recipients_added") return place + "增加了" + whom;
  if (change.effect == "recipients_removed") return place + "移除了" + whom;
  if (change.effect == "inherited") return place + "改为遵循项目级设置";
  if (change.effect == "overridden") return place + "不再遵循项目级设置";
  if (change.effect == "unrecognized") return place + "中有 noticed 不认识的设置发生了变更";
  return place + "的" + attribute_name(Language::zh, change.path.attribute) + "有变更";
}

std::string silence_zh(const ParsedShift& shift) {
  const std::string what = quoted(Language::zh, event_name(Language::zh, shift.event));
  const std::string whom = shift.now.empty() ? "任何人" : " CodeArts 之外的任何人";
  return what + (shift.covered == Covered::no ? "已不再通知" : "可能不再通知") + whom;
}

/// `email for "build failed": `, or with the setting's name: `Feishu, webhook address: `.
std::string subject_of(Language language, const ParsedChange& change) {
  std::string subject = place_name(language, change.path);
  const std::string attribute = attribute_name(language, change.path.attribute);
  if (!attribute.empty()) subject += either(language, ", ", "，") + attribute;
  return subject + either(language, ": ", "：");
}

/// Whether this change removed the event's last channel.
bool is_the_last_one(const ParsedEvent& event, const ParsedChange& change) {
  return std::any_of(event.coverage.begin(), event.coverage.end(), [&](const ParsedShift& shift) {
    if (shift.covered != Covered::no || !lost_its_listeners(shift)) return false;
    const auto last = std::find_if(event.changes.rbegin(), event.changes.rend(), [&](const ParsedChange& other) {
      return silences(other) && concerns(other, shift);
    });
    return last != event.changes.rend() && &*last == &change;
  });
}

Line change_line(const ParsedEvent& event, const ParsedChange& change, const RenderContext& context) {
  const Language language = context.language;
  const std::string subject = subject_of(language, change);
  Line line;
  if (const auto lists = list_difference(language, change.before, change.after, context.destinations)) {
    line = {Span{subject}, Span{*lists, Style::strong}};
  } else {
    const auto text = [&](const std::optional<Value>& value) {
      return value_text(language, change.path.attribute, value, context.destinations);
    };
    line = {Span{subject + text(change.before) + " → "}, Span{text(change.after), Style::strong}};
  }
  if (is_the_last_one(event, change))
    line.push_back(Span{change.effect == "muted" ? either(language, " (the last one)", "（最后一个渠道）")
                                                 : either(language, " (the last ones)", "（已无通知对象）")});
  return line;
}

Fact changed_fact(const ParsedEvent& event, const RenderContext& context) {
  Fact fact{either(context.language, "Changed", "变更"), {}};
  for (const auto& change : event.changes) fact.lines.push_back(change_line(event, change, context));
  return fact;
}

Fact when_fact(std::span<const ParsedEvent* const> events, Language language) {
  const auto window = [](const ParsedEvent& event) { return event.window.value_or(std::pair(event.at, event.at)); };
  auto [from, to] = window(*events.front());
  for (const auto* event : events) {
    from = std::min(from, window(*event).first);
    to = std::max(to, window(*event).second);
  }
  const std::string text = from == to ? time_text(language, to) : window_text(language, from, to);
  return {either(language, "When", "时间"), {{Span{text}}}};
}

std::string hidden_level(Language language) {
  return either(language, "the project's own settings are not visible to us", "项目级设置对我们不可见");
}

/// Never "nobody" if a level that the API hides may decide.
std::string listeners(Language language, const ParsedShift& shift) {
  std::vector<std::string> names;
  for (const auto& channel : shift.now) names.push_back(channel_name(language, channel));
  const std::string list = joined(language, names);
  if (shift.covered == Covered::unknown) {
    if (names.empty()) return either(language, "not known: ", "未知：") + hidden_level(language);
    return list + either(language, ", and perhaps others: ", "，可能还有其他渠道：") + hidden_level(language);
  }
  if (names.empty()) return either(language, "nobody", "无人");
  if (shift.covered == Covered::yes) return list;
  return either(language, list + " only", "仅" + list);
}

/// One line for all events with the same text.
std::vector<Line> still_told_lines(const ParsedEvent& event, Language language) {
  std::vector<const ParsedShift*> shifts;
  for (const auto& shift : event.coverage) shifts.push_back(&shift);
  std::stable_partition(shifts.begin(), shifts.end(),
                        [](const ParsedShift* shift) { return failure_word(shift->event) != nullptr; });
  std::vector<std::pair<std::string, std::vector<std::string>>> by_text;
  for (const auto* shift : shifts) {
    const std::string text = listeners(language, *shift);
    auto found = std::find_if(by_text.begin(), by_text.end(), [&](const auto& entry) { return entry.first == text; });
    if (found == by_text.end()) found = by_text.insert(by_text.end(), {text, {}});
    found->second.push_back(quoted(language, event_name(language, shift->event)));
  }
  std::vector<Line> lines;
  for (const auto& [text, names] : by_text) {
    const std::string prefix = joined(language, names, kMostNames) + either(language, ": ", "：");
    lines.push_back({Span{event.changes.size() == 1 && shifts.size() == 1 ? text : prefix + text}});
  }
  return lines;
}

/// Whether no event lost a channel.
bool only_gains(const ParsedEvent& event) {
  return std::all_of(event.coverage.begin(), event.coverage.end(), [](const ParsedShift& shift) {
    return shift.covered != Covered::unknown &&
           std::all_of(shift.was.begin(), shift.was.end(), [&](const auto& channel) {
             return std::find(shift.now.begin(), shift.now.end(), channel) != shift.now.end();
           });
  });
}

void add_still_told(std::vector<Fact>& facts, const ParsedEvent& event, std::vector<Line> lines, Language language) {
  if (lines.empty()) return;
  const std::string label =
      only_gains(event) ? either(language, "Told now", "现在会通知") : either(language, "Still told", "仍会通知");
  facts.push_back({label, std::move(lines)});
}

/// Advice, placed before the link or the command; empty if nothing needs to be done.
std::string advice(const ParsedEvent& event, Language language) {
  const ParsedChange& worst = worst_of(event);
  if (worst.effect == "redirected" && worst.severity == Severity::critical)
    return either(language, "ask who owns the new address; if nobody does, put the old one back",
                  "请确认新地址归谁所有；若无人认领，请改回原地址");
  if (worst.effect == "muted")
    return either(language, "if nobody meant this, switch it on again", "如非本意，请重新开启");
  if (worst.severity != Severity::info) return either(language, "if nobody meant this, undo it", "如非本意，请改回");
  return "";
}

/// Advice, and where to follow it: the resource's page, else a command that lists the events.
Fact do_fact(const ParsedEvent& event, Language language, const std::string& page, const std::string& command) {
  const std::string text = event.changes.empty() ? std::string() : advice(event, language);
  Line line;
  if (!page.empty()) {
    if (!text.empty()) line.push_back(Span{text + either(language, ": ", "：")});
    line.push_back(Span{either(language, "open its settings", "打开设置"), Style::plain, page});
  } else {
    const std::string bridge = text.empty() ? "" : text + either(language, "; ", "；");
    line.push_back(Span{bridge + either(language, "what else changed: ", "查看历史变更：")});
    line.push_back(Span{"noticed history " + command, Style::code});
  }
  return {either(language, "Do", "处理"), {std::move(line)}};
}

/// The lines, if they are the same for all events; else the number of events per text.
std::vector<Line> still_told_of_all(std::span<const ParsedEvent* const> events, Language language) {
  std::vector<std::pair<std::vector<Line>, std::int64_t>> counted;
  for (const auto* event : events) {
    auto lines = still_told_lines(*event, language);
    auto found = std::find_if(counted.begin(), counted.end(), [&](const auto& entry) { return entry.first == lines; });
    if (found == counted.end()) found = counted.insert(counted.end(), {std::move(lines), 0});
    ++found->second;
  }
  if (counted.size() == 1) return counted.front().first;
  std::vector<Line> lines;
  for (auto& [said, count] : counted) {
    for (auto& line : said) {
      const std::string how_many = std::to_string(count);
      line.push_back(Span{either(language, " (" + how_many + " of them)", "（其中 " + how_many + " 个）")});
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

}  // namespace

std::string page_of(const ParsedEvent& event) {
  if (!event.resource) return "";
  const ParsedResource& resource = *event.resource;
  return console_url(resource.service, resource.region, resource.project_id, resource.id);
}

std::string change_phrase(const ParsedEvent& event, const RenderContext& context) {
  if (context.language == Language::zh && !event.changes.empty()) {
    if (const ParsedShift* shift = silenced_by_critical(event)) return silence_zh(*shift);
    const std::size_t more = event.changes.size() - 1;
    const std::string phrase = phrase_zh(worst_of(event), context.destinations);
    return more == 0 ? phrase : phrase + "，另有 " + std::to_string(more) + " 项变更";
  }
  const std::string prefix = event.resource ? event.resource->label() + ": " : "";
  return event.summary.starts_with(prefix) ? event.summary.substr(prefix.size()) : event.summary;
}

std::vector<Fact> change_facts(const ParsedEvent& event, const RenderContext& context) {
  const ParsedEvent* const one = &event;
  std::vector<Fact> facts;
  if (!event.changes.empty()) facts.push_back(changed_fact(event, context));
  facts.push_back(when_fact({&one, 1}, context.language));
  add_still_told(facts, event, still_told_lines(event, context.language), context.language);
  if (event.resource) facts.push_back(do_fact(event, context.language, page_of(event), event.resource->short_id()));
  return facts;
}

std::vector<Fact> alike_facts(std::span<const ParsedEvent* const> events, const RenderContext& context) {
  const Language language = context.language;
  const ParsedEvent& first = *events.front();
  std::vector<Fact> facts;
  if (!first.changes.empty()) facts.push_back(changed_fact(first, context));
  facts.push_back(when_fact(events, language));
  add_still_told(facts, first, still_told_of_all(events, language), language);
  facts.push_back(do_fact(first, language, "", "--service " + first.service));
  return facts;
}

std::vector<Fact> reverted_facts(std::span<const ParsedEvent* const> events, const RenderContext& context) {
  const Language language = context.language;
  Fact changed{either(language, "Changed", "变更"), {}};
  std::vector<std::pair<std::string, Line>> by_path;
  for (const auto* event : events) {
    for (const auto& change : event->changes) {
      const auto text = [&](const std::optional<Value>& value) {
        return value_text(language, change.path.attribute, value, context.destinations);
      };
      const std::string path = encode(change.path);
      auto found = std::find_if(by_path.begin(), by_path.end(), [&](const auto& entry) { return entry.first == path; });
      if (found == by_path.end())
        found = by_path.insert(by_path.end(), {path, {Span{subject_of(language, change) + text(change.before)}}});
      found->second.push_back(Span{" → "});
      found->second.push_back(Span{text(change.after), Style::strong});
    }
  }
  for (auto& [path, line] : by_path) {
    line.back().style = Style::plain;  // the end value is the original one
    changed.lines.push_back(std::move(line));
  }
  std::vector<Fact> facts{std::move(changed), when_fact(events, language)};
  facts.push_back({either(language, "Now", "现状"),
                   {{Span{either(language, "as before; nothing is left of it", "与之前一致，没有遗留改动")}}}});
  return facts;
}

}  // namespace noticed
