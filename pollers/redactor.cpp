#include "pollers/redactor.h"

#include <stdexcept>

#include "pollers/answer_walk.h"
#include "pollers/error_text.h"
#include "pollers/harmless_text.h"
#include "pollers/patterns.h"
#include "pollers/string_masker.h"
#include "storage/model/digest.h"
#include "storage/model/unicode.h"

namespace noticed {
namespace {

using nlohmann::json;

std::string_view name_of(MaskKind kind) {
  switch (kind) {
    case MaskKind::clear: return "clear";
    case MaskKind::url: return "url";
    case MaskKind::secret: return "secret";
    case MaskKind::phone: return "phone";
    case MaskKind::email: return "email";
    case MaskKind::text: return "text";
  }
  return "text";
}

}  // namespace

RedactedJson Redactor::redact(json body) const {
  const StringMasker masker(*this, Origin::cloud);
  return RedactedJson(AnswerWalk(masker).redact(std::move(body)));
}

RedactedJson Redactor::restored(json stored) const {
  const StringMasker masker(*this, Origin::kept);
  return RedactedJson(AnswerWalk(masker).redact(std::move(stored)));
}

std::optional<std::string> Redactor::harmless_behind(std::string_view mask) const {
  std::call_once(listed_->once, [this] {
    for (std::string& text : codearts::harmless_in_list()) {
      std::string masked = this->mask(MaskKind::text, text);
      listed_->texts.emplace(std::move(masked), std::move(text));
    }
  });
  const auto found = listed_->texts.find(std::string(mask));
  if (found == listed_->texts.end()) return {};
  return found->second;
}

std::string Redactor::redact_text(std::string_view text) const {
  constexpr std::size_t kLongest = 300;
  const std::string line = codearts::one_line(text);
  const std::string_view in = line;
  std::string out;
  std::size_t at = 0;
  const auto replace = [&](MaskKind kind, std::size_t size) {
    out += mask(kind, in.substr(at, size));
    at += size;
  };
  while (at < in.size() && out.size() <= kLongest) {
    const bool word_begins = at == 0 || in[at - 1] == ' ';
    const auto word = word_begins ? in.substr(at, in.find(' ', at) - at) : std::string_view{};
    if (codearts::holds_url(word)) {
      replace(MaskKind::url, word.size());
    } else if (const auto secret = codearts::secret_value(in, at); secret.size > 0) {
      out += in.substr(at, secret.at - at);
      at = secret.at;
      replace(MaskKind::secret, secret.size);
    } else if (const auto email = codearts::email_at(in, at); email > 0) {
      replace(MaskKind::email, email);
    } else if (const auto phone = codearts::phone_at(in, at); phone > 0) {
      replace(MaskKind::phone, phone);
    } else if (const auto token = codearts::token_at(in, at); token > 0) {
      replace(MaskKind::text, token);
    } else {
      out += in[at++];
    }
  }
  return std::string(first_bytes(out, kLongest));
}

std::string Redactor::mask(MaskKind kind, std::string_view value) const {
  const std::string_view trimmed = codearts::trim(value);
  if (kind == MaskKind::clear || trimmed.empty()) return kind == MaskKind::clear ? std::string(value) : std::string();
  if (kind == MaskKind::url) {
    const std::string origin = codearts::url_origin(trimmed);
    return (origin.empty() ? "url" : origin) + "#" + fingerprint(kind, trimmed);
  }
  if (kind == MaskKind::phone) {
    const auto [digits, shaped] = codearts::phone_of(trimmed);
    const bool shown = digits.size() >= 11 && digits.size() <= 15;
    const std::string face = shown ? digits.substr(0, 3) + "****" + digits.substr(digits.size() - 4) : "phone";
    return face + "#" + fingerprint(kind, digits.empty() ? trimmed : std::string_view(digits));
  }
  if (kind == MaskKind::email) {
    const auto sign = trimmed.rfind('@');
    const bool shaped = codearts::email_at(trimmed, 0) == trimmed.size();
    const std::string face =
        shaped ? std::string(first_character(trimmed).bytes) + "***" + std::string(trimmed.substr(sign)) : "email";
    return face + "#" + fingerprint(kind, trimmed);
  }
  return std::string(name_of(kind)) + "#" + fingerprint(kind, value);
}

std::string Redactor::fingerprint(MaskKind kind, std::string_view value) const {
  constexpr std::size_t kBytes = 8;
  std::string message(name_of(kind));
  message += '\0';
  message += value;
  const std::string_view key(reinterpret_cast<const char*>(key_.data()), key_.size());
  const Sha256 mac = hmac_sha256(key, message);
  return to_hex(std::span(mac).first<kBytes>());
}

}  // namespace noticed
