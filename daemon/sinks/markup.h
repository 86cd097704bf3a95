// The chats' markups: escapes user data so that it stays plain text and cannot form a link, mention, tag or structure.
// Where a markup has no escape, a lookalike character or a zero-width space is used.
#pragma once

#include <string>
#include <string_view>

namespace noticed {

struct Markup {
  std::string (*plain)(std::string_view text);  // user data, escaped
  std::string (*code)(std::string_view text);   // the same as code, or quoted if the markup has no code
  std::string_view strong;                      // before and after strong text
  std::string (*link)(const std::string& written, std::string_view url);  // `written`: in this markup
};

/// &, < and > as entities; marks without an escape become lookalikes. Text objects must have `"verbatim":true`.
extern const Markup kSlackMarkup;
/// Backslash escapes.
extern const Markup kMattermostMarkup;
extern const Markup kDiscordMarkup;
/// Backslash escapes for the few marks that Adaptive Cards support.
extern const Markup kTeamsMarkup;
/// Numeric entities, as Feishu's documentation of Markdown in cards requires.
extern const Markup kFeishuMarkup;
/// Fullwidth forms: these chats have no escape.
extern const Markup kDingtalkMarkup;
extern const Markup kWecomMarkup;

/// User data where the chat reads no markup: mentions and addresses are still broken up.
std::string neutral(std::string_view text);

/// Written text as a line of its own whose first characters cannot start a heading, quote or list.
std::string as_line(std::string written);

/// The URL if it is https and contains nothing that could end a link early; else empty.
std::string link_target(std::string_view url);

}  // namespace noticed
