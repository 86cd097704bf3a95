#include "daemon/sinks/markup.h"

#include <algorithm>

#include "storage/model/ascii.h"
#include "storage/model/percent.h"
#include "storage/model/unicode.h"

namespace noticed {
namespace {

constexpr std::string_view kNothing = "\u200B";  // zero-width space: visible to parsers only

/// Bytes above 0x7F count as letters.
bool is_word(char c) { return is_alnum(c) || static_cast<unsigned char>(c) >= 0x80; }

bool begins_www(std::string_view rest) {
  return rest.size() >= 4 && (rest[0] | 0x20) == 'w' && (rest[1] | 0x20) == 'w' && (rest[2] | 0x20) == 'w' &&
         rest[3] == '.';
}

/// Breaks mentions, and addresses that chats turn into links.
std::string broken(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto rest = text.substr(i);
    const bool www = i >= 3 && begins_www(text.substr(i - 3));
    if (www) result += kNothing;  // before the dot
    result += text[i];
    if (text[i] == '@' || rest.starts_with("://")) result += kNothing;
  }
  return result;
}

/// The same, and breaks tags, which some chats look for in the raw text.
std::string untagged(std::string_view text) {
  std::string result;
  for (const char c : broken(text)) {
    result += c;
    if (c == '<') result += kNothing;
  }
  return result;
}

std::string backslashed(std::string_view text, std::string_view marks) {
  std::string result;
  for (const char c : text) {
    if (marks.find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

/// An underscore between word characters is part of a name and starts no emphasis.
bool is_inner(std::string_view text, std::size_t at) {
  return at > 0 && at + 1 < text.size() && is_word(text[at - 1]) && is_word(text[at + 1]);
}

/// U+FF01 to U+FF5E are the fullwidth forms of the printable ASCII characters.
std::string fullwidth(char c) { return to_utf8(0xFF00U + static_cast<unsigned char>(c) - 0x20U); }

bool begins_entity(std::string_view rest) {
  constexpr std::size_t kLongest = 11;  // limits the search: hostile names can contain many of them in a row
  const auto end = rest.substr(0, kLongest).find(';');
  return end != std::string_view::npos && end > 1 &&
         std::all_of(rest.begin() + 1, rest.begin() + static_cast<std::ptrdiff_t>(end),
                     [](char c) { return c == '#' || is_word(c); });
}

std::string widened(std::string_view text, std::string_view marks) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool mark = marks.find(c) != std::string_view::npos || (c == '_' && !is_inner(text, i)) ||
                      (c == '&' && begins_entity(text.substr(i)));
    if (mark)
      result += fullwidth(c);
    else
      result += c;
  }
  return result;
}

std::string wide_plain(std::string_view text) { return widened(broken(text), "\\`*[]<>|~"); }

std::string without_ticks(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '`')
      result += "\u02CB";  // lookalike of the backtick
    else
      result += c;
  }
  return result;
}

std::string ticked(const std::string& text) {
  std::string result;
  if (!text.empty()) result.append("`").append(text).append("`");
  return result;
}

std::string slack_entities(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '&')
      result += "&amp;";
    else if (c == '<')
      result += "&lt;";
    else if (c == '>')
      result += "&gt;";
    else
      result += c;
  }
  return result;
}

std::string slack_plain(std::string_view text) {
  const std::string whole = broken(text);
  std::string result;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (whole[i] == '*')
      result += "\u2217";
    else if (whole[i] == '~')
      result += "\u223C";
    else if (whole[i] == '`')
      result += "\u02CB";
    else if (whole[i] == '_' && !is_inner(whole, i))
      result += fullwidth('_');
    else
      result += whole[i];
  }
  return slack_entities(result);
}

/// Mattermost interprets ~channel, #word and :smile: without any other mark.
std::string mattermost_plain(std::string_view text) {
  const std::string whole = untagged(text);
  std::string result;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const bool before_name = i + 1 < whole.size() && (is_word(whole[i + 1]) || whole[i + 1] == '+');
    result += whole[i];
    if (before_name && (whole[i] == '~' || whole[i] == '#' || whole[i] == ':') && !is_digit(whole[i + 1]))
      result += kNothing;
  }
  return backslashed(result, "\\`*_~|<>[]&");
}

std::string feishu_plain(std::string_view text) {
  constexpr std::string_view kMarks = "&<>*~`[]\\";
  const std::string whole = broken(text);
  std::string result;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const char c = whole[i];
    if (kMarks.find(c) == std::string_view::npos && (c != '_' || is_inner(whole, i)))
      result += c;
    else
      result.append("&#").append(std::to_string(static_cast<int>(c))).append(";");
  }
  return result;
}

/// Teams looks for <at>name</at> in the raw text, so a backslash is not enough.
std::string teams_plain(std::string_view text) {
  const std::string whole = untagged(text);
  std::string result;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (whole[i] == '_' && !is_inner(whole, i)) result += '\\';
    result += backslashed(whole.substr(i, 1), "\\`*[]");
  }
  return result;
}

std::string discord_plain(std::string_view text) { return backslashed(untagged(text), "\\`*_~|<>[]"); }

std::string slack_code(std::string_view text) { return ticked(slack_entities(broken(without_ticks(text)))); }
/// Mentions do not work in code, but other programs may read the message too.
std::string ticked_code(std::string_view text) { return ticked(untagged(without_ticks(text))); }
std::string wecom_code(std::string_view text) { return ticked(widened(broken(without_ticks(text)), "<>")); }

/// For markups without code: quotation marks separate a command from the text around it.
template <std::string (*plain)(std::string_view)>
std::string quoted(std::string_view text) {
  std::string result;
  if (!text.empty()) result.append("\u201C").append(plain(text)).append("\u201D");
  return result;
}

std::string slack_link(const std::string& written, std::string_view url) {
  return "<" + slack_entities(url) + "|" + written + ">";
}

std::string markdown_link(const std::string& written, std::string_view url) {
  std::string link = "[";
  return link.append(written).append("](").append(url).append(")");
}

}  // namespace

constexpr Markup kSlackMarkup{&slack_plain, &slack_code, "*", &slack_link};
constexpr Markup kMattermostMarkup{&mattermost_plain, &ticked_code, "**", &markdown_link};
constexpr Markup kDiscordMarkup{&discord_plain, &ticked_code, "**", &markdown_link};
constexpr Markup kTeamsMarkup{&teams_plain, &quoted<teams_plain>, "**", &markdown_link};
constexpr Markup kFeishuMarkup{&feishu_plain, &quoted<feishu_plain>, "**", &markdown_link};
constexpr Markup kDingtalkMarkup{&wide_plain, &quoted<wide_plain>, "**", &markdown_link};
constexpr Markup kWecomMarkup{&wide_plain, &wecom_code, "**", &markdown_link};

std::string neutral(std::string_view text) { return untagged(text); }

std::string as_line(std::string written) {
  const auto digits = std::find_if_not(written.begin(), written.end(), &is_digit);
  const bool numbered = digits != written.begin() && digits != written.end() && (*digits == '.' || *digits == ')');
  const bool marked = !written.empty() && std::string_view("#>-+=").find(written.front()) != std::string_view::npos;
  // Slack reads &gt; at the beginning of a line as a quote.
  if (marked || numbered || written.starts_with("&gt;")) written.insert(0, kNothing);
  return written;
}

std::string link_target(std::string_view url) {
  constexpr auto kept = [](char c) {
    return static_cast<unsigned char>(c) < 0x80 &&
           (is_word(c) || std::string_view("-._~:/?#@!$&'+,;=%").find(c) != std::string_view::npos);
  };
  return url.starts_with("https://") ? percent_encode(url, kept) : std::string();
}

}  // namespace noticed
