#include "pollers/http_network.h"

#include "pollers/signer.h"
#include "storage/model/percent.h"

namespace noticed {
namespace {

/// In one option, which every libcurl decodes. It decoded CURLOPT_PROXYUSERNAME and CURLOPT_PROXYPASSWORD, too,
/// before 8.8.0, and takes them as they are since.
void set_proxy_user(CURL* easy, const std::string& auth) {
  curl_easy_setopt(easy, CURLOPT_PROXYUSERNAME, nullptr);
  curl_easy_setopt(easy, CURLOPT_PROXYPASSWORD, nullptr);
  if (auth.empty()) return;
  const auto colon = auth.find(':');
  const std::string password = colon == std::string::npos ? "" : auth.substr(colon + 1);
  const std::string encoded = percent_encode(auth.substr(0, colon)) + ":" + percent_encode(password);
  curl_easy_setopt(easy, CURLOPT_PROXYUSERPWD, encoded.c_str());
}

/// "Failed to connect to HOST port N after …": only this text shows whether it was the proxy.
bool names_host(const std::string& message, const std::string& host) {
  const auto colon = host.rfind(':');
  const bool has_port = colon != std::string::npos && host.find(']', colon) == std::string::npos;
  std::string name = host.substr(0, has_port ? colon : host.size());
  if (name.starts_with('[') && name.ends_with(']')) name = name.substr(1, name.size() - 2);
  std::string words = "connect to " + name + " port ";
  if (has_port) words += host.substr(colon + 1) + " ";
  return message.find(words) != std::string::npos;
}

std::string refusal(const std::string& proxy, long status) {
  std::string text = "the proxy " + proxy + " refused the request: HTTP " + std::to_string(status);
  if (status == 407) text += ", it requires a valid user and password";
  return text;
}

/// Trusts only the authorities in this file and this directory; empty: none from there.
void set_trust(CURL* easy, const std::string& file, const std::string& directory) {
  // Null means none. An empty text would be taken for a file name; an option that is not set keeps libcurl's default.
  const char* const at = file.empty() ? nullptr : file.c_str();
  const char* const in = directory.empty() ? nullptr : directory.c_str();
  curl_easy_setopt(easy, CURLOPT_CAINFO, at);
  curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO, at);
  curl_easy_setopt(easy, CURLOPT_CAPATH, in);
  curl_easy_setopt(easy, CURLOPT_PROXY_CAPATH, in);
  // Without a directory libcurl would use a cached copy of the file for a day, even if it was replaced.
  curl_easy_setopt(easy, CURLOPT_CA_CACHE_TIMEOUT, 0L);
}

std::string text_or_empty(const char* text) { return text == nullptr ? std::string() : std::string(text); }

}  // namespace

void set_network(CURL* easy, const Network* network, const HttpOptions& options) {
  static const Network kDirect;
  const Network& way = network == nullptr ? kDirect : *network;
  // Empty texts: with null libcurl reads the environment.
  curl_easy_setopt(easy, CURLOPT_PROXY, way.proxy.c_str());
  curl_easy_setopt(easy, CURLOPT_NOPROXY, way.no_proxy.c_str());
  set_proxy_user(easy, way.proxy_auth);
  if (!way.ca_file.empty()) return set_trust(easy, way.ca_file, "");
  if (!options.ca_file.empty() || !options.ca_directory.empty())
    return set_trust(easy, options.ca_file, options.ca_directory);
  const auto* built_in = curl_version_info(CURLVERSION_NOW);
  set_trust(easy, text_or_empty(built_in->cainfo), text_or_empty(built_in->capath));
}

std::optional<std::string> proxy_fault(CURL* easy, const Network& network, CURLcode code, const std::string& message) {
  if (network.proxy.empty()) return {};
  const std::string proxy = host_header(network.proxy);
  long connect_status = 0;
  curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &connect_status);
  if (code == CURLE_OK) {
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    if (status == 407) return refusal(proxy, status);
    return {};
  }
  if (connect_status >= 300) return refusal(proxy, connect_status);
  const bool unreachable = code == CURLE_COULDNT_RESOLVE_PROXY || code == CURLE_PROXY ||
                           (code == CURLE_COULDNT_CONNECT && names_host(message, proxy));
  if (unreachable) return "the proxy " + proxy + " cannot be used: " + message;
  return {};
}

}  // namespace noticed
