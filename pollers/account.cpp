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

std::variant<Stamp, Failure> Account::sign(HttpRequest& request) {
  auto signed_as = sign_in_->sign(request);
  request.network = network_;
  if (auto* failure = std::get_if<Failure>(&signed_as)) {
    failure->sign_in = true;
    return signed_as;
  }
  const Stamp stamp = std::get<Stamp>(signed_as);
  if (sign_in_->locks() && proven_ != stamp) trial_ = stamp;
  return signed_as;
}

bool Account::refused(Stamp stamp, const Failure& failure, const std::string& date) {
  const bool again = sign_in_->refused(stamp, failure, date);
  end_trial(stamp);
  return again;
}

void Account::accepted(Stamp stamp) {
  if (proven_ == stamp) return sign_in_->accepted(stamp);
  sign_in_->accepted(stamp);
  proven_ = stamp;
  end_trial(stamp);
}

void Account::unanswered(Stamp stamp) {
  // The next to try shall be another one: whoever waits longest may wait for the same silent host.
  if (trial_ == stamp) std::reverse(waiting_.begin(), waiting_.end());
  end_trial(stamp);
}

void Account::end_trial(Stamp stamp) {
  if (trial_ != stamp) return;
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
