// A sink: where events are told. It turns one message into one HTTP request and reads the reply; it sends nothing
// itself.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "daemon/config/config.h"
#include "pollers/http_client.h"
#include "storage/store.h"

namespace noticed {

/// Network thread only.
class Sink {
 public:
  virtual ~Sink() = default;
  /// The request for one attempt, or why none can be made now (a missing file): that is an attempt to repeat later.
  virtual std::variant<HttpRequest, std::string> render(const DueDelivery& message, TimePoint now) = 0;
  /// What the reply means, read from status and body.
  virtual Attempt::Verdict judge(const HttpResult& result) const = 0;
};

/// Makes the sink of a configured type from the table in registry.cpp; the type must be one of it.
std::unique_ptr<Sink> make_sink(const SinkConfig& config);

/// CloudEvents 1.0 (structured JSON) with Standard Webhooks 1.0 headers.
std::unique_ptr<Sink> make_webhook_sink(const SinkConfig& config);

/// The value of `webhook-signature`: one "v1,…" per secret. A secret is "whsec_" and base64, or any text.
/// Source: Standard Webhooks 1.0.0, signature scheme.
std::string webhook_signature(const std::vector<std::string>& secrets, std::string_view id, std::int64_t timestamp_s,
                              std::string_view body);

}  // namespace noticed
