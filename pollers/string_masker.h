// How one string of an answer is masked, by the kind of place where it stands. Thread-safe: methods are const.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "pollers/redactor.h"

namespace noticed {

/// Where an answer comes from. In one that was kept, our own masks are left as they are and the rest is masked exactly
/// as it would have been in the cloud's answer; in the cloud's, a text that looks like a mask is a text like any other.
enum class Origin : std::uint8_t { cloud, kept };

class StringMasker {
 public:
  /// `redactor` must outlive this.
  StringMasker(const Redactor& redactor, Origin origin) : redactor_(redactor), kept_(origin == Origin::kept) {}

  /// A documented text: whatever looks like a secret or like personal data is masked.
  std::string documented(std::string_view in) const;
  /// A documented identifier: may look like a phone number without being one.
  std::string identifier(std::string_view in) const;
  /// A documented text inside a configuration: tokens are masked, too.
  std::string in_config(std::string_view in) const;

  /// A text that no document knows: shown only if it is plainly harmless, or consists of masks that tell more.
  std::string foreign(std::string_view in) const;
  /// The same inside a configuration.
  std::string foreign_in_config(std::string_view in) const;
  /// The same in a list of objects: shown if it is plainly harmless, else fingerprinted whole.
  std::string in_foreign_list(std::string_view in) const;

  std::string phones(std::string_view in) const;
  /// A value of a known kind, whole.
  std::string whole(Kind kind, std::string_view in) const;
  /// A member's name that no document knows.
  std::string name(std::string_view in) const;

  const Redactor& redactor() const { return redactor_; }

 private:
  /// A text with personal data and plain addresses masked, and what is left of it beside the masks. What becomes of
  /// the text further on hangs on these two alone, for of a kept answer there is no more.
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
