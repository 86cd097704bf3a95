// Where people change what this watches: pages of the cloud's web console.
#pragma once

#include <string>

namespace noticed {

/// The page of one resource, https, its ids percent-encoded. Empty where the region or the project is not known, or
/// the page's address is not established.
std::string console_url(const std::string& service, const std::string& region, const std::string& project_id,
                        const std::string& id);

}  // namespace noticed
