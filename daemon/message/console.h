// Links to the pages of the cloud's web console where the watched settings are changed.
#pragma once

#include <string>

namespace noticed {

/// The page of one resource: https, ids percent-encoded. Empty if the region or the project is unknown, or the page's
/// URL is not known reliably.
std::string console_url(const std::string& service, const std::string& region, const std::string& project_id,
                        const std::string& id);

}  // namespace noticed
