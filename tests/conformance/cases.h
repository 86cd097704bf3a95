// What the samples tell of: real bodies of events, as the store would hand them to a sink. Always the same ones.
#pragma once

#include <string>
#include <vector>

#include "daemon/message/compose.h"

namespace noticed {

struct SampleCase {
  std::string name;
  std::vector<DueDelivery> events;
  RenderContext context;
  Language language = Language::en;
};

/// The night's one change; many alike; a digest; a change taken back; a sink that fell silent; a quiet week; names made
/// to do harm; what was late and is sent again; Chinese, and a digest in it.
std::vector<SampleCase> sample_cases();

}  // namespace noticed
