#include "pollers/sign_in/credential_refresh.h"

#include <algorithm>
#include <utility>

#include "pollers/backoff.h"

namespace noticed {

using namespace std::chrono;

bool CredentialRefresh::due() const {
  const SteadyPoint now = loop_.clock().steady();
  const bool wanted = !usable() || demanded_ || now >= renew_at_;
  return wanted && !(not_before_ && now < *not_before_);
}

bool CredentialRefresh::ready() const {
  if (on_its_way_) return usable() && !demanded_;
  return !due();
}

bool CredentialRefresh::join(Done done) {
  if (ready()) {
    loop_.post(std::move(done));
    return false;
  }
  waiting_.push_back(std::move(done));
  if (std::exchange(on_its_way_, true)) return false;
  started_ = loop_.clock().steady();
  return true;
}

void CredentialRefresh::succeeded(milliseconds life) {
  constexpr milliseconds kLong = hours(2);
  constexpr milliseconds kMargin = minutes(40);
  constexpr milliseconds kSoonest = seconds(10);  // minimum, however short its life
  on_its_way_ = false;
  demanded_ = false;
  failures_ = 0;
  not_before_.reset();
  ends_ = started_ + life;
  renew_at_ = started_ + std::max(life >= kLong ? life - kMargin : life * 2 / 3, kSoonest);
}

void CredentialRefresh::failed(std::optional<milliseconds> at_least) {
  constexpr Backoff kBackoff{seconds(1), seconds(60), milliseconds(100)};
  on_its_way_ = false;
  const milliseconds pause = kBackoff.wait(failures_++, random_);
  not_before_ = loop_.clock().steady() + std::max(pause, at_least.value_or(milliseconds{0}));
}

void CredentialRefresh::may_try_again() {
  not_before_.reset();
  failures_ = 0;
}

void CredentialRefresh::notify_waiting() {
  const auto waiting = std::exchange(waiting_, {});
  const std::weak_ptr<int> alive = alive_;
  for (const auto& done : waiting)
    if (!alive.expired()) done();
}

bool CredentialRefresh::demand() {
  constexpr seconds kPause{60};
  const SteadyPoint now = loop_.clock().steady();
  if (on_its_way_) {
    demanded_ = true;
    return true;
  }
  if (not_before_ && now < *not_before_) return false;
  if (demanded_) return true;
  if (demanded_at_ && now - *demanded_at_ < kPause) return false;
  demanded_ = true;
  demanded_at_ = now;
  return true;
}

}  // namespace noticed
