// The libraries that speak to the network, as the system brings them.
#pragma once

#include <string>

namespace noticed {

/// "7.88.1".
std::string curl_version();

/// "3.0.17".
std::string openssl_version();

}  // namespace noticed
