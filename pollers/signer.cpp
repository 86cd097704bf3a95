#include "pollers/signer.h"

#include <algorithm>

#include "storage/model/ascii.h"
#include "storage/model/digest.h"
#include "storage/model/percent.h"

namespace noticed {
namespace {

constexpr std::string_view kAlgorithm = "SDK-HMAC-SHA256";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Calls `take` for each part between separators, including empty ones.
template <class Take>
void split(std::string_view text, char separator, Take take) {
  for (;;) {
    const auto end = text.find(separator);
    take(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

struct UrlParts {
  std::string_view scheme, authority, path, query;
};

UrlParts parts_of(std::string_view url) {
  UrlParts parts;
  url = url.substr(0, url.find('#'));
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos) {
    parts.scheme = url.substr(0, scheme);
    url.remove_prefix(scheme + 3);
  }
  const auto authority = std::min(url.find_first_of("/?"), url.size());
  parts.authority = url.substr(0, authority);
  url.remove_prefix(authority);
  const auto query = url.find('?');
  parts.path = url.substr(0, query);
  if (query != std::string_view::npos) parts.query = url.substr(query + 1);
  return parts;
}

std::string canonical_path(std::string_view path) {
  std::string out;
  bool first = true;
  split(path, '/', [&](std::string_view segment) {
    if (!std::exchange(first, false)) out += '/';
    out += percent_encode(percent_decode(segment));
  });
  // The canonical path always ends in a slash, unlike the path sent.
  if (!out.ends_with('/')) out += '/';
  return out;
}

std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  split(query, '&', [&](std::string_view pair) {
    if (pair.empty()) return;
    const auto equals = std::min(pair.find('='), pair.size());
    const auto value = equals < pair.size() ? pair.substr(equals + 1) : std::string_view{};
    pairs.emplace_back(percent_decode(pair.substr(0, equals)), percent_decode(value));
  });
  std::sort(pairs.begin(), pairs.end());
  std::string out;
  for (const auto& [name, value] : pairs) {
    if (!out.empty()) out += '&';
    out += percent_encode(name);
    out += '=';
    out += percent_encode(value);
  }
  return out;
}

std::string names_of(const std::vector<SignedHeader>& headers) {
  std::string names;
  for (const auto& [name, value] : headers) {
    if (!names.empty()) names += ';';
    names += name;
  }
  return names;
}

/// Extracts the value of a header line. False if it is another header.
bool value_in(std::string_view line, std::string_view name, std::string& value) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || lower_case(std::string(trimmed(line.substr(0, colon)))) != name) return false;
  value = trimmed(line.substr(colon + 1));
  return true;
}

}  // namespace

std::string canonical_request(const Signable& request, std::vector<SignedHeader> headers) {
  std::sort(headers.begin(), headers.end());
  const UrlParts url = parts_of(request.url);
  std::string out(request.method);
  out += '\n';
  out += canonical_path(url.path);
  out += '\n';
  out += canonical_query(url.query);
  out += '\n';
  for (const auto& [name, value] : headers) {
    out += name;
    out += ':';
    out += trimmed(value);
    out += '\n';
  }
  out += '\n';
  out += names_of(headers);
  out += '\n';
  out += sha256_hex(request.body);
  return out;
}

std::string signature(std::string_view secret, std::string_view date, std::string_view canonical_request) {
  std::string text(kAlgorithm);
  text += '\n';
  text += date;
  text += '\n';
  text += sha256_hex(canonical_request);
  return to_hex(hmac_sha256(secret, text));
}

std::string sdk_date(TimePoint time) {
  std::string text = to_text(time);  // "2026-11-21T14:05:09.123Z"
  text.resize(text.find('.'));
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text + "Z";
}

std::string host_header(std::string_view url) {
  const UrlParts parts = parts_of(url);
  const auto user = parts.authority.rfind('@');
  const auto host = user == std::string_view::npos ? parts.authority : parts.authority.substr(user + 1);
  const std::string scheme = lower_case(std::string(parts.scheme));
  const std::string_view own = scheme == "https" ? ":443" : ":80";
  return std::string(host.ends_with(own) ? host.substr(0, host.size() - own.size()) : host);
}

std::vector<std::string> sign_request(const Signable& request, const std::vector<std::string>& headers,
                                      const SigningKey& key, TimePoint time) {
  const std::string date = sdk_date(time);
  std::vector<std::string> added{"X-Sdk-Date: " + date};
  std::vector<SignedHeader> to_sign{{"x-sdk-date", date}};
  const auto given = [&](const std::string& name) {
    std::string value;
    const bool found = std::any_of(headers.begin(), headers.end(),
                                   [&](const std::string& line) { return value_in(line, name, value); });
    if (found) to_sign.emplace_back(name, value);
    return found;
  };
  given("content-type");
  if (!given("host")) to_sign.emplace_back("host", host_header(request.url));
  if (!given("x-project-id") && !key.project_id.empty()) {
    added.push_back("X-Project-Id: " + key.project_id);
    to_sign.emplace_back("x-project-id", key.project_id);
  }
  if (!key.security_token.empty()) {
    added.push_back("X-Security-Token: " + key.security_token);
    to_sign.emplace_back("x-security-token", key.security_token);
  }
  std::sort(to_sign.begin(), to_sign.end());
  std::string authorization = "Authorization: ";
  authorization += kAlgorithm;
  authorization += " Access=" + key.access + ", SignedHeaders=" + names_of(to_sign) + ", Signature=";
  authorization += signature(key.secret, date, canonical_request(request, to_sign));
  added.push_back(std::move(authorization));
  return added;
}

}  // namespace noticed
