// Builds the facts of one event about the watch itself.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/message/local_time.h"
#include "daemon/message/message.h"
#include "daemon/message/wording.h"
#include "storage/model/unicode.h"
#include "storage/model/words.h"

namespace noticed {

/// Labels and texts are given in both languages. An empty text adds no fact. Use within one call only; the event is not
/// owned.
class FactList {
 public:
  FactList(const ParsedEvent& parsed, Language words) : event(parsed), language(words) {}

  std::string either(std::string_view en, std::string_view zh) const { return noticed::either(language, en, zh); }
  void add(std::string_view en, std::string_view zh, std::vector<Line> lines) {
    facts.push_back({either(en, zh), std::move(lines)});
  }
  void add(std::string_view en, std::string_view zh, const std::string& text) {
    if (!text.empty()) add(en, zh, std::vector<Line>{{Span{text}}});
  }
  void when() { add("When", "时间", time_text(language, event.at)); }
  void since(std::string_view en, std::string_view zh, const nlohmann::json& json) {
    if (const auto time = time_of(json, "since")) add(en, zh, time_text(language, *time));
  }
  void span(std::string_view en, std::string_view zh, const nlohmann::json& json) {
    const auto from = time_of(json, "since");
    const auto to = time_of(json, "until");
    if (from && to) add(en, zh, span_text(language, *from, *to));
  }
  void examples(const nlohmann::json& json) {
    std::vector<Line> lines;
    for (const auto& text : texts_of(json, "examples")) lines.push_back({Span{example(text)}});
    if (!lines.empty()) add("Examples", "例如", std::move(lines));
  }
  /// An instruction, and a command for it; either may be empty.
  void act(std::string_view en, std::string_view zh, const std::string& command) {
    Line line;
    if (!en.empty()) line.push_back(Span{either(en, zh) + (command.empty() ? "" : either(": ", "："))});
    if (!command.empty()) line.push_back(Span{"noticed " + command, Style::code});
    add("Do", "处理", {std::move(line)});
  }
  /// "HTTP 503 (an error on the cloud's side)".
  void why(const nlohmann::json& json) {
    const std::string kind = text_of(json, "kind");
    const Word* word = failure_kind_word(kind);
    const std::string meaning = word == nullptr ? kind : either(word->en, word->zh);
    const std::string detail = shorten(text_of(json, "detail"), kLongestValue);
    if (detail.empty() || meaning.empty()) {
      add("Why", "原因", meaning + detail);
    } else {
      add("Why", "原因", either(meaning + ": " + detail, meaning + "：" + detail));
    }
  }
  std::string resource() const { return event.resource ? event.resource->short_id() : std::string(); }

  const ParsedEvent& event;
  const Language language;
  std::vector<Fact> facts;

 private:
  /// "build/48c6… payments-api: buildJobFail", with the event's display name.
  std::string example(const std::string& text) const {
    const std::size_t colon = text.rfind(": ");
    if (colon == std::string::npos || event_word(text.substr(colon + 2)) == nullptr) return text;
    return text.substr(0, colon) + either(": ", "：") + event_name(language, text.substr(colon + 2));
  }
};

}  // namespace noticed
