// Signatures of the webhook sink, by Standard Webhooks 1.0.0.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace noticed {

/// The key bytes: "whsec_…" is decoded from base64, any other text is used as it is. Or the fault of the secret,
/// without the secret.
struct WebhookKey {
  std::string bytes;
  std::string fault;  // empty: none
};
WebhookKey webhook_key(std::string_view secret);

/// The webhook-signature header: one signature per key, in the order of the keys.
std::string webhook_signature(const std::vector<std::string>& keys, std::string_view id, std::int64_t timestamp_s,
                              std::string_view body);

}  // namespace noticed
