#include "storage/model/storage_notice.h"

#include "storage/model/envelope.h"

namespace noticed {

Event make_event(const StorageFailed& what, TimePoint at, const Policy& policy) {
  Event event{new_event_id(at), 0, at, "noticed.storage.failed", Severity::critical, {}, {}};
  EventJson data = data_head(event);
  data["storage"] = {{"reason", what.reason}, {"stored", false}};
  seal(event, policy, {}, {}, std::move(data));
  return event;
}

}  // namespace noticed
