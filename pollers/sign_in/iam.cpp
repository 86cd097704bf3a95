#include "pollers/sign_in/iam.h"

#include <random>
#include <utility>

#include "pollers/sign_in/refusal.h"

namespace noticed {

using namespace std::chrono;

namespace {

/// Interval for retrying a wrong password: IAM locks a user after a few failures, counted within an hour at most.
constexpr hours kNextTry{6};

}  // namespace

IamSignIn::IamSignIn(Loop& loop, Transport& transport, const Redactor& redactor, IamOptions options, std::uint32_t seed)
    : loop_(loop),
      transport_(transport),
      redactor_(redactor),
      options_(std::move(options)),
      file_(loop.clock(), options_.password_file),
      refresh_(loop, seed) {}

const std::string* IamSignIn::password() {
  const std::string* found = file_.text();
  missing_ = found == nullptr ? "no password: " + file_.error() : "";
  if (found != nullptr && rejected_ && *rejected_ != file_.version()) {
    rejected_.reset();
    refresh_.may_try_again();
  }
  return found;
}

bool IamSignIn::ready() { return password() == nullptr || refresh_.ready(); }

void IamSignIn::renew(std::function<void()> done) {
  const std::string* secret = password();
  if (secret == nullptr) return loop_.post(std::move(done));
  if (refresh_.join(std::move(done))) ask(*secret);
}

void IamSignIn::ask(const std::string& password) {
  const unsigned version = file_.version();
  auto request = iam_request(options_, password);
  if (!request) {
    loop_.post([this, version, alive = std::weak_ptr<int>(alive_)] {
      if (alive.expired()) return;
      keep({auth_failure("user, domain, project and password must be UTF-8"), true}, version);
      refresh_.notify_waiting();
    });
    return;
  }
  transport_.send(std::move(*request),
                  [this, password, version, alive = std::weak_ptr<int>(alive_)](const HttpResult& result) {
                    if (!alive.expired()) take(result, password, version);
                  });
}

void IamSignIn::take(const HttpResult& result, const std::string& password, unsigned version) {
  auto answer = read_iam_answer(result, password, redactor_);
  if (auto* token = std::get_if<IamToken>(&answer)) {
    headers_.set_token(std::move(token->token));
    let_in_.erase(let_in_.begin(), let_in_.lower_bound(version_));
    ++version_;
    failure_.reset();
    rejected_.reset();
    refresh_.succeeded(token->life);
  } else {
    keep(std::move(std::get<IamRefusal>(answer)), version);
  }
  refresh_.notify_waiting();
}

void IamSignIn::keep(IamRefusal refusal, unsigned version) {
  // The pause is kept here: reported with a resource's request it would slow down that request's service.
  const auto pause = std::exchange(refusal.failure.retry_after, std::nullopt);
  if (refusal.for_good) {
    rejected_ = version;
    refusal.failure.detail = "IAM rejects the sign-in (retried when " + file_.path().string() +
                             " changes, else every 6 h): " + refusal.failure.detail;
  } else if (rejected_ == version) {
    return refresh_.failed(pause);  // still the refused password, which stays the reason
  }
  failure_ = std::move(refusal.failure);
  refresh_.failed(refusal.for_good ? kNextTry : pause);
}

std::variant<CredentialVersion, Failure> IamSignIn::sign(HttpRequest& request) {
  if (refresh_.usable()) {
    headers_.add_to(request);
    return version_;
  }
  if (password() == nullptr) return auth_failure(missing_);
  return failure_.value_or(auth_failure("no token requested yet"));
}

bool IamSignIn::refused(CredentialVersion version, const Failure& failure, const std::string&) {
  constexpr minutes kRecently{10};
  const auto let_in = let_in_.find(version);
  const bool recently = let_in != let_in_.end() && loop_.clock().steady() - let_in->second < kRecently;
  if (recently && !blames_token(failure)) return false;  // this one resource is forbidden
  if (version != version_) return true;
  if (password() != nullptr && refresh_.demand()) return true;
  // The token is useless and no other can be fetched.
  if (rejected_ || !missing_.empty()) refresh_.drop();
  return false;
}

void IamSignIn::accepted(CredentialVersion version) { let_in_[version] = loop_.clock().steady(); }

std::string IamSignIn::rejection() const {
  if (refresh_.usable()) return {};
  if (!missing_.empty()) return missing_;
  return rejected_ && failure_ ? failure_->detail : std::string();
}

std::optional<TimePoint> IamSignIn::expires() const {
  if (!refresh_.usable()) return {};
  return loop_.clock().wall() + (*refresh_.ends() - loop_.clock().steady());
}

std::unique_ptr<CredentialProvider> iam_sign_in(Loop& loop, Transport& transport, const Redactor& redactor,
                                                IamOptions options) {
  return std::make_unique<IamSignIn>(loop, transport, redactor, std::move(options), std::random_device{}());
}

}  // namespace noticed
