#include "storage/model/wording/sentence.h"

namespace noticed {

std::string say(Language language, const Sentence& sentence, std::initializer_list<std::string_view> values) {
  std::string_view rest = language == Language::zh ? sentence.zh : sentence.en;
  std::string out;
  for (;;) {
    const std::size_t mark = rest.find('{');
    out += rest.substr(0, mark);
    if (mark == std::string_view::npos) return out;
    const auto index = static_cast<std::size_t>(rest.at(mark + 1) - '0');
    if (index < values.size()) out += *(values.begin() + index);
    rest.remove_prefix(mark + 3);
  }
}

}  // namespace noticed
