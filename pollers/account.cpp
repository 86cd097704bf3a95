#include "pollers/account.h"

namespace noticed {

const std::string& Account::endpoint(Service service) const {
  static const std::string kNone;
  const auto found = endpoints_.find(service);
  return found == endpoints_.end() ? kNone : found->second;
}

void Account::refresh(SteadyPoint now) {
  constexpr std::chrono::seconds kLookAgain{1};
  if (headers_ && now - looked_ < kLookAgain) return;
  looked_ = now;
  const auto* token = token_.text();
  if (token == nullptr) {
    headers_.reset();
  } else if (!headers_ || token_version_ != token_.version()) {
    const std::vector<std::string> lines{"X-Auth-Token: " + *token, "Accept: application/json"};
    headers_ = std::make_shared<const HttpHeaders>(lines);
    token_version_ = token_.version();
  }
}

std::variant<HttpRequest, Failure> Account::prepare(Service service, const Request& request,
                                                    std::chrono::milliseconds timeout, SteadyPoint now) {
  refresh(now);
  if (!headers_) {
    Failure failure;
    failure.kind = FailureKind::auth;
    failure.detail = "no token: " + token_.error();
    return failure;
  }
  HttpRequest http;
  http.url = endpoint(service) + request.target;
  http.headers = headers_;
  http.timeout = timeout;
  return http;
}

}  // namespace noticed
