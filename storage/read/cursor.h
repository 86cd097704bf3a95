// Where a list goes on: the place of its last row, as text that people can carry to the next call. Each list has its
// own form; a place that was pruned meanwhile is still a place.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "storage/read/coverage_history.h"
#include "storage/read/delivery_history.h"
#include "storage/read/history.h"

namespace noticed {

/// The text is no place in this list; the message says what is wanted.
struct NotACursor : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

std::string cursor_of(const ChangeRow& row);    // OBSERVED_AT/ID
std::string cursor_of(const GapRow& row);       // FROM_AT/RESOURCE_ID/SECTION/REASON
std::string cursor_of(const DeliveryRow& row);  // SEQ/SINK

/// The parts of a cursor; the last one may hold slashes. Throws NotACursor if there are not so many.
std::vector<std::string> cursor_parts(const std::string& cursor, std::size_t count);

}  // namespace noticed
