// Rows of the view `changes`, as readers load them. Internal to this folder.
#pragma once

#include <optional>

#include "storage/file/connection.h"
#include "storage/read/history.h"

namespace noticed {

/// A SELECT without conditions; c is the view, k the table behind it, r the resource. Append conditions with " AND …".
extern const char* const kChangeColumns;
ChangeRow read_change(SQLite::Statement& row);

std::optional<TimePoint> maybe_time(SQLite::Statement& row, int column);

}  // namespace noticed
