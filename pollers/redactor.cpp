#include "pollers/redactor.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>

#include "pollers/body.h"
#include "pollers/codearts/fields.h"
#include "pollers/codearts/prose.h"
#include "pollers/codearts/shape.h"
#include "pollers/poller.h"

namespace noticed {
namespace {

using codearts::Field;
using nlohmann::json;

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::clear: return "clear";
    case Kind::url: return "url";
    case Kind::secret: return "secret";
    case Kind::phone: return "phone";
    case Kind::email: return "email";
    case Kind::text: return "text";
  }
  return "text";
}

/// The first character of UTF-8 text.
std::string_view first_character(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0U) == 0x80U) ++size;
  return text.substr(0, size);
}

/// What is done to a string because of where it stands.
enum class Rule : std::uint8_t {
  shape,   // whatever looks like a secret is masked
  id,      // as shape, but may look like a phone number
  opaque,  // as shape, and what looks like a token: inside a configuration of unknown form
  url,
  secret,
  phones,
  config,
  text  // fingerprinted, whatever it is
};

bool holds_structure(const json& array) {
  return std::any_of(array.begin(), array.end(), [](const json& item) { return item.is_structured(); });
}

/// One pass over one answer.
class Walk {
 public:
  explicit Walk(const Redactor& redactor) : redactor_(redactor) {}

  /// `foreign`: below a name that no document knows, or inside a configuration of unknown form.
  json value(json in, Rule rule, int level, bool foreign = false) const {
    if (in.is_string()) return text(in.get_ref<const std::string&>(), rule);
    if (in.is_number() && rule != Rule::id) return number(std::move(in), foreign ? rule : Rule::shape);
    if (in.is_array()) {
      for (json& item : in) item = value(std::move(item), rule, level + 1, foreign);
    } else if (in.is_object()) {
      return object(std::move(in), rule, level, foreign);
    }
    return in;
  }

 private:
  json object(json in, Rule rule, int level, bool foreign) const {
    json out = json::object();
    for (auto& [name, member] : in.get_ref<json::object_t&>()) {
      const Rule inner = rule_of(name, member, rule, level);
      const bool below = foreign || rule == Rule::opaque || codearts::field_of(name) == Field::unknown;
      out.emplace(by_shape(name, true), value(std::move(member), inner, level + 1, below));
    }
    return out;
  }

  static Rule rule_of(const std::string& name, const json& member, Rule outer, int level) {
    const Field field = codearts::field_of(name);
    if (outer == Rule::secret || (field == Field::unknown && codearts::sounds_secret(name))) return Rule::secret;
    switch (field) {
      case Field::url: return Rule::url;
      case Field::secret: return Rule::secret;
      case Field::phones: return Rule::phones;
      case Field::config: return Rule::config;
      default: break;
    }
    const bool known_list = codearts::is_known_list(name, level);
    if (outer == Rule::text || (member.is_array() && holds_structure(member) && !known_list)) return Rule::text;
    if (outer == Rule::opaque || outer == Rule::config) return Rule::opaque;
    return field == Field::id ? Rule::id : Rule::shape;
  }

  std::string text(std::string_view in, Rule rule) const {
    switch (rule) {
      case Rule::shape: return by_shape(in, true);
      case Rule::id: return by_shape(in, false);
      case Rule::opaque: return opaque(in);
      case Rule::url: return redactor_.mask(Kind::url, in);
      case Rule::secret: return redactor_.mask(Kind::secret, in);
      case Rule::phones: return phones(in);
      case Rule::config: return config(in);
      case Rule::text: break;
    }
    return redactor_.mask(Kind::text, in);
  }

  /// A secret or a phone number may come as a JSON number. Where a document wants a text, a number stays one: the
  /// answer is then malformed, and nothing of it is kept.
  json number(json in, Rule rule) const {
    const std::string digits = in.is_number_float() ? whole_digits(in.get<double>()) : in.dump();
    constexpr std::size_t kShortestSecret = 4;  // "token_days": 3 is none
    switch (rule) {
      case Rule::url: return redactor_.mask(Kind::url, digits);
      case Rule::secret:
        if (digits.size() < kShortestSecret) return in;
        return redactor_.mask(Kind::secret, digits);
      case Rule::phones: return redactor_.mask(Kind::phone, digits);
      default: break;
    }
    if (!codearts::phone_of(digits).shaped) return in;
    return redactor_.mask(Kind::phone, digits);
  }

  /// The digits of a float that means a whole number; else its text.
  static std::string whole_digits(double number) {
    constexpr double kExact = 9'007'199'254'740'992.0;  // 2^53
    if (std::abs(number) < kExact && number == std::floor(number))
      return std::to_string(static_cast<std::int64_t>(number));
    return json(number).dump();
  }

  std::string by_shape(std::string_view in, bool phones) const {
    if (codearts::holds_url(in)) return redactor_.mask(Kind::url, in);
    std::string out;
    for (std::size_t at = 0; at < in.size();) {
      if (const auto email = codearts::email_at(in, at); email > 0) {
        out += redactor_.mask(Kind::email, in.substr(at, email));
        at += email;
      } else if (const auto phone = phones ? codearts::phone_at(in, at) : 0; phone > 0) {
        out += redactor_.mask(Kind::phone, in.substr(at, phone));
        at += phone;
      } else {
        out += in[at++];
      }
    }
    return out;
  }

  std::string opaque(std::string_view in) const {
    if (!codearts::holds_url(in))
      for (std::size_t at = 0; at < in.size(); ++at)
        if (codearts::token_at(in, at) > 0) return redactor_.mask(Kind::text, in);
    return by_shape(in, true);
  }

  std::string phones(std::string_view in) const {
    std::string out;
    while (!in.empty()) {
      const auto item = in.substr(0, in.find_first_of(",;"));
      in.remove_prefix(std::min(in.size(), item.size() + 1));
      if (codearts::trim(item).empty()) continue;
      if (!out.empty()) out += ';';
      out += redactor_.mask(Kind::phone, item);
    }
    return out;
  }

  /// JSON keeps its form, redacted inside; anything else is fingerprinted whole.
  std::string config(std::string_view in) const {
    const auto trimmed = codearts::trim(in);
    if (trimmed.empty()) return {};
    try {
      json parsed = parse_body(trimmed);
      if (parsed.is_null()) return {};
      if (parsed.is_object()) return value(std::move(parsed), Rule::config, 1, true).dump();
      return redactor_.mask(Kind::text, parsed.dump());
    } catch (const Malformed&) {
      return redactor_.mask(Kind::text, trimmed);
    }
  }

  const Redactor& redactor_;
};

}  // namespace

RedactedJson Redactor::redact(json body) const {
  return RedactedJson(Walk(*this).value(std::move(body), Rule::shape, 0));
}

std::string Redactor::redact_text(std::string_view text) const {
  constexpr std::size_t kLongest = 300;
  const std::string line = codearts::one_line(text);
  const std::string_view in = line;
  std::string out;
  std::size_t at = 0;
  const auto replace = [&](Kind kind, std::size_t size) {
    out += mask(kind, in.substr(at, size));
    at += size;
  };
  while (at < in.size() && out.size() <= kLongest) {
    const bool word_begins = at == 0 || in[at - 1] == ' ';
    const auto word = word_begins ? in.substr(at, in.find(' ', at) - at) : std::string_view{};
    if (codearts::holds_url(word)) {
      replace(Kind::url, word.size());
    } else if (const auto secret = codearts::secret_value(in, at); secret.size > 0) {
      out += in.substr(at, secret.at - at);
      at = secret.at;
      replace(Kind::secret, secret.size);
    } else if (const auto email = codearts::email_at(in, at); email > 0) {
      replace(Kind::email, email);
    } else if (const auto phone = codearts::phone_at(in, at); phone > 0) {
      replace(Kind::phone, phone);
    } else if (const auto token = codearts::token_at(in, at); token > 0) {
      replace(Kind::text, token);
    } else {
      out += in[at++];
    }
  }
  return std::string(codearts::beginning(out, kLongest));
}

std::string Redactor::mask(Kind kind, std::string_view value) const {
  const std::string_view trimmed = codearts::trim(value);
  if (kind == Kind::clear || trimmed.empty()) return kind == Kind::clear ? std::string(value) : std::string();
  if (kind == Kind::url) {
    const std::string origin = codearts::url_origin(trimmed);
    return (origin.empty() ? "url" : origin) + "#" + fingerprint(kind, trimmed);
  }
  if (kind == Kind::phone) {
    const auto [digits, shaped] = codearts::phone_of(trimmed);
    const bool shown = digits.size() >= 11 && digits.size() <= 15;
    const std::string face = shown ? digits.substr(0, 3) + "****" + digits.substr(digits.size() - 4) : "phone";
    return face + "#" + fingerprint(kind, digits.empty() ? trimmed : std::string_view(digits));
  }
  if (kind == Kind::email) {
    const auto sign = trimmed.rfind('@');
    const bool shaped = codearts::email_at(trimmed, 0) == trimmed.size();
    const std::string face =
        shaped ? std::string(first_character(trimmed)) + "***" + std::string(trimmed.substr(sign)) : "email";
    return face + "#" + fingerprint(kind, trimmed);
  }
  return std::string(name_of(kind)) + "#" + fingerprint(kind, value);
}

std::string Redactor::fingerprint(Kind kind, std::string_view value) const {
  constexpr std::size_t kBytes = 8;
  std::string message(name_of(kind));
  message += '\0';
  message += value;
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned int size = 0;
  const auto* data = reinterpret_cast<const unsigned char*>(message.data());
  if (HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), data, message.size(), mac.data(), &size) ==
      nullptr)
    throw std::runtime_error("OpenSSL cannot compute an HMAC");
  std::string hex;
  for (std::size_t i = 0; i < kBytes; ++i) {
    hex += "0123456789abcdef"[mac[i] >> 4U];
    hex += "0123456789abcdef"[mac[i] & 0xfU];
  }
  return hex;
}

}  // namespace noticed
