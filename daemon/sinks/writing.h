// Common layout of the chats: headings, lines, event numbers and footers, written in a chat's markup.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemon/message/message.h"
#include "daemon/sinks/markup.h"
#include "storage/model/join.h"

namespace noticed {

/// "🔴", "🟠" or "🔵".
std::string_view sign_of(Severity severity);

/// "🔴 payments-api: … (2/3)", not escaped.
std::string heading(const Part& part);
/// The same for a block.
std::string title_of(const Block& block);

std::string strong(const std::string& written, const Markup& markup);
std::string written(const Span& span, const Markup& markup);
/// Safe on a line of its own.
std::string written(const Line& line, const Markup& markup);
std::vector<std::string> written(const std::vector<Line>& lines, const Markup& markup);

/// "**When:** Sat 21 Nov, …", followed by the other lines.
std::vector<std::string> written(const Fact& fact, const Markup& markup);

/// For several members: "payments-api #1842, orders #1843", names as links; after twenty names only numbers:
/// "+230: #1862–#2091". For one: empty, its number is in the small print.
std::string members_of(const Block& block, const Markup& markup);
/// "Shop · prod/ap-southeast-3 · #1842 · `noticed explain evt_…`": the number, of a single member only, stands before
/// the command.
std::string small_print(const Block& block, const Markup& markup);

/// A block as lines: title if the part has several blocks, facts, members; without the footer.
std::vector<std::string> lines_of(const Block& block, bool several, const Markup& markup);

/// The first link of the facts, for a button; null if there is none.
const Span* first_link(const Block& block);

/// The line's text without styles.
std::string bare(const Line& line);

}  // namespace noticed
