#include "pollers/string_masker.h"

#include <algorithm>

#include "pollers/harmless_text.h"
#include "pollers/hidden_address.h"
#include "pollers/mask.h"
#include "pollers/patterns.h"

namespace noticed {

std::string StringMasker::documented(std::string_view in) const { return by_shape(in, true); }

std::string StringMasker::identifier(std::string_view in) const { return by_shape(in, false); }

std::string StringMasker::in_config(std::string_view in) const {
  // A stored answer has no tokens left, and the end of a mask may look like one.
  if (!kept_ && !codearts::holds_url(in) && codearts::holds_token(in)) return redactor_.mask(MaskKind::text, in);
  return by_shape(in, true);
}

std::string StringMasker::foreign(std::string_view in) const {
  if (codearts::is_harmless(in)) return std::string(in);
  const Shaped made = shaped(in, true);
  if (made.rest.find_first_not_of(" \t\r\n,;") == std::string::npos) return made.text;
  return redactor_.mask(codearts::hides_address(made.rest) ? MaskKind::url : MaskKind::text, made.text);
}

std::string StringMasker::foreign_in_config(std::string_view in) const {
  if (!kept_ && !codearts::holds_url(in) && codearts::holds_token(in)) return redactor_.mask(MaskKind::text, in);
  return foreign(in);
}

std::string StringMasker::in_foreign_list(std::string_view in) const {
  if (codearts::is_harmless_in_list(in)) return std::string(in);
  if (!kept_ || !is_mask(in)) return redactor_.mask(MaskKind::text, in);
  return redactor_.harmless_behind(in).value_or(std::string(in));
}

std::string StringMasker::phones(std::string_view in) const {
  std::string out;
  while (!in.empty()) {
    const auto item = in.substr(0, in.find_first_of(",;"));
    in.remove_prefix(std::min(in.size(), item.size() + 1));
    if (codearts::trim(item).empty()) continue;
    if (!out.empty()) out += ';';
    out += whole(MaskKind::phone, item);
  }
  return out;
}

std::string StringMasker::whole(MaskKind kind, std::string_view in) const {
  return kept_ && is_mask(in) ? std::string(in) : redactor_.mask(kind, in);
}

std::string StringMasker::name(std::string_view in) const {
  const Shaped made = shaped(in, true);
  if (codearts::hides_address(made.rest)) return redactor_.mask(MaskKind::url, made.text);
  const bool token = codearts::holds_web_token(made.rest) || codearts::holds_random_token(made.rest);
  return token ? redactor_.mask(MaskKind::text, made.text) : made.text;
}

std::string StringMasker::by_shape(std::string_view in, bool phones) const {
  const Shaped made = shaped(in, phones);
  if (codearts::hides_address(made.rest)) return redactor_.mask(MaskKind::url, made.text);
  return codearts::holds_web_token(made.rest) ? redactor_.mask(MaskKind::text, made.text) : made.text;
}

StringMasker::Shaped StringMasker::shaped(std::string_view in, bool phones) const {
  if (kept_ && is_mask(in)) return {std::string(in), {}};
  if (codearts::holds_url(in)) return {redactor_.mask(MaskKind::url, in), {}};
  Shaped made;
  std::size_t next = next_mask(in, 0);
  for (std::size_t at = 0; at < in.size();) {
    const auto before_mask = in.substr(0, next);
    std::size_t size = 0;
    if (at == next) {
      size = mask_at(in, at);
      made.text += in.substr(at, size);
      next = next_mask(in, at + size);
    } else if (size = codearts::email_at(before_mask, at); size > 0) {
      made.text += redactor_.mask(MaskKind::email, in.substr(at, size));
    } else if (size = phones ? codearts::phone_at(before_mask, at) : 0; size > 0) {
      made.text += redactor_.mask(MaskKind::phone, in.substr(at, size));
    }
    if (size == 0) {
      made.text += in[at];
      made.rest += in[at];
      ++at;
    } else {
      made.rest += ' ';
      at += size;
    }
  }
  return made;
}

std::size_t StringMasker::next_mask(std::string_view in, std::size_t at) const {
  if (!kept_) return in.size();
  while (at < in.size() && mask_at(in, at) == 0) ++at;
  return at;
}

}  // namespace noticed
