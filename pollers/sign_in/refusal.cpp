#include "pollers/sign_in/refusal.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include "storage/model/ascii.h"

namespace noticed {
namespace {

using namespace std::chrono;

/// The number in a gateway's code, without its product: "0301" of "APIGW.0301".
std::string_view gateway_number(std::string_view code) {
  for (const std::string_view prefix : {"APIGW.", "APIG.", "APIC."})
    if (code.starts_with(prefix)) return code.substr(prefix.size());
  return {};
}

bool speaks_of_signature(const std::string& text) {
  constexpr std::array<std::string_view, 5> kWords{"aksk", "ak sk", "signature", "ak access failed",
                                                   "get secretkey failed"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view words) { return text.find(words) != std::string::npos; });
}

std::string in_words(minutes span) {
  const auto count = span.count();
  if (count < 60) return std::to_string(count) + " min";
  if (count < 2'880) return std::to_string(count / 60) + " h " + std::to_string(count % 60) + " min";
  return std::to_string(count / 1440) + " days " + std::to_string(count / 60 % 24) + " h";
}

std::optional<unsigned> month_of(std::string_view name) {
  constexpr std::string_view kNames = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const auto at = name.size() == 3 ? kNames.find(name) : std::string_view::npos;
  if (at == std::string_view::npos || at % 3 != 0) return {};
  return static_cast<unsigned>(at / 3 + 1);
}

}  // namespace

Failure auth_failure(std::string detail) {
  Failure failure;
  failure.kind = FailureKind::auth;
  failure.detail = std::move(detail);
  return failure;
}

bool blames_signature(const Failure& failure) { return speaks_of_signature(lower_case(failure.detail)); }

bool blames_token(const Failure& failure) {
  constexpr std::array<std::string_view, 5> kCodes{"CC.00000003", "CC.00050007", "DEV.00000003", "CH.00000001",
                                                   "CH.00000002"};
  const auto number = gateway_number(failure.code);
  if (number == "0307") return true;
  if (number == "0301") return !blames_signature(failure);
  return std::any_of(kCodes.begin(), kCodes.end(), [&](std::string_view code) {
    const std::string_view said = failure.code;  // some repeat the HTTP status: "CC.00000003.401"
    return said.starts_with(code) && (said.size() == code.size() || said[code.size()] == '.');
  });
}

std::optional<std::string> blames_clock(const Failure& failure, const std::string& date, TimePoint wall) {
  constexpr minutes kAllowed{15};
  const std::string remedy = "; a signature is valid for 15 min: correct this machine's clock";
  if (const auto theirs = parse_http_date(date)) {
    const auto ahead = duration_cast<minutes>(wall - *theirs);
    if (abs(wall - *theirs) > kAllowed)
      return "the clock of this machine is " + in_words(abs(ahead)) + (ahead.count() < 0 ? " behind" : " ahead of") +
             " the cloud's" + remedy;
  }
  if (lower_case(failure.detail).find("signature expired") == std::string::npos) return {};
  return "the clock of this machine differs from the cloud's, which says that a new signature has expired" + remedy;
}

std::optional<TimePoint> parse_http_date(const std::string& date) {
  // Rearranges "Sun, 22 Nov 2026 04:00:00 GMT" for parse_rfc3339().
  constexpr std::size_t kSize = 29;
  if (date.size() != kSize || date.substr(3, 2) != ", " || date.substr(25) != " GMT") return {};
  const auto month = month_of(std::string_view(date).substr(8, 3));
  if (!month || date[7] != ' ' || date[11] != ' ' || date[16] != ' ') return {};
  std::string text = date.substr(12, 4) + (*month < 10 ? "-0" : "-") + std::to_string(*month);
  text += "-" + date.substr(5, 2) + "T" + date.substr(17, 8) + "Z";
  return parse_rfc3339(text);
}

}  // namespace noticed
