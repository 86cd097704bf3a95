// The page of `noticed report`: one HTML file that needs nothing else, no net and no script.
#pragma once

#include <ostream>

#include "daemon/report/report_data.h"

namespace noticed {

/// Writes as it goes. Times are in the process's time zone. The stream's state says whether it took it all.
void write_report(std::ostream& out, const Report& report);

}  // namespace noticed
