// What is watched and what nobody hears of already: told once in a database's life. Inside the caller's transaction.
#pragma once

#include <optional>

#include "storage/connection.h"
#include "storage/model/event.h"

namespace noticed {

std::optional<Event> store_posture(Connection& connection, const Policy& policy, TimePoint now);

}  // namespace noticed
