// Rules for the keys of each sink type: URLs, secrets, mentions. Results never contain the values, because URLs and
// secrets are read from files.
#pragma once

#include <string>
#include <string_view>

namespace noticed {

/// Why a URL is rejected; empty if it is valid. As fault_of_url, and Microsoft's retired connectors.
std::string fault_of_sink_url(std::string_view type, const std::string& url, bool plain);

/// Whether messages of this type can be signed.
bool takes_secret(std::string_view type);
/// Why a secret is rejected; empty if it is valid. Only "whsec_…" of type webhook has a fixed form: base64 of 24 to 64
/// bytes (Standard Webhooks 1.0.0).
std::string fault_of_sink_secret(std::string_view type, std::string_view secret);
/// A warning about a suspicious secret that may still be right; empty if there is none.
std::string doubt_of_sink_secret(std::string_view type, std::string_view secret);

/// Whether a chat of this type can require a keyword in every message.
bool takes_keyword(std::string_view type);
/// Why a keyword is rejected; empty if it is valid. Characters that the chat's markup must escape would be changed.
std::string fault_of_keyword(std::string_view keyword);

/// Why a chat cannot mention this name; empty if it can.
std::string fault_of_mention(std::string_view type, std::string_view name);

}  // namespace noticed
