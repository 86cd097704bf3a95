// Masks one string of an answer by the kind of its position. Thread-safe: methods are const.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "pollers/redactor.h"

namespace noticed {

/// Where an answer comes from. In a stored one, our own masks are kept and the rest is masked exactly as in the cloud's
/// answer; in the cloud's, a text that looks like a mask is treated like any other.
enum class Origin : std::uint8_t { cloud, kept };

class StringMasker {
 public:
  /// `redactor` must outlive it.
  StringMasker(const Redactor& redactor, Origin origin) : redactor_(redactor), kept_(origin == Origin::kept) {}

  /// A documented text: masks whatever looks like a secret or like personal data.
  std::string documented(std::string_view in) const;
  /// A documented identifier: may look like a phone number without being one.
  std::string identifier(std::string_view in) const;
  /// A documented text inside a configuration: masks tokens, too.
  std::string in_config(std::string_view in) const;

  /// An undocumented text: shown only if it is certainly harmless or consists of masks, which say more than a
  /// fingerprint.
  std::string foreign(std::string_view in) const;
  /// The same inside a configuration.
  std::string foreign_in_config(std::string_view in) const;
  /// The same in a list of objects: shown if certainly harmless, else fingerprinted whole.
  std::string in_foreign_list(std::string_view in) const;

  std::string phones(std::string_view in) const;
  /// A whole value of a known kind.
  std::string whole(MaskKind kind, std::string_view in) const;
  /// An undocumented member name.
  std::string name(std::string_view in) const;

  const Redactor& redactor() const { return redactor_; }

 private:
  /// A text with personal data and plain URLs masked, and what is left beside the masks. All further masking may depend
  /// only on these two, because a stored answer has nothing else.
  struct Shaped {
    std::string text;
    std::string rest;  // a space in the place of each mask
  };
  Shaped shaped(std::string_view in, bool phones) const;
  std::string by_shape(std::string_view in, bool phones) const;
  std::size_t next_mask(std::string_view in, std::size_t at) const;

  const Redactor& redactor_;
  bool kept_;
};

}  // namespace noticed
