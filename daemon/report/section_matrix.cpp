// Section: the current coverage, one table per service.
#include <algorithm>
#include <cctype>

#include "daemon/report/naming.h"
#include "daemon/report/sections.h"
#include "storage/model/wording/terms.h"

namespace noticed {
namespace {

constexpr std::size_t kRowsATable = 100;  // approximately: groups are not split
constexpr std::size_t kRowsOpen = 300;    // further rows are collapsed

std::string_view cell_of(Reach reach) {
  switch (reach) {
    case Reach::on: return "<td class=on>● on</td>";
    case Reach::off: return "<td>○ off</td>";
    case Reach::unknown: return "<td class=doubt>? unknown</td>";
    case Reach::not_asked: return "<td class=none>– not polled</td>";
    case Reach::not_offered: break;
  }
  return "<td class=none>– not offered</td>";
}

std::string_view heard_cell(const MatrixRow& row) {
  if (!row.heard_of) return "<td class=doubt>? unknown</td>";
  if (*row.heard_of) return "<td class=on>✓ yes</td>";
  return row.is_failure ? "<td class=bad>■ NO</td>" : "<td>no</td>";
}

std::size_t height_of(const MatrixGroup& group) { return std::max<std::size_t>(1, group.rows.size()); }

void write_members(Html& page, const Matrix& matrix, const MatrixGroup& group) {
  if (group.resources.size() == 1) {
    page.raw("<span class=name>");
    write_name(page, *group.resources.front());
    page.raw("</span>");
    return;
  }
  const std::string count = count_of(Language::en, std::ssize(group.resources), matrix.service);
  page.raw("<details><summary>").text(count).raw("</summary>");
  const std::size_t open = group.resources.size() > 500 ? 0 : group.resources.size();
  write_list(page, group.resources.size(), open, [&](std::size_t i) { write_short_name(page, *group.resources[i]); });
  page.raw("</details>");
}

/// Indexes of the channels that are polled for at least one resource; the others have no column.
using Columns = std::vector<std::size_t>;

Columns columns_of(const Matrix& matrix) {
  Columns columns;
  for (std::size_t i = 0; i < matrix.channels.size(); ++i) {
    const auto asked = [&](const MatrixRow& row) { return row.channels[i] != Reach::not_asked; };
    if (std::any_of(matrix.groups.begin(), matrix.groups.end(),
                    [&](const auto& group) { return std::any_of(group.rows.begin(), group.rows.end(), asked); }))
      columns.push_back(i);
  }
  return columns;
}

void write_group(Html& page, const Matrix& matrix, const Columns& columns, const MatrixGroup& group) {
  page.raw("<tbody><tr><th scope=rowgroup rowspan=").number(static_cast<std::int64_t>(height_of(group))).raw(">");
  write_members(page, matrix, group);
  page.raw("</th>");
  if (group.rows.empty())
    page.raw("<td colspan=")
        .number(std::ssize(columns) + 2)
        .raw(group.observed ? ">no event is set</td></tr>" : " class=doubt>? not observed yet</td></tr>");
  for (std::size_t i = 0; i < group.rows.size(); ++i) {
    const MatrixRow& row = group.rows[i];
    page.raw(i > 0 ? "<tr>" : "").raw("<th scope=row>").text(event_name(Language::en, row.event));
    if (row.is_failure) page.raw(" <span class=failure>failure</span>");
    page.raw("</th>");
    for (const std::size_t column : columns) page.raw(cell_of(row.channels[column]));
    page.raw(heard_cell(row)).raw("</tr>\n");
  }
  page.raw("</tbody>\n");
}

/// Lists the channels without a column.
void write_not_asked(Html& page, const Matrix& matrix, const Columns& columns) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < matrix.channels.size(); ++i)
    if (std::find(columns.begin(), columns.end(), i) == columns.end())
      names.push_back(channel_name(Language::en, matrix.channels[i]));
  if (!names.empty()) page.raw("<p>Not polled: ").text(joined(Language::en, names)).raw(".</p>\n");
}

/// "Build jobs".
std::string title_of(const Matrix& matrix) {
  std::string title = nouns_of(Language::en, matrix.service);
  title.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(title.front())));
  return title;
}

/// Wide tables scroll horizontally, by keyboard too.
void begin_table(Html& page, const Matrix& matrix, const Columns& columns, std::size_t from, std::size_t to) {
  std::string which = title_of(matrix) + ": who is notified";
  if (to - from < matrix.groups.size())
    which += ", " + std::to_string(from + 1) + " to " + std::to_string(to) + " of " +
             std::to_string(matrix.groups.size()) + " that differ";
  page.raw("<div class=wide role=group tabindex=0 aria-label=\"").text(which).raw("\"><table class=matrix><caption>");
  page.text(which).raw("</caption><thead><tr><th scope=col>Resource</th><th scope=col>Event</th>");
  for (const std::size_t column : columns)
    page.raw("<th scope=col>").text(channel_name(Language::en, matrix.channels[column])).raw("</th>");
  page.raw("<th scope=col>Notified</th></tr></thead>\n");
}

/// Tables of about a hundred rows: the browser lays out only visible ones.
void write_matrix(Html& page, const Matrix& matrix) {
  page.raw("<h3>").text(title_of(matrix)).raw("</h3>\n");
  const Columns columns = columns_of(matrix);
  write_not_asked(page, matrix, columns);
  std::size_t rows = 0;
  for (std::size_t from = 0; from < matrix.groups.size();) {
    std::size_t to = from;
    std::size_t here = 0;
    while (to < matrix.groups.size() && here < kRowsATable) here += height_of(matrix.groups[to++]);
    const bool folded = rows >= kRowsOpen;
    if (folded)
      page.raw("<details class=fold><summary>")
          .text(title_of(matrix))
          .raw(", ")
          .number(static_cast<std::int64_t>(from + 1))
          .raw(" to ")
          .number(static_cast<std::int64_t>(to))
          .raw("</summary>");
    begin_table(page, matrix, columns, from, to);
    for (std::size_t i = from; i < to; ++i) write_group(page, matrix, columns, matrix.groups[i]);
    page.raw("</table></div>\n").raw(folded ? "</details>\n" : "");
    rows += here;
    from = to;
  }
}

}  // namespace

void write_matrices(Html& page, const Report& report) {
  page.raw("<section id=matrix aria-labelledby=matrix-title><h2 id=matrix-title>Who is notified now</h2>\n");
  if (report.matrices.empty()) {
    page.raw("<p>Nothing is watched.</p>\n</section>\n");
    return;
  }
  page.raw(
      "<p>Resources with equal settings share a row. <b>Notified</b>: whether a channel outside CodeArts is on; the "
      "in-app inbox does not count. <b>Unknown</b>: not observed now, or it follows project-level settings, which are "
      "not visible to noticed. <b>Not polled</b>: left out by the configuration.</p>\n"
      "<form id=filter hidden role=search><label for=wanted>Show only resources whose name or id has</label> <input "
      "id=wanted type=search autocomplete=off spellcheck=false> <output id=found for=wanted></output></form>\n");
  for (const auto& matrix : report.matrices) write_matrix(page, matrix);
  page.raw("</section>\n");
}

}  // namespace noticed
