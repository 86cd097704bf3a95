// Splits a message into parts within a chat's limits, without leaving anything out.
#pragma once

#include <functional>
#include <vector>

#include "daemon/message/message.h"

namespace noticed {

/// Whether a part is within a chat's limits. Monotone: if it holds for p, it holds for p with text removed.
using Fits = std::function<bool(const Part&)>;

/// Every member of every block is in at least one part; no member is repeated, unless a block with a single member is
/// too long: then its facts continue in the next part. A single line longer than a whole message is cut between
/// characters and ends in "…". `fits` is called with number 99 of 99, and again with larger numbers if there are more
/// parts.
std::vector<Part> split(const MessageContent& message, const Fits& fits);

}  // namespace noticed
