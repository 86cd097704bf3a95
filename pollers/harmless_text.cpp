#include "pollers/harmless_text.h"

#include <algorithm>
#include <array>

#include "pollers/answer_fields.h"
#include "pollers/patterns.h"
#include "storage/model/ascii.h"

namespace noticed::codearts {
namespace {

constexpr std::array<std::string_view, 8> kBooleans{"true", "false", "yes", "no", "on", "off", "enabled", "disabled"};
constexpr int kListedNumbers = 10'000;

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return to_lower(x) == to_lower(y); });
}

bool is_listed_word(std::string_view text) {
  const auto same = [text](std::string_view word) { return same_word(text, word); };
  const auto known = known_words();
  return std::any_of(kBooleans.begin(), kBooleans.end(), same) || std::any_of(known.begin(), known.end(), same);
}

bool is_short_number(std::string_view text) {
  constexpr std::size_t kMostDigits = 10;
  if (phone_of(text).shaped) return false;
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  const auto whole = text.substr(0, text.find('.'));
  const bool point = whole.size() < text.size();
  const auto fraction = point ? text.substr(whole.size() + 1) : std::string_view{};
  return !whole.empty() && point == !fraction.empty() && whole.size() + fraction.size() <= kMostDigits &&
         all_are(whole, is_digit) && all_are(fraction, is_digit);
}

/// 0 to 9999, without sign or leading zeros.
bool is_listed_number(std::string_view text) {
  constexpr std::size_t kMostDigits = 4;
  return !text.empty() && text.size() <= kMostDigits && all_are(text, is_digit) && (text.size() == 1 || text[0] != '0');
}

void add_spellings(std::string_view word, std::vector<std::string>& all) {
  all.emplace_back(word);
  std::string spelling = lower_case(std::string(word));
  all.push_back(spelling);
  spelling[0] = to_upper(spelling[0]);
  all.push_back(spelling);
  std::transform(word.begin(), word.end(), spelling.begin(), to_upper);
  all.push_back(spelling);
}

}  // namespace

bool is_harmless(std::string_view text) { return text.empty() || is_listed_word(text) || is_short_number(text); }

bool is_harmless_in_list(std::string_view text) {
  return text.empty() || is_listed_word(text) || is_listed_number(text);
}

std::vector<std::string> harmless_in_list() {
  std::vector<std::string> all;
  for (const std::string_view word : kBooleans) add_spellings(word, all);
  for (const std::string_view word : known_words()) add_spellings(word, all);
  for (int number = 0; number < kListedNumbers; ++number) all.push_back(std::to_string(number));
  return all;
}

}  // namespace noticed::codearts
