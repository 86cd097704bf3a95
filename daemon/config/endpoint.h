// Where the cloud's services answer, and which addresses may be spoken to at all.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/model/service.h"

namespace noticed {

/// The documented host of a service in a region, as "https://host"; nothing where none is documented.
std::optional<std::string> documented_endpoint(Service service, std::string_view region);

/// Why an address is refused; empty when it is good: https, or http on loopback, or http where `plain` allows it;
/// with a host, without user name, white space or control characters. The address itself is never part of the answer.
std::string fault_of_url(const std::string& url, bool plain);

/// Whether path or query look as if they held a key.
bool carries_token(const std::string& url);

/// The host of a URL, "" if there is none.
std::string host_of(std::string_view url);

}  // namespace noticed
