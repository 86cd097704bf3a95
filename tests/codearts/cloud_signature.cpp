#include "codearts/cloud_signature.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <utility>

namespace codearts {
namespace {

using Digest = std::array<unsigned char, 32>;

std::string hex(const Digest& digest) {
  std::string text;
  for (const unsigned char byte : digest) {
    text += "0123456789abcdef"[byte >> 4U];
    text += "0123456789abcdef"[byte & 15U];
  }
  return text;
}

std::string sha256(std::string_view text) {
  Digest digest{};
  EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  return hex(digest);
}

std::string hmac(std::string_view key, std::string_view text) {
  Digest digest{};
  unsigned length = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
       text.size(), digest.data(), &length);
  return hex(digest);
}

bool unreserved(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 ||
         std::string_view("-_.~").find(letter) != std::string_view::npos;
}

std::string decoded(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    unsigned byte = 0;
    const char* const digits = text.data() + at + 1;
    if (text[at] == '%' && at + 2 < text.size() && std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      plain += static_cast<char>(byte);
      at += 2;
    } else {
      plain += text[at];
    }
  }
  return plain;
}

std::string encoded(std::string_view text) {
  std::string safe;
  for (const char letter : text) {
    if (unreserved(letter)) {
      safe += letter;
      continue;
    }
    const auto byte = static_cast<unsigned char>(letter);
    safe += '%';
    safe += "0123456789ABCDEF"[byte >> 4U];
    safe += "0123456789ABCDEF"[byte & 15U];
  }
  return safe;
}

std::string encoded_once(std::string_view text) { return encoded(decoded(text)); }

/// Takes what stands before the next `separator`, and both from `text`.
std::string_view take_part(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view part = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  return part;
}

std::string canonical_path(std::string_view path) {
  std::string canonical;
  while (!path.empty()) canonical.append(encoded_once(take_part(path, '/'))).append("/");
  return canonical.empty() ? "/" : canonical;
}

std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!query.empty()) {
    std::string_view value = take_part(query, '&');
    if (value.empty()) continue;
    std::string name = encoded_once(take_part(value, '='));
    pairs.emplace_back(std::move(name), encoded_once(value));
  }
  std::ranges::sort(pairs);
  std::string canonical;
  for (const auto& [name, value] : pairs) {
    if (!canonical.empty()) canonical += '&';
    canonical.append(name).append("=").append(value);
  }
  return canonical;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

std::string lower(std::string_view text) {
  std::string small(text);
  for (char& letter : small) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return small;
}

std::string body_hash(const Request& request) {
  const std::string_view given = header(request, "X-Sdk-Content-Sha256");
  return given.empty() ? sha256(request.body) : std::string(given);
}

}  // namespace

std::optional<Authorization> authorization_in(std::string_view header) {
  if (take_part(header, ' ') != kSignatureAlgorithm) return std::nullopt;
  Authorization found;
  std::string_view names;
  while (!header.empty()) {
    std::string_view value = trimmed(take_part(header, ','));
    const std::string_view name = take_part(value, '=');
    if (name == "Access") found.access = value;
    if (name == "SignedHeaders") names = value;
    if (name == "Signature") found.signature = value;
  }
  while (!names.empty()) found.signed_headers.push_back(lower(take_part(names, ';')));
  std::ranges::sort(found.signed_headers);
  if (found.access.empty() || found.signed_headers.empty() || found.signature.empty()) return std::nullopt;
  return found;
}

std::string canonical_request(const Request& request, const std::vector<std::string>& signed_headers) {
  std::string_view query = request.target;
  const std::string_view path = take_part(query, '?');
  std::string lines;
  std::string names;
  for (const std::string& name : signed_headers) {
    lines.append(name).append(":").append(trimmed(header(request, name))).append("\n");
    names.append(names.empty() ? "" : ";").append(name);
  }
  std::string text(request.method);
  text.append("\n").append(canonical_path(path)).append("\n").append(canonical_query(query));
  return text.append("\n").append(lines).append("\n").append(names).append("\n").append(body_hash(request));
}

std::string signature_of(std::string_view canonical_request, std::string_view date, std::string_view secret) {
  std::string text(kSignatureAlgorithm);
  text.append("\n").append(date).append("\n").append(sha256(canonical_request));
  return hmac(secret, text);
}

}  // namespace codearts
