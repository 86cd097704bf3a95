// Faults that take a real answer and make it wrong in one way: what a client must refuse, or must not trust.
// Pure, any thread.
#pragma once

#include <string>

#include "codearts/json.h"
#include "codearts/route.h"

namespace codearts {

/// Every boolean becomes the string "yes".
Json with_wrong_types(Json answer);

/// The documented members are there, but hold nothing.
Json emptied(const Route& route, const Json& answer);

/// The answer claims to be another resource's or another type's, where the endpoint says whose it is.
Json of_another(const Route& route, Json answer);

/// The text of `answer` with the first key of its first object twice: first with another value, then as it was.
std::string with_duplicate_key(const Json& answer);

/// HTTP 200 with the service's own error inside.
Json error_inside(const Route& route);

}  // namespace codearts
