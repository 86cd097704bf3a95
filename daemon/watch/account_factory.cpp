#include "daemon/watch/account_factory.h"

#include "daemon/config/network_settings.h"

namespace noticed {

std::unique_ptr<CredentialProvider> make_sign_in(const AccountConfig& account, Loop& loop, Transport& transport,
                                                 const Redactor& redactor) {
  switch (account.auth) {
    case AuthKind::token: break;
    case AuthKind::iam: {
      IamOptions options;
      options.endpoint = account.iam_endpoint;
      options.user = account.user;
      options.domain = account.domain;
      options.project = account.project;
      options.password_file = account.password_file;
      options.network = network_of(account.network);
      return iam_sign_in(loop, transport, redactor, std::move(options));
    }
    case AuthKind::aksk:
      return key_sign_in(loop.clock(), {account.access_key_file, account.secret_key_file, account.security_token_file,
                                        account.project_id});
    case AuthKind::agency:
      return agency_sign_in(loop, transport, redactor, {account.metadata_endpoint, account.project_id});
  }
  return token_sign_in(loop.clock(), account.token_file);
}

std::unique_ptr<Account> make_account(const AccountConfig& config, std::shared_ptr<CredentialProvider> sign_in) {
  Account::Endpoints endpoints;
  for (const auto& [service, url] : config.endpoints) endpoints.services[static_cast<std::size_t>(service)] = url;
  endpoints.project = config.project_endpoint;
  return std::make_unique<Account>(config.name, std::move(endpoints), std::move(sign_in), network_of(config.network));
}

}  // namespace noticed
