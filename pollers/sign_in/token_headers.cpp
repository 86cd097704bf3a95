#include "pollers/sign_in/token_headers.h"

#include <algorithm>

namespace noticed {

void TokenHeaders::set_token(std::string token) {
  token_ = std::move(token);
  known_.clear();
}

void TokenHeaders::add_to(HttpRequest& request) {
  constexpr std::size_t kMost = 8;
  const auto found =
      std::find_if(known_.begin(), known_.end(), [&](const HeaderPair& k) { return k.own == request.headers; });
  if (found != known_.end()) {
    request.headers = found->with_token;
    return;
  }
  auto lines = request.headers ? request.headers->lines() : std::vector<std::string>();
  lines.push_back("X-Auth-Token: " + token_);
  auto made = std::make_shared<const HttpHeaders>(lines);
  if (known_.size() == kMost) known_.clear();
  known_.push_back({std::move(request.headers), made});
  request.headers = std::move(made);
}

}  // namespace noticed
