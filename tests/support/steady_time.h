// Instants of the steady clock, counted from its beginning.
#pragma once

#include "storage/model/clock.h"

namespace noticed {

inline SteadyPoint steady_at(std::chrono::milliseconds time) { return SteadyPoint{time}; }

}  // namespace noticed
