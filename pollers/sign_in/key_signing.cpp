#include "pollers/sign_in/key_signing.h"

#include "pollers/sign_in/refusal.h"

namespace noticed {

using namespace std::chrono;

void sign_with(HttpRequest& request, const SigningKey& key, TimePoint wall) {
  auto lines = request.headers ? request.headers->lines() : std::vector<std::string>();
  const std::string_view usual = request.post ? "POST" : "GET";
  Signable sent;
  sent.method = request.method.empty() ? usual : request.method;
  sent.url = request.url;
  if (request.post) sent.body = *request.post;
  auto added = sign_request(sent, lines, key, wall);
  for (auto& line : added) lines.push_back(std::move(line));
  request.headers = std::make_shared<const HttpHeaders>(lines);
}

milliseconds KeySuspension::offset() const {
  return clock_.wall().time_since_epoch() - clock_.steady().time_since_epoch();
}

bool KeySuspension::may_sign() {
  constexpr hours kBetweenTries{1};
  constexpr minutes kSet{1};  // smaller changes are normal clock adjustments
  if (reason_.empty()) return true;
  if (clock_.steady() < next_try_ && abs(offset() - offset_) < kSet) return false;
  next_try_ = clock_.steady() + kBetweenTries;
  offset_ = offset();
  return true;
}

void KeySuspension::begin(std::string reason) {
  reason_ = std::move(reason);
  offset_ = offset();
  next_try_ = clock_.steady() + hours(1);
}

std::string refused_key(const Failure& failure, const std::string& date, TimePoint wall, const std::string& remedy) {
  if (auto clock = blames_clock(failure, date, wall)) return *clock;
  return "the cloud rejects the access key: it does not match its secret key, is disabled, or is temporarily locked; " +
         remedy + ": " + failure.detail;
}

}  // namespace noticed
