// One sentence in both languages, side by side, and how its values are filled in.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "storage/model/wording/language.h"

namespace noticed {

/// "{0}" to "{9}" stand for values; each language uses those it needs, in its own order.
struct Sentence {
  std::string_view en, zh;
};

/// The sentence in one language. A "{0}" inside a value stays as it is; a mark without a value is left out.
std::string say(Language language, const Sentence& sentence, std::initializer_list<std::string_view> values = {});

}  // namespace noticed
