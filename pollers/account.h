// One account's way into the cloud: its hosts and its sign-in (a token from a file). Network thread only.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <variant>

#include "pollers/credential.h"
#include "pollers/http_client.h"
#include "pollers/poller.h"
#include "storage/model/clock.h"

namespace noticed {

class Account {
 public:
  /// `endpoints`: "https://host[:port]" per service.
  Account(std::string name, std::map<Service, std::string> endpoints, std::filesystem::path token_file)
      : name_(std::move(name)), endpoints_(std::move(endpoints)), token_(std::move(token_file)) {}

  const std::string& name() const { return name_; }
  /// "" where the account has no host for that service.
  const std::string& endpoint(Service service) const;

  /// The request, signed in; or why it cannot be made. The token file is looked at again at most once a second, so that
  /// a new token is used within that time.
  std::variant<HttpRequest, Failure> prepare(Service service, const Request& request, std::chrono::milliseconds timeout,
                                             SteadyPoint now);

 private:
  void refresh(SteadyPoint now);

  std::string name_;
  std::map<Service, std::string> endpoints_;
  Credential token_;
  unsigned token_version_ = 0;
  SteadyPoint looked_{};
  std::shared_ptr<const HttpHeaders> headers_;  // built once per token
};

}  // namespace noticed
