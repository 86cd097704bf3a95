// The JSON type of the simulated cloud: keys keep the order in which they were written, as the real service's do.
#pragma once

#include <nlohmann/json.hpp>

namespace codearts {

using Json = nlohmann::ordered_json;

}  // namespace codearts
