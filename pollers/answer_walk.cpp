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

json AnswerWalk::value(json in, Rule rule, int level, bool foreign) const {
  if (in.is_string()) return text(in.get_ref<const std::string&>(), rule);
  if (in.is_number() && rule != Rule::identifier) return number(std::move(in), foreign ? rule : Rule::documented);
  if (in.is_array()) {
    for (json& item : in) item = value(std::move(item), rule, level + 1, foreign);
  } else if (in.is_object()) {
    return object(std::move(in), rule, level, foreign);
  }
  return in;
}

json AnswerWalk::object(json in, Rule rule, int level, bool foreign) const {
  json out = json::object();
  for (auto& [name, member] : in.get_ref<json::object_t&>()) {
    const bool known = codearts::field_of(name) != Field::unknown;
    const bool below = foreign || !known || rule == Rule::in_config;
    const Rule inner = rule_of(name, member, rule, level);
    out.emplace(known ? name : masker_.name(name), value(std::move(member), inner, level + 1, below));
  }
  return out;
}

AnswerWalk::Rule AnswerWalk::rule_of(const std::string& name, const json& member, Rule outer, int level) {
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
  if (outer == Rule::in_foreign_list || (member.is_array() && holds_structure(member) && !known_list))
    return Rule::in_foreign_list;
  if (outer == Rule::config && codearts::is_config_member(name)) return Rule::in_config;
  if (outer == Rule::config || outer == Rule::in_config || outer == Rule::foreign_in_config)
    return Rule::foreign_in_config;
  if (outer == Rule::foreign || field == Field::unknown) return Rule::foreign;
  return field == Field::id ? Rule::identifier : Rule::documented;
}

std::string AnswerWalk::text(std::string_view in, Rule rule) const {
  switch (rule) {
    case Rule::documented: return masker_.documented(in);
    case Rule::identifier: return masker_.identifier(in);
    case Rule::foreign: return masker_.foreign(in);
    case Rule::in_config: return masker_.in_config(in);
    case Rule::foreign_in_config: return masker_.foreign_in_config(in);
    case Rule::in_foreign_list: return masker_.in_foreign_list(in);
    case Rule::url: return masker_.whole(Kind::url, in);
    case Rule::secret: return masker_.whole(Kind::secret, in);
    case Rule::phones: return masker_.phones(in);
    case Rule::config: return config(in);
  }
  return masker_.whole(Kind::text, in);
}

/// A secret or a phone number may be a JSON number. Elsewhere a number stays a number: where a text is documented, the
/// answer is then malformed and nothing of it is stored.
json AnswerWalk::number(json in, Rule rule) const {
  const std::string digits = in.is_number_float() ? whole_digits(in.get<double>()) : in.dump();
  constexpr std::size_t kShortestSecret = 4;  // "token_days": 3 is not a secret
  const Redactor& redactor = masker_.redactor();
  switch (rule) {
    case Rule::url: return redactor.mask(Kind::url, digits);
    case Rule::secret:
      if (digits.size() < kShortestSecret) return in;
      return redactor.mask(Kind::secret, digits);
    case Rule::phones: return redactor.mask(Kind::phone, digits);
    default: break;
  }
  if (!codearts::phone_of(digits).shaped) return in;
  return redactor.mask(Kind::phone, digits);
}

/// A JSON object keeps its form and is redacted inside; anything else is fingerprinted whole.
std::string AnswerWalk::config(std::string_view in) const {
  const auto trimmed = codearts::trim(in);
  if (trimmed.empty()) return {};
  try {
    json parsed = parse_body(trimmed);
    if (parsed.is_null()) return {};
    if (parsed.is_object()) return value(std::move(parsed), Rule::config, 1, true).dump();
    return masker_.whole(Kind::text, parsed.dump());
  } catch (const Malformed&) {
    return masker_.whole(Kind::text, trimmed);
  }
}

}  // namespace noticed
