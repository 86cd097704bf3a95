// One pass over one answer: what becomes of a string because of the names above it. Single use, any thread.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "pollers/string_masker.h"

namespace noticed {

class AnswerWalk {
 public:
  explicit AnswerWalk(const StringMasker& masker) : masker_(masker) {}

  /// At most kMaxDepth levels: it is recursive.
  nlohmann::json redact(nlohmann::json answer) const { return value(std::move(answer), Rule::documented, 0); }

 private:
  /// What is done to a string because of where it stands. Its methods are StringMasker's.
  enum class Rule : std::uint8_t {
    documented,
    identifier,
    foreign,            // below a name that no document knows
    in_config,          // a documented member of a configuration of unknown form
    foreign_in_config,  // anything else in there
    in_foreign_list,    // anywhere in a list of objects that no document knows
    url,
    secret,
    phones,
    config
  };

  /// `foreign`: below a name that no document knows, or inside a configuration of unknown form.
  nlohmann::json value(nlohmann::json in, Rule rule, int level, bool foreign = false) const;
  nlohmann::json object(nlohmann::json in, Rule rule, int level, bool foreign) const;
  nlohmann::json number(nlohmann::json in, Rule rule) const;
  std::string text(std::string_view in, Rule rule) const;
  std::string config(std::string_view in) const;
  static Rule rule_of(const std::string& name, const nlohmann::json& member, Rule outer, int level);

  const StringMasker& masker_;
};

}  // namespace noticed
