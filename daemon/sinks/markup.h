// The markups of chats: how user data is written in each so that it stays plain text. It can form no link, mention, tag
// or structure. Where a markup knows no escape, a lookalike or a zero-width space breaks the spell.
#pragma once

#include <string>
#include <string_view>

namespace noticed {

struct Markup {
  std::string (*plain)(std::string_view text);  // user data, escaped
  std::string (*code)(std::string_view text);   // the same as code, or in quotation marks where there is none
  std::string_view strong;                      // before and after strong text
  std::string (*link)(const std::string& written, std::string_view url);  // `written` is in this markup
};

/// &, < and > as entities; marks without an escape become lookalikes. Text objects must say `"verbatim":true`.
extern const Markup kSlackMarkup;
/// Backslashes.
extern const Markup kMattermostMarkup;
extern const Markup kDiscordMarkup;
/// Backslashes for the few marks that Adaptive Cards know.
extern const Markup kTeamsMarkup;
/// Numbered entities, as Feishu's page on Markdown in cards asks for.
extern const Markup kFeishuMarkup;
/// Fullwidth forms: neither chat knows an escape.
extern const Markup kDingtalkMarkup;
extern const Markup kWecomMarkup;

/// User data where the chat reads no markup: mentions and addresses are broken all the same.
std::string neutral(std::string_view text);

/// Written text as a line of its own, so that its first characters make no heading, quote or list.
std::string as_line(std::string written);

/// An https address with nothing in it that could end a link early; empty if it is none.
std::string link_target(std::string_view url);

}  // namespace noticed
