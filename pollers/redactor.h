// The door: every answer passes here before anything else sees it. Secrets and personal data become fingerprints.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace noticed {

/// The 32 random bytes behind all fingerprints of one database.
using FingerprintKey = std::array<unsigned char, 32>;

/// What a redacted value was; part of what is fingerprinted, so that equal texts of different kinds differ.
enum class Kind : std::uint8_t { clear, url, secret, phone, email, text };

/// An answer without secrets. Only a Redactor makes one.
class RedactedJson {
 public:
  const nlohmann::json& json() const { return json_; }

 private:
  friend class Redactor;
  explicit RedactedJson(nlohmann::json json) : json_(std::move(json)) {}
  nlohmann::json json_;
};

/// Thread-safe: the key is fixed, methods are const.
class Redactor {
 public:
  explicit Redactor(const FingerprintKey& key) : key_(key), listed_(std::make_shared<Listed>()) {}

  /// By field name, then by the shape of each string, at any depth. Below a name that no document knows a string is
  /// shown only if it is plainly harmless. Names of members that no document knows go by their shape.
  /// Expects what parse_body returns: at most kMaxDepth levels, valid UTF-8.
  RedactedJson redact(nlohmann::json body) const;

  /// A stored answer that redact() of this version or an earlier one made: what is masked stays, the rest is masked as
  /// this version masks it. The result is what redact() makes of the answer itself. Never for what comes from outside:
  /// whoever writes a secret in the form of a mask would have it shown.
  RedactedJson restored(nlohmann::json stored) const;

  /// For texts by others (error messages): every word that is or may be a secret is replaced. At most 300 bytes of
  /// valid UTF-8 on one line, whatever comes in.
  std::string redact_text(std::string_view text) const;

  /// One value of a known kind, in the form that settings show:
  /// "https://host/#fp", "secret#fp", "178****1234#fp" or "phone#fp", "a***@example.com#fp", "text#fp";
  /// "url#fp" and "email#fp" for what does not look like one. The empty text stays empty.
  std::string mask(Kind kind, std::string_view value) const;

  /// 16 lower-case hex digits of HMAC-SHA256(key, kind, value).
  std::string fingerprint(Kind kind, std::string_view value) const;

  /// The text behind "text#fp" if it is one that is plainly harmless in a list of objects; see harmless_text.h.
  std::optional<std::string> harmless_behind(std::string_view mask) const;

 private:
  /// Those texts by their masks; made when the first is asked for.
  struct Listed {
    std::once_flag once;
    std::unordered_map<std::string, std::string> texts;
  };

  FingerprintKey key_;
  std::shared_ptr<Listed> listed_;  // of this key
};

}  // namespace noticed
