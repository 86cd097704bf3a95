#include "daemon/message/compose.h"

#include <algorithm>
#include <set>
#include <vector>

#include "daemon/message/change_facts.h"
#include "daemon/message/group.h"
#include "daemon/message/local_time.h"
#include "daemon/message/notice_facts.h"
#include "daemon/message/title.h"
#include "storage/model/unicode.h"
#include "storage/model/wording/fact_words.h"
#include "storage/model/wording/parsed_event.h"

namespace noticed {
namespace {

constexpr std::size_t kMostBlocks = 8;  // with all facts; further blocks are listed by title only

void add_text(std::string& line, const std::string& text) {
  if (text.empty()) return;
  if (!line.empty()) line += " · ";
  line += text;
}

/// "Shop · prod/ap-southeast-3 · build/48c66c60 · #1842 · `noticed explain evt_01JD…`"; for several events, what they
/// share. The number is a member's, which the chats write.
Line reference_of(const EventGroup& group) {
  const ParsedEvent& first = *group.events.front();
  std::string place;
  if (first.resource && group.kind != EventGroup::Likeness::alike) {
    const ParsedResource& resource = *first.resource;
    add_text(place, resource.project_name);
    add_text(place, resource.account + (resource.region.empty() ? "" : "/" + resource.region));
    add_text(place, resource.short_id());
  } else {
    add_text(place, first.account);
    add_text(place, first.service);
  }
  if (first.seq <= 0) return place.empty() ? Line{} : Line{Span{place}};  // not stored: `explain` cannot find it
  Line line;
  if (!place.empty()) line.push_back(Span{place + " · "});
  line.push_back(Span{"noticed explain " + (first.id.empty() ? std::to_string(first.seq) : first.id), Style::code});
  return line;
}

Severity highest_of(const EventGroup& group) {
  Severity highest = Severity::info;
  for (const auto* parsed : group.events) highest = std::max(highest, parsed->severity);
  return highest;
}

std::vector<Fact> facts_of(const EventGroup& group, const RenderContext& context) {
  const ParsedEvent& first = *group.events.front();
  if (group.kind == EventGroup::Likeness::reverted) return reverted_facts(group.events, context);
  const bool change = first.type == "settings.changed";
  if (group.kind == EventGroup::Likeness::alike)
    return change ? alike_facts(group.events, context) : alike_notice_facts(group.events, context);
  return change ? change_facts(first, context) : notice_facts(first, context);
}

Block block_of(const EventGroup& group, const RenderContext& context) {
  const ParsedEvent& first = *group.events.front();
  Block block;
  block.severity = highest_of(group);
  switch (group.kind) {
    case EventGroup::Likeness::single: block.title = title_of(first, context); break;
    case EventGroup::Likeness::alike: block.title = alike_title(group.events, context); break;
    case EventGroup::Likeness::reverted:
      block.title = reverted_title(first, context.language);
      if (block.severity == Severity::critical) block.severity = Severity::warning;  // no longer in effect
      break;
  }
  block.facts = facts_of(group, context);
  for (const auto* parsed : group.events) {
    const bool several = group.kind == EventGroup::Likeness::alike && parsed->resource;
    block.members.push_back({parsed->seq, several ? parsed->resource->label() : std::string(), page_of(*parsed)});
  }
  block.reference = reference_of(group);
  return block;
}

/// "12 changes, 3 of them critical".
std::string title_of_several(const std::vector<ParsedEvent>& events, const std::vector<Block>& blocks,
                             Language language) {
  const bool changes = std::all_of(events.begin(), events.end(),
                                   [](const ParsedEvent& parsed) { return parsed.type == "settings.changed"; });
  std::size_t critical = 0;
  for (const auto& block : blocks) critical += block.severity == Severity::critical ? block.members.size() : 0;
  const Sentence& sentence = critical == 0 ? (changes ? title::kChanges : title::kEvents)
                             : critical == events.size()
                                 ? (changes ? title::kChangesAllCritical : title::kEventsAllCritical)
                                 : (changes ? title::kChangesSomeCritical : title::kEventsSomeCritical);
  return say(language, sentence, {std::to_string(events.size()), std::to_string(critical)});
}

void shorten_to_digest(std::vector<Block>& blocks) {
  for (auto& block : blocks) {
    block.facts.clear();
    block.reference.clear();  // one note explains it for all of them
  }
}

std::vector<Line> notes_of(const std::vector<ParsedEvent>& events, const RenderContext& context, bool digest) {
  const Language language = context.language;
  std::vector<Line> notes;
  const auto add = [&](const Sentence& sentence, std::initializer_list<std::string_view> values) {
    notes.push_back({Span{say(language, sentence, values)}});
  };
  if (context.delay) {
    const auto& delay = *context.delay;
    add(delay.reason.empty() ? note::kDelayed : note::kDelayedBecause,
        {span_text(language, delay.from, delay.to), shorten(delay.reason)});
  }
  const auto replayed =
      std::count_if(events.begin(), events.end(), [](const ParsedEvent& parsed) { return parsed.replayed; });
  if (replayed > 0 && static_cast<std::size_t>(replayed) == events.size()) {
    add(note::kReplayed, {});
  } else if (replayed > 0) {
    add(replayed == 1 ? note::kOneReplayed : note::kSomeReplayed, {std::to_string(replayed)});
  }
  if (digest) notes.push_back({Span{say(language, note::kDigest)}, Span{"noticed explain N", Style::code}});
  return notes;
}

bool says(const MessageContent& message, const std::string& word) {
  const auto line_says = [&](const Line& line) {
    return std::any_of(line.begin(), line.end(),
                       [&](const Span& span) { return span.text.find(word) != std::string::npos; });
  };
  return message.title.find(word) != std::string::npos || line_says(message.footer);
}

/// "noticed · watcher-1 · prod", and the chat's keyword unless every part contains it anyway.
void add_footer(MessageContent& message, const std::vector<std::string>& sources, const RenderContext& context) {
  std::string text = "noticed";
  for (const auto& source : sources) add_text(text, source);
  message.footer = {Span{text}};
  if (!context.keyword.empty() && !says(message, context.keyword))
    message.footer.front().text += " · " + context.keyword;
}

/// Hosts, then accounts.
std::vector<std::string> sources_of(const std::vector<ParsedEvent>& events) {
  std::set<std::string> hosts;
  std::set<std::string> accounts;
  for (const auto& parsed : events) {
    hosts.insert(parsed.host);
    accounts.insert(parsed.account);
  }
  std::vector<std::string> sources(hosts.begin(), hosts.end());
  sources.insert(sources.end(), accounts.begin(), accounts.end());
  return sources;
}

}  // namespace

MessageContent compose(std::span<const DueDelivery> events, const RenderContext& context) {
  std::vector<ParsedEvent> parsed;
  for (const auto& event : events) parsed.push_back(parse_event(event));
  MessageContent message;
  for (const auto& together : group(parsed, context)) message.blocks.push_back(block_of(together, context));
  for (const auto& block : message.blocks) message.severity = std::max(message.severity, block.severity);
  message.title = message.blocks.size() == 1 ? message.blocks.front().title
                                             : title_of_several(parsed, message.blocks, context.language);
  const bool digest = message.blocks.size() > kMostBlocks;
  if (digest) shorten_to_digest(message.blocks);
  message.notes = notes_of(parsed, context, digest);
  add_footer(message, sources_of(parsed), context);
  clean(message);
  return message;
}

MessageContent test_message(const std::string& sink, const RenderContext& context) {
  const Language language = context.language;
  Block block;
  block.title = say(language, title::kTest, {sink});
  block.facts = {{say(language, label::kLayout), {{Span{say(language, note::kTestLayout)}}}},
                 {say(language, label::kAction), {{Span{say(language, note::kTestAction)}}}}};
  block.members = {{0, "", ""}};
  block.reference = {Span{"noticed test-sink " + sink, Style::code}};
  MessageContent message;
  message.title = block.title;
  message.blocks.push_back(std::move(block));
  add_footer(message, {}, context);
  clean(message);
  return message;
}

}  // namespace noticed
