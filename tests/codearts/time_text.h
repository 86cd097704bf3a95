// Moments as the cloud writes and reads them. Pure, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "codearts/cloud_clock.h"

namespace codearts {

/// "Sun, 06 Nov 1994 08:49:37 GMT": RFC 7231, section 7.1.1.1.
std::string http_date(Instant when);

/// "2020-01-04T09:05:22.701000Z", as IAM and the metadata service write it.
std::string iso_time(Instant when);

/// Reads "20191115T033655Z", the form of X-Sdk-Date; nothing for other text and for days that do not exist.
std::optional<Instant> sdk_time(std::string_view text);

}  // namespace codearts
