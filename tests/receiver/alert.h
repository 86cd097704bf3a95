// One delivery in words: for people, and as a line for scripts. Pure.
#pragma once

#include <string>

#include "receiver/delivery_queue.h"

namespace receiver {

/// Several lines: time, severity, summary; each change; window and signature. Escape codes only with `colours`.
std::string describe(const Delivery& delivery, bool colours);

/// One JSON object on one line: received_at, signature_ok, signature_problem, headers, event (the body; text if it is
/// no JSON).
std::string record(const Delivery& delivery);

}  // namespace receiver
