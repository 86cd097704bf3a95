// From an account's configuration to the account that makes its requests.
#pragma once

#include <memory>

#include "daemon/config/config.h"
#include "pollers/account.h"

namespace noticed {

/// All references must outlive the result. Reads no file yet.
std::unique_ptr<CredentialProvider> make_sign_in(const AccountConfig& account, Loop& loop, Transport& transport,
                                                 const Redactor& redactor);

/// `sign_in`: made for this account, now or for the configuration before.
std::unique_ptr<Account> make_account(const AccountConfig& config, std::shared_ptr<CredentialProvider> sign_in);

/// Reads the proxy's user and password; a file that cannot be read leaves them out, and the proxy will say so.
std::shared_ptr<const Network> network_of(const NetworkConfig& config);

}  // namespace noticed
