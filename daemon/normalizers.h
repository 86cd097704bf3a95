// The pollers as the store needs them after an upgrade: what kept answers mean to this version.
#pragma once

#include "storage/model/normalizers.h"

namespace noticed {

/// Of every service. The function is thread-safe.
Normalizers built_in_normalizers();

}  // namespace noticed
