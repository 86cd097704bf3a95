// Standard Webhooks 1.0.0: how a message for a program is signed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace noticed {

/// The bytes to sign with: of "whsec_…" what its base64 stands for, of any other text the text itself.
/// Or what is wrong with the secret, without it.
struct WebhookKey {
  std::string bytes;
  std::string fault;  // empty: none
};
WebhookKey webhook_key(std::string_view secret);

/// The header webhook-signature: one signature for each key, in their order.
std::string webhook_signature(const std::vector<std::string>& keys, std::string_view id, std::int64_t timestamp_s,
                              std::string_view body);

}  // namespace noticed
