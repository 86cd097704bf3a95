// Cursors: the position of a list's last row, as text for the next call. Each list has its own form; the position of a
// row pruned meanwhile stays valid.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "storage/read/coverage_history.h"
#include "storage/read/delivery_history.h"
#include "storage/read/history.h"

namespace noticed {

/// The text is not a cursor of this list; the message names the expected form.
struct NotACursor : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

std::string cursor_of(const ChangeRow& row);    // OBSERVED_AT/ID
std::string cursor_of(const GapRow& row);       // FROM_AT/RESOURCE_ID/SECTION/REASON
std::string cursor_of(const DeliveryRow& row);  // SEQ/SINK

/// The parts of a cursor; the last one may contain slashes. Throws NotACursor if there are fewer than `count`.
std::vector<std::string> cursor_parts(const std::string& cursor, std::size_t count);

}  // namespace noticed
