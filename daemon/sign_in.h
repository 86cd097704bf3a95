// From an account's configuration to what signs its requests.
#pragma once

#include <memory>

#include "daemon/config/config.h"
#include "pollers/sign_in.h"

namespace noticed {

/// All references must outlive the result. Reads no file yet.
std::unique_ptr<SignIn> make_sign_in(const AccountConfig& account, Loop& loop, Transport& transport,
                                     const Redactor& redactor);

/// Reads the proxy's user and password; a file that cannot be read leaves them out, and the proxy will say so.
std::shared_ptr<const Network> network_of(const NetworkConfig& config);

}  // namespace noticed
