#include "compare/compare_views.h"

#include <algorithm>

namespace noticed::compare {

namespace {

std::string joined(const std::vector<std::string>& parts, const std::string& between) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

/// The rows in these columns only, a line each, sorted.
std::string lines_of(const View& view, const std::vector<std::string>& columns) {
  std::vector<std::string> lines;
  for (const auto& row : view.rows) {
    std::vector<std::string> values;
    for (const auto& column : columns) {
      const auto at = std::find(view.columns.begin(), view.columns.end(), column) - view.columns.begin();
      values.push_back(row[static_cast<std::size_t>(at)]);
    }
    lines.push_back(joined(values, " | "));
  }
  std::sort(lines.begin(), lines.end());
  return joined(lines, "\n") + "\n";
}

}  // namespace

Views views_of(const CopiedHistory& history) {
  Views views;
  for (const auto& name : history.query("SELECT name FROM sqlite_master WHERE type = 'view'")) {
    View& view = views[name[0]];
    std::vector<std::string> quoted;
    for (const auto& column : history.query("SELECT name FROM pragma_table_info('" + name[0] + "')")) {
      view.columns.push_back(column[0]);
      quoted.push_back("quote(\"" + column[0] + "\")");
    }
    view.rows = history.query("SELECT " + joined(quoted, ", ") + " FROM " + name[0]);
  }
  return views;
}

void compare_views(const Views& before, const Views& after, Findings& findings) {
  for (const auto& [name, view] : before) {
    const auto found = after.find(name);
    if (found == after.end()) {
      findings.differs("view", name, "it is gone");
      continue;
    }
    std::vector<std::string> common;
    for (const auto& column : view.columns) {
      findings.compared("columns of views");
      if (std::find(found->second.columns.begin(), found->second.columns.end(), column) == found->second.columns.end())
        findings.differs("view", name + "." + column, "this column is gone");
      else
        common.push_back(column);
    }
    for (const auto& column : found->second.columns)
      if (std::find(common.begin(), common.end(), column) == common.end()) findings.added("view", name + "." + column);
    findings.compared("rows of views", view.rows.size());
    findings.texts("view", name, lines_of(view, common), lines_of(found->second, common));
  }
  for (const auto& [name, view] : after)
    if (!before.contains(name)) findings.added("view", name);
}

}  // namespace noticed::compare
