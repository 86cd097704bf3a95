// One account's access to the cloud: its hosts, its credential provider, and which request may try a credential that
// the cloud has not accepted yet. Network thread only.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pollers/credential_provider.h"
#include "storage/model/service.h"

namespace noticed {

class Account {
 public:
  struct Endpoints {
    std::array<std::string, kMostServices> services;  // "https://host[:port]" by service; "" if the account has none
    std::string project;
  };

  /// `network` may be null: direct.
  Account(std::string name, Endpoints endpoints, std::shared_ptr<CredentialProvider> sign_in,
          std::shared_ptr<const Network> network = nullptr)
      : name_(std::move(name)),
        endpoints_(std::move(endpoints)),
        sign_in_(std::move(sign_in)),
        network_(std::move(network)) {}

  const std::string& name() const { return name_; }
  /// Of a service, or of the project service; "" if the account has none.
  const std::string& endpoint(std::optional<Service> service) const {
    return service ? endpoints_.services[index_of(*service)] : endpoints_.project;
  }
  const std::shared_ptr<const Network>& network() const { return network_; }
  const CredentialProvider& sign_in() const { return *sign_in_; }

  /// Whether a request may be signed now. If wrong credentials lock the account, requests go one at a time until one
  /// was accepted.
  bool ready();
  /// Starts what makes ready() true, and calls `again` once when that may be the case.
  void wait(std::function<void()> again);

  /// As in CredentialProvider, with the bookkeeping for ready(): each signed request must end in one of refused(),
  /// accepted(), unanswered().
  std::variant<CredentialVersion, Failure> sign(HttpRequest& request);
  bool refused(CredentialVersion version, const Failure& failure, const std::string& date);
  void accepted(CredentialVersion version);
  void unanswered(CredentialVersion version);

 private:
  void end_trial(CredentialVersion version);
  void wake();

  std::string name_;
  Endpoints endpoints_;
  std::shared_ptr<CredentialProvider> sign_in_;  // shared with the account of the next configuration
  std::shared_ptr<const Network> network_;
  std::optional<CredentialVersion> proven_;  // a credential that the cloud accepted
  std::optional<CredentialVersion> trial_;   // the one request that tries a new credential
  bool renewing_ = false;
  std::vector<std::function<void()>> waiting_;
  std::shared_ptr<int> alive_ = std::make_shared<int>();
};

}  // namespace noticed
