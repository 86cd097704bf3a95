// Creates the Account (request signing) that an account's configuration describes.
#pragma once

#include <memory>

#include "daemon/config/config.h"
#include "pollers/account.h"

namespace noticed {

/// All references must outlive the result. Does not read any file yet.
std::unique_ptr<CredentialProvider> make_sign_in(const AccountConfig& account, Loop& loop, Transport& transport,
                                                 const Redactor& redactor);

/// `sign_in`: the account's credential provider; new, or kept from the previous configuration.
std::unique_ptr<Account> make_account(const AccountConfig& config, std::shared_ptr<CredentialProvider> sign_in);

}  // namespace noticed
