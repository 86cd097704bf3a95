// What a message says of reports, sinks and the store: events about noticed's own work.
#pragma once

#include "daemon/message/fact_list.h"

namespace noticed {

void record_posture(FactList& facts);
void record_quiet(FactList& facts);
void tell_suspended(FactList& facts);
void tell_resumed(FactList& facts);
void tell_storage(FactList& facts);

}  // namespace noticed
