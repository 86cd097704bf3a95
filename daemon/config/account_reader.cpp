#include "daemon/config/account_reader.h"

#include <algorithm>
#include <array>
#include <regex>
#include <set>

#include "daemon/config/endpoint.h"
#include "daemon/config/rate.h"
#include "daemon/config/url.h"

namespace noticed {

namespace {

struct AuthWord {
  std::string_view word;
  std::string_view takes;
};
/// In the order of AuthKind.
constexpr std::array<AuthWord, 4> kKinds{{{"aksk", "takes access_key_file and secret_key_file"},
                                          {"agency", "takes no file: its keys come from the server's metadata service"},
                                          {"iam", "takes user, domain, project and password_file"},
                                          {"token", "takes token_file"}}};

struct SignInKey {
  std::string_view name;
  std::string_view kinds;  // the authentication methods that use it, for messages
};
constexpr std::array<SignInKey, 9> kSignInKeys{{{"access_key_file", "\"aksk\""},
                                                {"secret_key_file", "\"aksk\""},
                                                {"security_token_file", "\"aksk\""},
                                                {"project_id", "\"aksk\" or \"agency\""},
                                                {"user", "\"iam\""},
                                                {"domain", "\"iam\""},
                                                {"project", "\"iam\""},
                                                {"password_file", "\"iam\""},
                                                {"token_file", "\"token\""}}};

std::optional<AuthKind> auth_from(std::string_view word) {
  for (std::size_t i = 0; i < kKinds.size(); ++i)
    if (kKinds[i].word == word) return static_cast<AuthKind>(i);
  return {};
}

/// A fault for each key of another authentication method. Without a method the keys are only marked as known.
void refuse_foreign_keys(TomlTable& table, std::optional<AuthKind> kind) {
  for (const auto& key : kSignInKeys) {
    if (table.take(key.name) == nullptr || !kind) continue;
    const AuthWord& own = kKinds[static_cast<std::size_t>(*kind)];
    if (key.kinds.find("\"" + std::string(own.word) + "\"") == std::string_view::npos)
      table.fault(key.name, "is only for auth = " + std::string(key.kinds) + "; auth = \"" + std::string(own.word) +
                                "\" " + std::string(own.takes));
  }
}

/// Keys are single words; the console's download is a table that holds both.
std::string fault_of_key(const std::string& text) {
  return text.find_first_of(" \t,;\"") == std::string::npos ? "" : "must contain the key and nothing else";
}

std::string fault_of_token(const std::string& text) {
  return text.find_first_of(" \t") == std::string::npos ? "" : "must contain the token and nothing else";
}

void read_name(TomlTable& table, std::string_view key, std::string_view what, std::string& into) {
  if (auto name = table.string(key)) into = *name;
  const bool odd = std::any_of(into.begin(), into.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (!table.has(key) && into.empty())
    table.fault("", std::string(key) + " is missing: " + std::string(what));
  else if (table.has(key) && (into.empty() || odd))
    table.fault(key, "must be " + std::string(what));
}

void read_project_id(TomlTable& table, AccountConfig& account) {
  static const std::regex kShape("[0-9A-Za-z_-]{1,64}");
  account.project_id = table.string("project_id").value_or("");
  if (!account.project_id.empty() && !std::regex_match(account.project_id, kShape))
    table.fault("project_id", "is not an IAM project id; expected: 32 letters and digits");
}

}  // namespace

std::string_view to_text(AuthKind kind) { return kKinds[static_cast<std::size_t>(kind)].word; }

void AccountReader::read(TomlTable table) {
  AccountConfig account;
  account.at = table.at();
  if (auto region = table.string("region"))
    account.region = *region;
  else if (!table.has("region"))
    table.fault("", "region is missing; write for example region = \"ap-southeast-3\"");
  account.name = table.string("name").value_or(account.region);
  read_sign_in(table, account);
  read_endpoints(table, account);
  if (auto rate = table.string("rate_limit")) {
    account.rate_limit = parse_rate(*rate);
    if (!account.rate_limit)
      table.fault("rate_limit",
                  "\"" + *rate + "\" is not a rate; write for example \"5/s\" or \"90/m\", at most 100000/s");
  }
  networks_.push_back(read_network_keys(table, draft_));
  table.finish();
  draft_.config().accounts.push_back(std::move(account));
}

void AccountReader::read_sign_in(TomlTable& table, AccountConfig& account) {
  const auto word = table.word("auth", {"aksk", "agency", "iam", "token"});
  if (!word && !table.has("auth"))
    table.fault("", "auth is missing: \"aksk\" (an access key), \"agency\", \"iam\" (user and password) or \"token\"");
  const auto kind = word ? auth_from(*word) : std::nullopt;
  refuse_foreign_keys(table, kind);
  if (!kind) return;
  account.auth = *kind;
  switch (*kind) {
    case AuthKind::aksk:
      account.access_key_file = draft_.secret_file(table, "access_key_file", "access-key", fault_of_key);
      account.secret_key_file = draft_.secret_file(table, "secret_key_file", "secret-key", fault_of_key);
      account.security_token_file = draft_.secret_file(table, "security_token_file", "", fault_of_token);
      read_project_id(table, account);
      break;
    case AuthKind::agency: read_project_id(table, account); break;
    case AuthKind::iam:
      account.project = account.region;
      read_name(table, "user", "the IAM user's name", account.user);
      read_name(table, "domain", "the name of the account that the IAM user belongs to", account.domain);
      if (table.has("project") || !account.region.empty())
        read_name(table, "project", "a region's name or an IAM project id", account.project);
      account.password_file = draft_.secret_file(table, "password_file", "password");
      break;
    case AuthKind::token: account.token_file = draft_.secret_file(table, "token_file", "token", fault_of_token); break;
  }
}

void AccountReader::read_endpoints(TomlTable& table, AccountConfig& account) {
  for (const auto service : all_services())
    if (auto host = documented_endpoint(service, account.region)) account.endpoints[service] = *host;
  account.project_endpoint = documented_project_endpoint(account.region).value_or("");
  account.iam_endpoint = documented_iam_endpoint(account.region);
  account.metadata_endpoint = kMetadataEndpoint;
  auto given = table.table("endpoints");
  if (!given) return;
  const auto take = [&](std::string_view key, std::string& into) {
    auto url = given->string(key);
    // The metadata service is plain HTTP; its link-local requests never leave the machine's own network.
    const bool plain = key == "metadata" && url && host_of(*url) == host_of(kMetadataEndpoint);
    if (!url || !draft_.check_url(*given, key, *url, plain)) return;
    while (url->ends_with('/')) url->pop_back();
    if (url->find_first_of("/?#", url->find("://") + 3) != std::string::npos)
      given->fault(key, "must consist of scheme, host and port, without a path");
    else
      into = *url;
  };
  for (const auto service : all_services()) {
    std::string url;
    take(to_text(service), url);
    if (!url.empty()) account.endpoints[service] = url;
  }
  take("project", account.project_endpoint);
  take("iam", account.iam_endpoint);
  take("metadata", account.metadata_endpoint);
  given->finish();
}

void AccountReader::finish(const NetworkKeys& general) {
  auto& accounts = draft_.config().accounts;
  if (accounts.empty())
    draft_.fault({draft_.config().file.string()}, "no [[account]]: noticed has no account to sign in with; add one");
  constexpr std::size_t kMostAccounts = 255;
  if (accounts.size() > kMostAccounts)
    draft_.fault(accounts[kMostAccounts].at, "[[account]]: one daemon can watch at most 255 accounts");
  std::set<std::string> names;
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    accounts[i].network = merged(general, networks_[i], draft_);
    if (!names.insert(accounts[i].name).second)
      draft_.fault(accounts[i].at,
                   "[[account]]: \"" + accounts[i].name + "\" is used twice as a name; give each account its own");
  }
}

}  // namespace noticed
