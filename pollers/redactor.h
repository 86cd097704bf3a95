// Redacts every answer before any other code sees it. Secrets and personal data become fingerprints.
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

/// The 32 random bytes from which all fingerprints of one database are made.
using FingerprintKey = std::array<unsigned char, 32>;

/// The kind of a redacted value; part of the fingerprint, so that equal texts of different kinds differ.
enum class MaskKind : std::uint8_t { clear, url, secret, phone, email, text };

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

  /// Redacts by field name, then by the pattern of each string, at any depth. Below an undocumented name a string is
  /// shown only if it is certainly harmless. Undocumented member names are redacted by pattern. Expects the output of
  /// parse_body: at most kMaxDepth levels, valid UTF-8.
  RedactedJson redact(nlohmann::json body) const;

  /// Redacts a stored answer made by redact() of this or an earlier version: keeps masks, and masks the rest as this
  /// version does. The result equals redact() of the original answer. Never use it on external input: a secret written
  /// in the form of a mask would be shown.
  RedactedJson restored(nlohmann::json stored) const;

  /// For external texts (error messages): replaces every word that is or may be a secret. Returns at most 300 bytes of
  /// valid UTF-8 on one line.
  std::string redact_text(std::string_view text) const;

  /// One value of a known kind, in the form shown in settings:
  /// "https://host/#fp", "secret#fp", "178****1234#fp" or "phone#fp", "a***@example.com#fp", "text#fp";
  /// "url#fp" and "email#fp" for what does not look like one. The empty text stays empty.
  std::string mask(MaskKind kind, std::string_view value) const;

  /// 16 lower-case hex digits of HMAC-SHA256(key, kind, value).
  std::string fingerprint(MaskKind kind, std::string_view value) const;

  /// The text behind "text#fp" if it is harmless in a list of objects; see harmless_text.h.
  std::optional<std::string> harmless_behind(std::string_view mask) const;

 private:
  /// Those texts by their masks; made on first use.
  struct Listed {
    std::once_flag once;
    std::unordered_map<std::string, std::string> texts;
  };

  FingerprintKey key_;
  std::shared_ptr<Listed> listed_;  // of this key
};

}  // namespace noticed
