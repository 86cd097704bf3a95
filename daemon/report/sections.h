// The sections of the page, in order. Each function writes one <section> with its heading.
#pragma once

#include "daemon/html/html.h"
#include "daemon/report/report_data.h"

namespace noticed {

void write_silences(Html& page, const Report& report);
void write_timeline(Html& page, const Report& report);
void write_matrices(Html& page, const Report& report);
void write_gaps(Html& page, const Report& report);
void write_deliveries(Html& page, const Report& report);
void write_states(Html& page, const Report& report);

}  // namespace noticed
