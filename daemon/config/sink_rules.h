// What a type of sink asks of its keys: addresses, secrets, whom it can mention. The values themselves are never part
// of an answer, for addresses and secrets are read from files.
#pragma once

#include <string>
#include <string_view>

namespace noticed {

/// Why an address is refused; empty when it is good. As fault_of_url, and Microsoft's connectors that are no more.
std::string fault_of_sink_url(std::string_view type, const std::string& url, bool plain);

/// Whether messages of this type can be signed.
bool takes_secret(std::string_view type);
/// Why a secret is refused; empty when it is good. Only "whsec_…" of type webhook has a form to keep: base64 of 24 to
/// 64 bytes (Standard Webhooks 1.0.0).
std::string fault_of_sink_secret(std::string_view type, std::string_view secret);
/// What looks wrong with a secret, yet may be right; empty: nothing.
std::string doubt_of_sink_secret(std::string_view type, std::string_view secret);

/// Whether a chat can ask for a word in every message.
bool takes_keyword(std::string_view type);
/// Why a word cannot be asked for; empty when it is good. A mark that the chat's markup must escape would not arrive.
std::string fault_of_keyword(std::string_view keyword);

/// Why a chat cannot call whoever this names; empty when it can.
std::string fault_of_mention(std::string_view type, std::string_view name);

}  // namespace noticed
