// Another text for the same meaning: what a client must not take for a change. Server thread only.
#pragma once

#include <random>
#include <string>

#include "codearts/json.h"

namespace codearts {

using Random = std::mt19937_64;

/// Serializes `answer` with the members of objects, the items of arrays (all arrays of these answers are sets) and
/// the parts of comma and semicolon lists in random order, and with random white space.
std::string shuffled_dump(const Json& answer, Random& random);

}  // namespace codearts
