// Redacts one answer in one pass, each string by the member names above it. Single use, any thread.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "pollers/string_masker.h"

namespace noticed {

class AnswerWalk {
 public:
  explicit AnswerWalk(const StringMasker& masker) : masker_(masker) {}

  /// Recursive: `answer` must have at most kMaxDepth levels.
  nlohmann::json redact(nlohmann::json answer) const { return value(std::move(answer), MaskRule::documented, 0); }

 private:
  /// How a string is masked because of its position; see the methods of StringMasker.
  enum class MaskRule : std::uint8_t {
    documented,
    identifier,
    foreign,            // below an undocumented name
    in_config,          // a documented member of a configuration with undocumented form
    foreign_in_config,  // any other member there
    in_foreign_list,    // anywhere in an undocumented list of objects
    url,
    secret,
    phones,
    config
  };

  /// `foreign`: below an undocumented name, or inside a configuration with undocumented form.
  nlohmann::json value(nlohmann::json in, MaskRule rule, int level, bool foreign = false) const;
  nlohmann::json object(nlohmann::json in, MaskRule rule, int level, bool foreign) const;
  nlohmann::json number(nlohmann::json in, MaskRule rule) const;
  std::string text(std::string_view in, MaskRule rule) const;
  std::string config(std::string_view in) const;
  static MaskRule rule_of(const std::string& name, const nlohmann::json& member, MaskRule outer, int level);

  const StringMasker& masker_;
};

}  // namespace noticed
