// The services by name, for tests. `ServiceTable.HasTheServicesInOrder` compares them with the table.
#pragma once

#include "storage/model/service.h"

namespace noticed::service {

inline constexpr Service build{0};
inline constexpr Service pipeline{1};
inline constexpr Service check{2};
inline constexpr Service repo{3};

}  // namespace noticed::service
