// Builds the facts of one event about the watch itself.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "daemon/message/local_time.h"
#include "daemon/message/message.h"
#include "storage/model/unicode.h"
#include "storage/model/wording/body_members.h"
#include "storage/model/wording/fact_words.h"
#include "storage/model/wording/summary.h"
#include "storage/model/wording/terms.h"
#include "storage/model/wording/words.h"

namespace noticed {

/// An empty text adds no fact. Use within one call only; the event is not owned.
class FactList {
 public:
  /// `titled`: the block's title is the summary of this event, so that facts need not repeat it.
  FactList(const ParsedEvent& parsed, Language words, bool is_titled)
      : event(parsed), language(words), titled(is_titled) {}

  std::string say(const Sentence& sentence, std::initializer_list<std::string_view> values = {}) const {
    return noticed::say(language, sentence, values);
  }
  void add(const Sentence& label, std::vector<Line> lines) { facts.push_back({say(label), std::move(lines)}); }
  void add(const Sentence& label, const std::string& text) {
    if (!text.empty()) add(label, std::vector<Line>{{Span{text}}});
  }
  void when() { add(label::kWhen, time_text(language, event.at)); }
  void since(const Sentence& label, const nlohmann::json& json) {
    if (const auto time = time_of(json, "since")) add(label, time_text(language, *time));
  }
  void span(const Sentence& label, const nlohmann::json& json) {
    const auto from = time_of(json, "since");
    const auto to = time_of(json, "until");
    if (from && to) add(label, span_text(language, *from, *to));
  }
  void examples(const nlohmann::json& json) {
    std::vector<Line> lines;
    for (const auto& text : texts_of(json, "examples")) lines.push_back({Span{example(text)}});
    if (!lines.empty()) add(label::kExamples, std::move(lines));
  }
  /// Advice, and a command for it, which may be empty.
  void advise(const Sentence& label, const Sentence& text, const std::string& command) {
    Line line{Span{command.empty() ? say(text) : say(advice::kLinked, {say(text)})}};
    if (!command.empty()) line.push_back(Span{"noticed " + command, Style::code});
    add(label, {std::move(line)});
  }
  void act(const Sentence& text, const std::string& command) { advise(label::kAction, text, command); }
  void why(const nlohmann::json& json) { add(label::kWhy, shorten(reason_of(language, json))); }
  std::string resource() const { return event.resource ? event.resource->short_id() : std::string(); }

  const ParsedEvent& event;
  const Language language;
  const bool titled;
  std::vector<Fact> facts;

 private:
  /// "build/48c6… payments-api: buildJobFail", with the event's display name.
  std::string example(const std::string& text) const {
    const std::size_t colon = text.rfind(": ");
    if (colon == std::string::npos || event_word(text.substr(colon + 2)) == nullptr) return text;
    return say(fact::kWithLabel, {text.substr(0, colon), event_name(language, text.substr(colon + 2))});
  }
};

}  // namespace noticed
