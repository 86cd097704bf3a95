// One account's way into the cloud: its hosts, its sign-in, and who may go first with a credential that nobody has seen
// accepted yet. Network thread only.
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
    std::array<std::string, 4> services;  // "https://host[:port]" by service; "" where the account has none
    std::string project;
  };

  /// `network` may be empty: direct.
  Account(std::string name, Endpoints endpoints, std::shared_ptr<CredentialProvider> sign_in,
          std::shared_ptr<const Network> network = nullptr)
      : name_(std::move(name)),
        endpoints_(std::move(endpoints)),
        sign_in_(std::move(sign_in)),
        network_(std::move(network)) {}

  const std::string& name() const { return name_; }
  /// Of a service, or of the project service; "" where the account has none.
  const std::string& endpoint(std::optional<Service> service) const {
    return service ? endpoints_.services[static_cast<std::size_t>(*service)] : endpoints_.project;
  }
  const std::shared_ptr<const Network>& network() const { return network_; }
  const CredentialProvider& sign_in() const { return *sign_in_; }

  /// Whether a request may be signed now. Where a wrong credential locks the account, requests go one at a time until
  /// one was let in.
  bool ready();
  /// Does what makes ready() true, and calls `again` once that may be so. Calls are not repeated.
  void wait(std::function<void()> again);

  /// As CredentialProvider's, with the bookkeeping that ready() needs: each signed request ends in one of the three.
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
  std::optional<CredentialVersion> proven_;  // a credential that was let in
  std::optional<CredentialVersion> trial_;   // the one request that tries a new one
  bool renewing_ = false;
  std::vector<std::function<void()>> waiting_;
  std::shared_ptr<int> alive_ = std::make_shared<int>();
};

}  // namespace noticed
