// The pollers as the store needs them after an upgrade: what kept answers mean to this version.
#pragma once

#include "pollers/redactor.h"
#include "storage/model/normalizers.h"

namespace noticed {

/// Of every service. `redactor` has the key of the database: what a kept answer holds in clear, and this version masks,
/// gets the fingerprint that the cloud's next answer gives it. The function is thread-safe.
Normalizers built_in_normalizers(const Redactor& redactor);

}  // namespace noticed
