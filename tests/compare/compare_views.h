// The public views of two databases. One thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "compare/copied_history.h"
#include "compare/findings.h"

namespace noticed::compare {

/// All rows of one view, as SQL literals, in an order of their own.
struct View {
  std::vector<std::string> columns;
  std::vector<test::Row> rows;
};
using Views = std::map<std::string, View>;

Views views_of(const CopiedHistory& history);

/// Every column and row of `before` must be in `after`; columns and views may be added.
void compare_views(const Views& before, const Views& after, Findings& findings);

}  // namespace noticed::compare
