#include "pollers/account.h"

#include <algorithm>

namespace noticed {

bool Account::ready() { return !renewing_ && !trial_ && sign_in_->ready(); }

void Account::wait(std::function<void()> again) {
  waiting_.push_back(std::move(again));
  if (renewing_ || trial_ || sign_in_->ready()) return;
  renewing_ = true;
  sign_in_->renew([this, alive = std::weak_ptr<int>(alive_)] {
    if (alive.expired()) return;
    renewing_ = false;
    wake();
  });
}

std::variant<CredentialVersion, Failure> Account::sign(HttpRequest& request) {
  auto signed_as = sign_in_->sign(request);
  request.network = network_;
  if (auto* failure = std::get_if<Failure>(&signed_as)) {
    failure->sign_in = true;
    return signed_as;
  }
  const CredentialVersion version = std::get<CredentialVersion>(signed_as);
  if (sign_in_->locks() && proven_ != version) trial_ = version;
  return signed_as;
}

bool Account::refused(CredentialVersion version, const Failure& failure, const std::string& date) {
  const bool again = sign_in_->refused(version, failure, date);
  end_trial(version);
  return again;
}

void Account::accepted(CredentialVersion version) {
  if (proven_ == version) return sign_in_->accepted(version);
  sign_in_->accepted(version);
  proven_ = version;
  end_trial(version);
}

void Account::unanswered(CredentialVersion version) {
  // Lets another waiting caller try next: the longest-waiting one may be for the same unresponsive host.
  if (trial_ == version) std::reverse(waiting_.begin(), waiting_.end());
  end_trial(version);
}

void Account::end_trial(CredentialVersion version) {
  if (trial_ != version) return;
  trial_.reset();
  wake();
}

void Account::wake() {
  const std::weak_ptr<int> alive = alive_;
  for (auto& again : std::exchange(waiting_, {})) {
    if (alive.expired()) return;
    again();
  }
}

}  // namespace noticed
