#include "pollers/sign_in/agency.h"

#include <random>
#include <utility>

#include "pollers/sign_in/refusal.h"

namespace noticed {

using namespace std::chrono;

AgencySignIn::AgencySignIn(Loop& loop, Transport& transport, const Redactor& redactor, AgencyOptions options,
                           std::uint32_t seed)
    : loop_(loop),
      transport_(transport),
      redactor_(redactor),
      options_(std::move(options)),
      refresh_(loop, seed),
      suspension_(loop.clock()) {}

void AgencySignIn::renew(std::function<void()> done) {
  if (!refresh_.join(std::move(done))) return;
  if (token_wanted())
    ask_for_token(false);
  else
    ask_for_key(false);
}

bool AgencySignIn::token_wanted() const {
  const SteadyPoint now = loop_.clock().steady();
  if (without_token_until_ && now < *without_token_until_) return false;
  return token_.empty() || now >= token_ends_;
}

void AgencySignIn::send(HttpRequest request, std::function<void(const HttpResult&)> take) {
  transport_.send(std::move(request),
                  [take = std::move(take), alive = std::weak_ptr<int>(alive_)](const HttpResult& result) {
                    if (!alive.expired()) take(result);
                  });
}

void AgencySignIn::ask_for_token(bool again) {
  constexpr minutes kMargin{1};
  token_ends_ = loop_.clock().steady() + kMetadataTokenLife - kMargin;
  send(metadata_token_request(options_), [this, again](const HttpResult& result) { take_token(result, again); });
}

void AgencySignIn::take_token(const HttpResult& result, bool again) {
  constexpr hours kProbe{24};
  auto answer = read_metadata_token(result, redactor_);
  if (auto* failure = std::get_if<Failure>(&answer)) return fail(std::move(*failure));
  token_.clear();
  without_token_until_.reset();
  if (auto* token = std::get_if<std::string>(&answer))
    token_ = std::move(*token);
  else
    without_token_until_ = loop_.clock().steady() + kProbe;
  ask_for_key(again);
}

void AgencySignIn::ask_for_key(bool again) {
  const TimePoint asked = loop_.clock().wall();
  send(metadata_key_request(options_, token_),
       [this, asked, again](const HttpResult& result) { take_key(result, asked, again); });
}

void AgencySignIn::take_key(const HttpResult& result, TimePoint asked, bool again) {
  auto answer = read_metadata_key(result, asked, redactor_);
  if (auto* key = std::get_if<TemporaryKey>(&answer)) return take(std::move(*key));
  if (auto* failure = std::get_if<Failure>(&answer)) return fail(std::move(*failure));
  if (!again) return ask_for_token(true);
  token_.clear();
  fail(std::move(std::get<StaleMetadataToken>(answer).failure));
}

void AgencySignIn::take(TemporaryKey fresh) {
  if (fresh.key.access != key_.access || fresh.key.secret != key_.secret ||
      fresh.key.security_token != key_.security_token) {
    key_ = std::move(fresh.key);
    key_.project_id = options_.project_id;
    ++version_;
    suspension_.end();
  }
  failure_.reset();
  refresh_.succeeded(fresh.life);
  refresh_.notify_waiting();
}

void AgencySignIn::fail(Failure failure) {
  const auto pause = std::exchange(failure.retry_after, std::nullopt);
  failure_ = std::move(failure);
  refresh_.failed(pause);
  refresh_.notify_waiting();
}

std::variant<CredentialVersion, Failure> AgencySignIn::sign(HttpRequest& request) {
  if (!refresh_.usable()) return failure_.value_or(auth_failure("no keys requested yet"));
  if (!suspension_.may_sign()) return auth_failure(suspension_.reason());
  sign_with(request, key_, loop_.clock().wall());
  return version_;
}

bool AgencySignIn::refused(CredentialVersion version, const Failure& failure, const std::string& date) {
  if (version != version_) return refresh_.usable();
  if (!blames_signature(failure) && !blames_token(failure)) return false;
  const TimePoint wall = loop_.clock().wall();
  // New keys do not help against a wrong clock.
  if (!blames_clock(failure, date, wall) && refresh_.demand()) return true;
  if (blames_signature(failure)) suspension_.begin(refused_key(failure, date, wall, "retried with the next keys"));
  return false;
}

void AgencySignIn::accepted(CredentialVersion version) {
  if (version == version_) suspension_.end();
}

std::string AgencySignIn::rejection() const {
  if (refresh_.usable()) return suspension_.reason();
  return failure_ && failure_->kind == FailureKind::auth ? failure_->detail : std::string();
}

std::optional<TimePoint> AgencySignIn::expires() const {
  if (!refresh_.usable()) return {};
  return loop_.clock().wall() + (*refresh_.ends() - loop_.clock().steady());
}

std::unique_ptr<CredentialProvider> agency_sign_in(Loop& loop, Transport& transport, const Redactor& redactor,
                                                   AgencyOptions options) {
  return std::make_unique<AgencySignIn>(loop, transport, redactor, std::move(options), std::random_device{}());
}

}  // namespace noticed
