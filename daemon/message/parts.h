// Cutting a message to what a chat takes: into parts, so that nothing is left out.
#pragma once

#include <functional>
#include <vector>

#include "daemon/message/message.h"

namespace noticed {

/// Whether a chat takes this part. Must hold for every part of which a part that fits is made by taking text away.
using Fits = std::function<bool(const Part&)>;

/// Every member of every block is in the blocks of at least one part; members of one block are never told twice unless
/// the block holds one member and is itself too long, then its facts go on in the next part. What does not fit by
/// itself (one line longer than a whole message) is cut at a character's boundary and ends in "…". `fits` is asked with
/// number 99 of 99, and again with longer ones if there are more parts.
std::vector<Part> split(const MessageContent& message, const Fits& fits);

}  // namespace noticed
