#include "pollers/libraries.h"

#include <curl/curl.h>
#include <openssl/crypto.h>

namespace noticed {

std::string curl_version() { return ::curl_version_info(CURLVERSION_NOW)->version; }

std::string openssl_version() { return ::OpenSSL_version(OPENSSL_VERSION_STRING); }

}  // namespace noticed
