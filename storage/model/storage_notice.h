// The event about a failure of the store, which therefore cannot be stored.
#pragma once

#include <string>

#include "storage/model/event.h"

namespace noticed {

/// noticed.storage.failed: "storage": {"reason", "stored": false}; critical. Its number is 0: it is in no database.
struct StorageFailed {
  std::string reason;  // without secrets
};

Event make_event(const StorageFailed& what, TimePoint at, const Policy& policy);

}  // namespace noticed
