#include "daemon/sinks/writing.h"

#include <algorithm>
#include <utility>

namespace noticed {
namespace {

/// "#1842"; empty for a test message, which is no event.
std::string number_of(const Member& member) { return member.seq == 0 ? "" : "#" + std::to_string(member.seq); }

/// "#1862–#2091, #2093": the numbers of the members from the given one on, runs as their first and last.
std::string numbers_from(const std::vector<Member>& members, std::size_t first) {
  std::string text;
  for (std::size_t i = first; i < members.size(); ++i) {
    std::size_t last = i;
    while (last + 1 < members.size() && members[last + 1].seq == members[last].seq + 1) ++last;
    if (!text.empty()) text += ", ";
    text += number_of(members[i]);
    if (last > i) text += "–" + number_of(members[last]);
    i = last;
  }
  return text;
}

}  // namespace

std::string_view sign_of(Severity severity) {
  switch (severity) {
    case Severity::critical: return "🔴";
    case Severity::warning: return "🟠";
    case Severity::info: return "🔵";
  }
  return "🔵";
}

std::string heading(const Part& part) {
  std::string text(sign_of(part.content.severity));
  text.append(" ").append(part.content.title);
  if (part.of > 1)
    text.append(" (").append(std::to_string(part.number)).append("/").append(std::to_string(part.of)).append(")");
  return text;
}

std::string title_of(const Block& block) {
  std::string text(sign_of(block.severity));
  return text.append(" ").append(block.title);
}

std::string strong(const std::string& written, const Markup& markup) {
  const std::size_t begin = written.find_first_not_of(' ');
  if (begin == std::string::npos) return written;
  // Marks next to a space would be shown instead of interpreted.
  const std::size_t end = written.find_last_not_of(' ') + 1;
  std::string text = written.substr(0, begin);
  text.append(markup.strong).append(written, begin, end - begin).append(markup.strong);
  return text.append(written, end);
}

std::string written(const Span& span, const Markup& markup) {
  std::string text = span.style == Style::code ? markup.code(span.text) : markup.plain(span.text);
  if (span.style == Style::strong) text = strong(text, markup);
  const std::string target = link_target(span.url);
  return target.empty() || text.empty() ? text : markup.link(text, target);
}

std::string written(const Line& line, const Markup& markup) {
  std::string text;
  for (const auto& span : line) text += written(span, markup);
  return as_line(std::move(text));
}

std::vector<std::string> written(const std::vector<Line>& lines, const Markup& markup) {
  std::vector<std::string> texts;
  for (const auto& line : lines) texts.push_back(written(line, markup));
  return texts;
}

std::vector<std::string> written(const Fact& fact, const Markup& markup) {
  std::vector<std::string> texts = written(fact.lines, markup);
  if (texts.empty()) texts.emplace_back();
  if (fact.label.empty()) return texts;
  // The space after it ends the strong text also before Chinese characters.
  texts.front() = strong(markup.plain(fact.label) + ":", markup) + " " + texts.front();
  return texts;
}

std::string members_of(const Block& block, const Markup& markup) {
  constexpr std::size_t kMostLinks = 10;  // links take the space of many more names
  constexpr std::size_t kMostNames = 20;  // what somebody reads; further members are numbers
  const auto& members = block.members;
  if (members.size() < 2) return "";
  const bool linked = members.size() <= kMostLinks;
  const std::size_t named = std::min(members.size(), kMostNames);
  std::string text;
  for (std::size_t i = 0; i < named; ++i) {
    const Member& member = members[i];
    if (!text.empty()) text += ", ";
    if (!member.name.empty())
      text += written(Span{member.name, Style::plain, linked ? member.url : std::string()}, markup) + " ";
    text += number_of(member);
  }
  if (named < members.size())
    text += ", +" + std::to_string(members.size() - named) + ": " + numbers_from(members, named);
  return as_line(std::move(text));
}

std::string small_print(const Block& block, const Markup& markup) {
  std::string number = block.members.size() == 1 ? number_of(block.members.front()) : "";
  std::string text;
  for (const auto& span : block.reference) {
    if (span.style == Style::code && !number.empty()) text += std::exchange(number, "") + " · ";
    text += written(span, markup);
  }
  if (!number.empty()) text += (text.empty() ? "" : " · ") + number;
  return as_line(std::move(text));
}

std::vector<std::string> lines_of(const Block& block, bool several, const Markup& markup) {
  std::vector<std::string> lines;
  if (several) lines.push_back(strong(markup.plain(title_of(block)), markup));
  for (const auto& fact : block.facts)
    for (auto& line : written(fact, markup)) lines.push_back(std::move(line));
  if (auto members = members_of(block, markup); !members.empty()) lines.push_back(std::move(members));
  return lines;
}

const Span* first_link(const Block& block) {
  for (const auto& fact : block.facts)
    for (const auto& line : fact.lines)
      for (const auto& span : line)
        if (!link_target(span.url).empty() && !span.text.empty()) return &span;
  return nullptr;
}

std::string bare(const Line& line) {
  std::string text;
  for (const auto& span : line) text += span.text;
  return text;
}

}  // namespace noticed
