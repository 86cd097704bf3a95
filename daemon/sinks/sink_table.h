// The table of sink types.
#pragma once

#include "daemon/config/sink_type.h"

namespace noticed {

/// All types, in the order in which `init` offers them.
SinkTypes sink_types();

}  // namespace noticed
