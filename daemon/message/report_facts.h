// The facts of events about noticed's own operation: reports, sinks and the store.
#pragma once

#include "daemon/message/fact_list.h"

namespace noticed {

void record_posture(FactList& facts);
void record_quiet(FactList& facts);
void tell_suspended(FactList& facts);
void tell_resumed(FactList& facts);
void tell_storage(FactList& facts);

}  // namespace noticed
