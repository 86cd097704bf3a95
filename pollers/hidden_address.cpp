#include "pollers/hidden_address.h"

#include <algorithm>
#include <array>
#include <string>

#include "pollers/answer_fields.h"
#include "pollers/patterns.h"
#include "storage/model/ascii.h"
#include "storage/model/percent.h"

namespace noticed::codearts {
namespace {

bool is_base64url(char c) { return is_alnum(c) || c == '-' || c == '_'; }
bool is_name(char c) { return is_base64url(c) || c == '.'; }

bool holds_encoded_url(std::string_view text) {
  constexpr int kMostLayers = 4;
  if (text.find('%') == std::string_view::npos) return false;
  std::string decoded(text);
  for (int layer = 0; layer < kMostLayers; ++layer) {
    std::string more = percent_decode(decoded);
    if (holds_url(more)) return true;
    if (more == decoded) break;
    decoded = std::move(more);
  }
  return false;
}

/// Removes the first part of `text` up to one of `separators`, which is removed, too.
std::string_view next_part(std::string_view& text, std::string_view separators) {
  const auto part = text.substr(0, text.find_first_of(separators));
  text.remove_prefix(std::min(text.size(), part.size() + 1));
  return part;
}

/// Whether a query parameter of this name authenticates the caller.
bool names_credential(std::string_view name) {
  constexpr std::array<std::string_view, 4> kWhole{"sk", "ak", "sig", "ticket"};
  constexpr std::array<std::string_view, 3> kParts{"pwd", "pass", "bearer"};
  const std::string folded = lower_case(std::string(name));
  return sounds_secret(folded) || folded.ends_with("code") ||
         std::find(kWhole.begin(), kWhole.end(), folded) != kWhole.end() ||
         std::any_of(kParts.begin(), kParts.end(),
                     [&](std::string_view part) { return folded.find(part) != std::string::npos; });
}

/// "host/send?access_code=abc". A pair at the very start needs a longer value: "key=1" is no address.
bool carries_credential(std::string_view word) {
  constexpr std::size_t kShortestAlone = 8;
  for (bool in_query = false; !word.empty(); in_query = true) {
    const auto part = next_part(word, "?&#");
    const auto sign = part.find('=');
    if (sign == std::string_view::npos) continue;
    const auto name = part.substr(0, sign);
    const auto value = part.substr(sign + 1);
    const bool long_enough = in_query ? !value.empty() : value.size() >= kShortestAlone;
    if (long_enough && all_are(name, is_name) && names_credential(name)) return true;
  }
  return false;
}

/// "example.com", "robot.example.com:8443".
bool is_host_name(std::string_view text) {
  const auto host = text.substr(0, text.find(':'));
  const auto dot = host.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return false;
  const auto last = host.substr(dot + 1);
  return last.size() >= 2 && all_are(last, is_letter) &&
         std::all_of(host.begin(), host.end(), [](char c) { return is_name(c) && c != '_'; });
}

/// Words with an optional small number at the end, and numbers up to the length of a date, separated by dots, dashes
/// and the like.
bool is_wordy(std::string_view text) {
  constexpr std::size_t kLongestNumber = 8;
  constexpr std::size_t kLongestEnding = 4;
  while (!text.empty()) {
    auto part = next_part(text, "._-/");
    std::size_t letters = 0;
    while (letters < part.size() && is_letter(part[letters])) ++letters;
    part.remove_prefix(letters);
    if (!all_are(part, is_digit)) return false;
    if (part.size() > (letters == 0 ? kLongestNumber : kLongestEnding)) return false;
  }
  return true;
}

/// "hooks.slack.com/services/T0…/B0…/a1B2c3…".
bool has_random_path(std::string_view word) {
  constexpr std::size_t kShortest = 16;
  auto path = word.substr(0, word.find_first_of("?#"));
  if (!is_host_name(next_part(path, "/"))) return false;
  while (!path.empty()) {
    const auto part = next_part(path, "/");
    const bool digits = std::any_of(part.begin(), part.end(), is_digit);
    if (digits && part.size() >= kShortest && all_are(part, is_base64url) && !is_wordy(part)) return true;
  }
  return false;
}

}  // namespace

bool hides_address(std::string_view text) {
  if (holds_encoded_url(text)) return true;
  if (text.find_first_of("=/") == std::string_view::npos) return false;
  while (!text.empty()) {
    const auto word = next_part(text, " \t\r\n,;\"'<>()");
    if (carries_credential(word) || has_random_path(word)) return true;
  }
  return false;
}

bool holds_web_token(std::string_view text) {
  constexpr std::string_view kBegin = "eyJ";  // Base64 of {"
  constexpr std::size_t kShortest = 8;
  constexpr std::size_t kParts = 2;  // followed by a signature, which may be empty
  for (auto at = text.find(kBegin); at != std::string_view::npos; at = text.find(kBegin, at + 1)) {
    if (at > 0 && is_base64url(text[at - 1])) continue;
    std::size_t parts = 0;
    for (std::size_t end = at; parts < kParts; ++parts) {
      const std::size_t begin = end;
      while (end < text.size() && is_base64url(text[end])) ++end;
      if (end - begin < kShortest || end == text.size() || text[end] != '.') break;
      ++end;
    }
    if (parts == kParts) return true;
  }
  return false;
}

bool holds_token(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at)
    if (token_at(text, at) > 0) return true;
  return false;
}

bool holds_random_token(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at)
    if (const auto size = token_at(text, at); size > 0 && !is_wordy(text.substr(at, size))) return true;
  return false;
}

}  // namespace noticed::codearts
