#include "daemon/message/change_facts.h"

#include <algorithm>

#include "daemon/message/clean.h"
#include "daemon/message/console.h"
#include "daemon/message/local_time.h"
#include "storage/model/unicode.h"
#include "storage/model/wording/change_phrase.h"
#include "storage/model/wording/fact_words.h"
#include "storage/model/wording/words.h"

namespace noticed {
namespace {

constexpr std::size_t kMostNames = 4;  // event names per line of who is still notified

bool silences(const ParsedChange& change) {
  return change.effect == "muted" || change.effect == "recipients_removed" || change.effect == "inherited";
}

/// The event had a channel outside CodeArts, and none is visible any more.
bool lost_its_listeners(const ParsedShift& shift) {
  return shift.covered != Covered::yes &&
         std::any_of(shift.was.begin(), shift.was.end(), [](const auto& channel) { return channel != "system"; });
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

std::string value_of(const ParsedChange& change, const std::optional<Value>& value, const RenderContext& context) {
  return shorten(value_text(context.language, change.path.attribute, value, context.destinations));
}

/// `email for "build failed" on → `, or with the setting's name: `Feishu, webhook address: sre-oncall → `.
std::string from_text(const ParsedChange& change, const RenderContext& context) {
  const Language language = context.language;
  const std::string place = place_name(language, change.path);
  const std::string name = attribute_name(language, change.path.attribute);
  const std::string before = value_of(change, change.before, context);
  return name.empty() ? say(language, fact::kSwitch, {place, before})
                      : say(language, fact::kSetting, {place, name, before});
}

Line change_line(const ParsedEvent& event, const ParsedChange& change, const RenderContext& context) {
  const Language language = context.language;
  Line line;
  if (const auto lists = list_difference(language, change.before, change.after, context.destinations)) {
    const std::string name = attribute_name(language, change.path.attribute);
    line = {Span{say(language, fact::kList, {place_name(language, change.path), name})},
            Span{shorten(*lists), Style::strong}};
  } else {
    line = {Span{from_text(change, context)}, Span{value_of(change, change.after, context), Style::strong}};
  }
  if (is_the_last_one(event, change))
    line.push_back(Span{say(language, change.effect == "muted" ? fact::kLastChannel : fact::kLastRecipients)});
  return line;
}

Fact changed_fact(const ParsedEvent& event, const RenderContext& context) {
  Fact fact{say(context.language, label::kChanged), {}};
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
  return {say(language, label::kWhen), {{Span{text}}}};
}

/// One line for all events with the same text; then, unless all is known, what is not visible.
std::vector<Line> still_notified_lines(const ParsedEvent& event, Language language) {
  std::vector<const ParsedShift*> shifts;
  for (const auto& shift : event.coverage) shifts.push_back(&shift);
  std::stable_partition(shifts.begin(), shifts.end(),
                        [](const ParsedShift* shift) { return failure_word(shift->event) != nullptr; });
  std::vector<std::pair<std::string, std::vector<std::string>>> by_text;
  for (const auto* shift : shifts) {
    const std::string text = still_notified(language, *shift);
    auto found = std::find_if(by_text.begin(), by_text.end(), [&](const auto& entry) { return entry.first == text; });
    if (found == by_text.end()) found = by_text.insert(by_text.end(), {text, {}});
    found->second.push_back(quoted(language, event_name(language, shift->event)));
  }
  std::vector<Line> lines;
  for (const auto& [text, names] : by_text) {
    const std::string named = say(language, fact::kWithLabel, {joined(language, names, kMostNames), text});
    lines.push_back({Span{event.changes.size() == 1 && shifts.size() == 1 ? text : named}});
  }
  if (std::all_of(shifts.begin(), shifts.end(), [](const auto* shift) { return shift->covered == Covered::yes; }))
    return lines;
  const std::string hidden = hidden_levels(language, event.service);
  if (lines.size() > 1) {
    lines.push_back({Span{hidden}});
  } else {
    lines.front().front().text = say(language, fact::kThen, {lines.front().front().text, hidden});
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

void add_still_notified(std::vector<Fact>& facts, const ParsedEvent& event, std::vector<Line> lines,
                        Language language) {
  if (lines.empty()) return;
  facts.push_back({say(language, only_gains(event) ? label::kNowNotified : label::kStillNotified), std::move(lines)});
}

std::string advice_for(const ParsedEvent& event, Language language) {
  const auto worst = std::max_element(event.changes.begin(), event.changes.end(),
                                      [](const auto& a, const auto& b) { return a.severity < b.severity; });
  if (worst == event.changes.end()) return say(language, advice::kUndo);
  if (worst->effect == "redirected" && worst->severity == Severity::critical)
    return say(language, advice::kRestoreAddress);
  return say(language, worst->effect == "muted" ? advice::kSwitchOn : advice::kUndo);
}

/// How to take the change back: on the resource's page, else by hand, with a command that lists what else changed.
Fact unintended_fact(const ParsedEvent& event, Language language, const std::string& page, const std::string& command) {
  Line line;
  if (!page.empty()) {
    line = {Span{say(language, advice::kOpenSettings), Style::plain, page}};
  } else {
    line = {Span{say(language, advice::kHistory, {advice_for(event, language)})},
            Span{"noticed history " + command, Style::code}};
  }
  return {say(language, label::kUnintended), {std::move(line)}};
}

/// The lines, if they are the same for all events; else the number of events per text.
std::vector<Line> still_notified_of_all(std::span<const ParsedEvent* const> events, Language language) {
  std::vector<std::pair<std::vector<Line>, std::int64_t>> counted;
  for (const auto* event : events) {
    auto lines = still_notified_lines(*event, language);
    auto found = std::find_if(counted.begin(), counted.end(), [&](const auto& entry) { return entry.first == lines; });
    if (found == counted.end()) found = counted.insert(counted.end(), {std::move(lines), 0});
    ++found->second;
  }
  if (counted.size() == 1) return counted.front().first;
  std::vector<Line> lines;
  for (auto& [said, count] : counted) {
    for (auto& line : said) {
      line.push_back(Span{say(language, fact::kHowMany, {std::to_string(count)})});
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

std::string change_phrase_of(const ParsedEvent& event, const RenderContext& context) {
  return change_phrase(context.language, event.changes, event.coverage, context.destinations);
}

std::vector<Fact> change_facts(const ParsedEvent& event, const RenderContext& context) {
  const Language language = context.language;
  const ParsedEvent* const one = &event;
  std::vector<Fact> facts;
  if (!event.changes.empty()) facts.push_back(changed_fact(event, context));
  facts.push_back(when_fact({&one, 1}, language));
  add_still_notified(facts, event, still_notified_lines(event, language), language);
  if (event.resource) facts.push_back(unintended_fact(event, language, page_of(event), event.resource->short_id()));
  return facts;
}

std::vector<Fact> alike_facts(std::span<const ParsedEvent* const> events, const RenderContext& context) {
  const Language language = context.language;
  const ParsedEvent& first = *events.front();
  std::vector<Fact> facts;
  if (!first.changes.empty()) facts.push_back(changed_fact(first, context));
  facts.push_back(when_fact(events, language));
  add_still_notified(facts, first, still_notified_of_all(events, language), language);
  facts.push_back(unintended_fact(first, language, "", "--service " + first.service));
  return facts;
}

std::vector<Fact> reverted_facts(std::span<const ParsedEvent* const> events, const RenderContext& context) {
  const Language language = context.language;
  Fact changed{say(language, label::kChanged), {}};
  std::vector<std::pair<std::string, Line>> by_path;
  for (const auto* event : events) {
    for (const auto& change : event->changes) {
      const std::string path = encode(change.path);
      auto found = std::find_if(by_path.begin(), by_path.end(), [&](const auto& entry) { return entry.first == path; });
      if (found == by_path.end()) {
        found = by_path.insert(by_path.end(), {path, {Span{from_text(change, context)}}});
      } else {
        found->second.push_back(Span{" → "});
      }
      found->second.push_back(Span{value_of(change, change.after, context), Style::strong});
    }
  }
  for (auto& [path, line] : by_path) {
    line.back().style = Style::plain;  // the end value is the original one
    changed.lines.push_back(std::move(line));
  }
  return {std::move(changed), when_fact(events, language),
          Fact{say(language, label::kNow), {{Span{say(language, fact::kAsBefore)}}}}};
}

}  // namespace noticed
