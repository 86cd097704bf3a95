#include "pollers/patterns.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "storage/model/ascii.h"

namespace noticed::codearts {
namespace {

bool is_foreign(char c) { return static_cast<unsigned char>(c) >= 0x80; }
bool one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

bool is_mobile(std::string_view digits) {
  return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3' && digits[1] <= '9';
}

bool is_phone(std::string_view digits, bool plus) {
  if (plus) return digits.size() >= 7 && digits.size() <= 15;
  if (digits.starts_with("00")) return digits.size() >= 9 && digits.size() <= 17;
  return is_mobile(digits);
}

bool is_local(char c) { return !is_space(c) && !one_of(c, ",;<>()[]{}\"':=|/\\@&?"); }
bool is_domain(char c) { return is_alnum(c) || is_foreign(c) || c == '.' || c == '-'; }
bool is_token(char c) { return is_alnum(c) || one_of(c, "+/_=.-"); }

/// The authority of a URL: the text from after "//" to the first character that ends it.
std::string_view authority_of(std::string_view rest) {
  const auto end =
      std::find_if(rest.begin(), rest.end(), [](char c) { return is_space(c) || one_of(c, "/?#\\\"'<>"); });
  return rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
}

bool is_host(char c) { return is_alnum(c) || is_foreign(c) || one_of(c, ".-_[]:"); }

}  // namespace

bool is_space(char c) { return one_of(c, " \t\r\n\v\f"); }

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

Phone phone_of(std::string_view text) {
  text = trim(text);
  Phone phone;
  const bool plus = text.starts_with('+');
  for (const char c : text.substr(plus ? 1 : 0)) {
    if (is_digit(c)) {
      phone.digits += c;
    } else if (!one_of(c, " -()")) {
      return {};
    }
  }
  phone.shaped = is_phone(phone.digits, plus);
  if (!plus && phone.shaped && phone.digits.starts_with("00")) phone.digits.erase(0, 2);
  if (phone.digits.starts_with("86") && is_mobile(std::string_view(phone.digits).substr(2))) phone.digits.erase(0, 2);
  return phone;
}

bool holds_url(std::string_view text) {
  constexpr std::array<std::string_view, 3> kSigns{"://", ":\\/\\/", "%3a%2f%2f"};
  const auto same = [](char a, char b) { return to_lower(a) == b; };
  return std::any_of(kSigns.begin(), kSigns.end(), [&](std::string_view sign) {
    return std::search(text.begin(), text.end(), sign.begin(), sign.end(), same) != text.end();
  });
}

std::string url_origin(std::string_view text) {
  constexpr std::size_t kLongestScheme = 16;
  const auto sign = text.find("://");
  if (sign == std::string_view::npos) return {};
  std::size_t begin = sign;
  while (begin > 0 && (is_alnum(text[begin - 1]) || one_of(text[begin - 1], "+-."))) --begin;
  if (begin == sign || sign - begin > kLongestScheme) return {};
  std::string_view host = authority_of(text.substr(sign + 3));
  if (const auto user = host.rfind('@'); user != std::string_view::npos) host.remove_prefix(user + 1);
  const auto colon = host.find(':', host.starts_with('[') ? host.find(']') : 0);
  const auto port = colon == std::string_view::npos ? std::string_view{} : host.substr(colon + 1);
  // "user:pa/ss@host": the apparent host is the user name.
  if (host.empty() || colon == 0 || !all_are(host, is_host)) return {};
  if (port.size() > 5 || !all_are(port, is_digit)) return {};
  std::string origin;
  for (const char c : text.substr(begin, sign - begin)) origin += to_lower(c);
  origin += "://";
  for (const char c : host) origin += to_lower(c);
  return origin + "/";
}

std::size_t phone_at(std::string_view text, std::size_t at) {
  constexpr std::size_t kMostDigits = 17;
  constexpr std::size_t kMostSeparators = 3;
  if (!is_digit(text[at]) && !one_of(text[at], "+(")) return 0;
  const char before = at == 0 ? ' ' : text[at - 1];
  if (is_alnum(before) || one_of(before, "_+")) return 0;
  if (before == '.' && text.substr(at).starts_with("00")) return 0;  // "CB.00060200"
  std::string digits;
  bool plus = false;
  std::size_t separators = 0;
  std::size_t length = 0;
  for (std::size_t i = at; i < text.size() && digits.size() <= kMostDigits; ++i) {
    const char c = text[i];
    if (is_digit(c)) {
      digits += c;
      separators = 0;
      const char next = i + 1 < text.size() ? text[i + 1] : ' ';
      if (!is_alnum(next) && next != '_' && is_phone(digits, plus)) length = i + 1 - at;
    } else if (c == '+' && digits.empty() && !plus) {
      plus = true;
    } else if (!one_of(c, " -()") || ++separators > kMostSeparators) {
      break;
    }
  }
  return length;
}

std::size_t email_at(std::string_view text, std::size_t at) {
  if (!is_local(text[at]) || (at > 0 && is_local(text[at - 1]))) return 0;
  std::size_t sign = at;
  while (sign < text.size() && is_local(text[sign])) ++sign;
  if (sign == text.size() || text[sign] != '@') return 0;
  std::size_t end = sign + 1;
  while (end < text.size() && is_domain(text[end])) ++end;
  while (end > sign + 1 && one_of(text[end - 1], ".-")) --end;
  return end > sign + 1 ? end - at : 0;
}

std::size_t token_at(std::string_view text, std::size_t at) {
  constexpr std::size_t kShortest = 20;
  if (!is_token(text[at]) || (at > 0 && is_token(text[at - 1]))) return 0;
  std::size_t end = at;
  bool digits = false;
  for (; end < text.size() && is_token(text[end]); ++end) digits = digits || is_digit(text[end]);
  const auto token = text.substr(at, end - at);
  return digits && token.size() >= kShortest && !is_error_code(token) ? token.size() : 0;
}

bool is_error_code(std::string_view text) {
  constexpr std::size_t kLongestWord = 20;
  while (!text.empty() && text.back() == '.') text.remove_suffix(1);  // end of a sentence
  std::size_t words = 0;
  std::size_t numbers = 0;
  while (!text.empty()) {
    const auto part = text.substr(0, text.find('.'));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    const bool number = !part.empty() && all_are(part, is_digit);
    const bool word = std::all_of(part.begin(), part.end(), [](char c) { return is_upper(c) || c == '_'; });
    if (part.empty() || (number ? part.size() > 8 : !word || part.size() > kLongestWord || numbers > 0)) return false;
    number ? ++numbers : ++words;
  }
  return words > 0 && words <= 3 && numbers > 0 && numbers <= 2;
}

}  // namespace noticed::codearts
