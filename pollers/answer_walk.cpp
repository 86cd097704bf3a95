#include "pollers/answer_walk.h"

#include <algorithm>
#include <cmath>

#include "pollers/answer_fields.h"
#include "pollers/body.h"
#include "pollers/patterns.h"
#include "pollers/poller.h"

namespace noticed {
namespace {

using codearts::Field;
using nlohmann::json;

bool holds_structure(const json& array) {
  return std::any_of(array.begin(), array.end(), [](const json& item) { return item.is_structured(); });
}

/// The digits of a float with a whole value; else its JSON text.
std::string whole_digits(double number) {
  constexpr double kExact = 9'007'199'254'740'992.0;  // 2^53
  if (std::abs(number) < kExact && number == std::floor(number))
    return std::to_string(static_cast<std::int64_t>(number));
  return json(number).dump();
}

}  // namespace

json AnswerWalk::value(json in, MaskRule rule, int level, bool foreign) const {
  if (in.is_string()) return text(in.get_ref<const std::string&>(), rule);
  if (in.is_number() && rule != MaskRule::identifier)
    return number(std::move(in), foreign ? rule : MaskRule::documented);
  if (in.is_array()) {
    for (json& item : in) item = value(std::move(item), rule, level + 1, foreign);
  } else if (in.is_object()) {
    return object(std::move(in), rule, level, foreign);
  }
  return in;
}

json AnswerWalk::object(json in, MaskRule rule, int level, bool foreign) const {
  json out = json::object();
  for (auto& [name, member] : in.get_ref<json::object_t&>()) {
    const bool known = codearts::field_of(name) != Field::unknown;
    const bool below = foreign || !known || rule == MaskRule::in_config;
    const MaskRule inner = rule_of(name, member, rule, level);
    out.emplace(known ? name : masker_.name(name), value(std::move(member), inner, level + 1, below));
  }
  return out;
}

AnswerWalk::MaskRule AnswerWalk::rule_of(const std::string& name, const json& member, MaskRule outer, int level) {
  const Field field = codearts::field_of(name);
  if (outer == MaskRule::secret || (field == Field::unknown && codearts::sounds_secret(name))) return MaskRule::secret;
  switch (field) {
    case Field::url: return MaskRule::url;
    case Field::secret: return MaskRule::secret;
    case Field::phones: return MaskRule::phones;
    case Field::config: return MaskRule::config;
    default: break;
  }
  const bool known_list = codearts::is_known_list(name, level);
  if (outer == MaskRule::in_foreign_list || (member.is_array() && holds_structure(member) && !known_list))
    return MaskRule::in_foreign_list;
  if (outer == MaskRule::config && codearts::is_config_member(name)) return MaskRule::in_config;
  if (outer == MaskRule::config || outer == MaskRule::in_config || outer == MaskRule::foreign_in_config)
    return MaskRule::foreign_in_config;
  if (outer == MaskRule::foreign || field == Field::unknown) return MaskRule::foreign;
  return field == Field::id ? MaskRule::identifier : MaskRule::documented;
}

std::string AnswerWalk::text(std::string_view in, MaskRule rule) const {
  switch (rule) {
    case MaskRule::documented: return masker_.documented(in);
    case MaskRule::identifier: return masker_.identifier(in);
    case MaskRule::foreign: return masker_.foreign(in);
    case MaskRule::in_config: return masker_.in_config(in);
    case MaskRule::foreign_in_config: return masker_.foreign_in_config(in);
    case MaskRule::in_foreign_list: return masker_.in_foreign_list(in);
    case MaskRule::url: return masker_.whole(MaskKind::url, in);
    case MaskRule::secret: return masker_.whole(MaskKind::secret, in);
    case MaskRule::phones: return masker_.phones(in);
    case MaskRule::config: return config(in);
  }
  return masker_.whole(MaskKind::text, in);
}

/// A secret or a phone number may be a JSON number. Elsewhere a number stays a number: where a text is documented, the
/// answer is then malformed and nothing of it is stored.
json AnswerWalk::number(json in, MaskRule rule) const {
  const std::string digits = in.is_number_float() ? whole_digits(in.get<double>()) : in.dump();
  constexpr std::size_t kShortestSecret = 4;  // "token_days": 3 is not a secret
  const Redactor& redactor = masker_.redactor();
  switch (rule) {
    case MaskRule::url: return redactor.mask(MaskKind::url, digits);
    case MaskRule::secret:
      if (digits.size() < kShortestSecret) return in;
      return redactor.mask(MaskKind::secret, digits);
    case MaskRule::phones: return redactor.mask(MaskKind::phone, digits);
    default: break;
  }
  if (!codearts::phone_of(digits).shaped) return in;
  return redactor.mask(MaskKind::phone, digits);
}

/// A JSON object keeps its form and is redacted inside; anything else is fingerprinted whole.
std::string AnswerWalk::config(std::string_view in) const {
  const auto trimmed = codearts::trim(in);
  if (trimmed.empty()) return {};
  try {
    json parsed = parse_body(trimmed);
    if (parsed.is_null()) return {};
    if (parsed.is_object()) return value(std::move(parsed), MaskRule::config, 1, true).dump();
    return masker_.whole(MaskKind::text, parsed.dump());
  } catch (const Malformed&) {
    return masker_.whole(MaskKind::text, trimmed);
  }
}

}  // namespace noticed
