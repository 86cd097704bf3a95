// Writes the page of `noticed report`: one self-contained HTML file that needs neither network nor script.
#pragma once

#include <ostream>

#include "daemon/report/report_data.h"

namespace noticed {

/// Writes incrementally. Times are in the process's time zone. The stream's state tells whether writing succeeded.
void write_report(std::ostream& out, const Report& report);

}  // namespace noticed
