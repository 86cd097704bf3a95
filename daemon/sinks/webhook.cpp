#include "daemon/sinks/webhook.h"

#include "daemon/config/sink_type.h"
#include "daemon/sinks/replies.h"
#include "daemon/sinks/sink_address.h"
#include "storage/model/base64.h"
#include "storage/model/digest.h"
#include "storage/model/envelope.h"

namespace noticed {
namespace {

constexpr std::string_view kWhsec = "whsec_";

class WebhookSink final : public Sink {
 public:
  explicit WebhookSink(const SinkConfig& config)
      : name_(config.name), address_(config), secret_(config.secret_file), signs_(!config.secret_file.empty()) {}

  SinkPace pace() const override { return {std::chrono::milliseconds{100}, 10}; }
  bool groups() const override { return false; }
  std::vector<Message> render(std::span<const DueDelivery> events, const RenderContext& context) const override;
  Message render_test(const RenderContext& context) const override;
  std::variant<HttpRequest, std::string> request(const Message& message, TimePoint now) override;
  ReplyAssessment judge(const HttpResult& result) const override;

 private:
  /// The header's value, or a fault in `second`.
  std::pair<std::string, std::string> signature(const Message& message, std::int64_t timestamp);

  std::string name_;
  Address address_;
  Credential secret_;
  bool signs_;
};

std::vector<Message> WebhookSink::render(std::span<const DueDelivery> events, const RenderContext&) const {
  std::vector<Message> messages;
  for (const auto& event : events)
    messages.push_back({{event.seq}, {event.seq}, 1, 1, event.event_id, event.body, event.replayed});
  return messages;
}

Message WebhookSink::render_test(const RenderContext&) const {
  Message message;
  // Only the id's random part matters; its time stays zero, because a sink has no clock.
  message.id = new_event_id(TimePoint{});
  const EventJson data{{"seq", 0},
                       {"severity", to_text(Severity::info)},
                       {"summary", "Test of the sink \"" + name_ + "\"; no event happened"},
                       {"sink", name_}};
  const EventJson body{{"specversion", "1.0"},
                       {"id", message.id},
                       {"source", "urn:noticed"},
                       {"type", "noticed.sink.test"},
                       {"datacontenttype", "application/json"},
                       {"data", data}};
  message.content = body.dump(-1, ' ', false, EventJson::error_handler_t::replace);
  return message;
}

std::pair<std::string, std::string> WebhookSink::signature(const Message& message, std::int64_t timestamp) {
  const auto* secrets = secret_.lines();
  if (secrets == nullptr) return {"", secret_.error()};
  std::vector<std::string> keys;
  for (const auto& secret : *secrets) {
    WebhookKey key = webhook_key(secret);
    if (!key.fault.empty()) return {"", secret_.path().string() + ": " + key.fault};
    keys.push_back(std::move(key.bytes));
  }
  return {webhook_signature(keys, message.id, timestamp, message.content), ""};
}

std::variant<HttpRequest, std::string> WebhookSink::request(const Message& message, TimePoint now) {
  const std::string* url = address_.url();
  if (url == nullptr) return address_.error();
  const auto timestamp = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  std::vector<std::string> lines{"Content-Type: application/cloudevents+json; charset=utf-8",
                                 "webhook-id: " + message.id, "webhook-timestamp: " + std::to_string(timestamp)};
  if (signs_) {
    const auto [signature, fault] = this->signature(message, timestamp);
    if (!fault.empty()) return fault;
    lines.push_back("webhook-signature: " + signature);
  }
  if (message.replayed) lines.emplace_back("noticed-replay: 1");
  lines.emplace_back("Expect:");  // no 100-continue wait before larger bodies
  HttpRequest request;
  request.url = *url;
  request.headers = std::make_shared<const HttpHeaders>(lines);
  request.post = message.content;
  request.timeout = std::chrono::seconds{20};
  request.max_body = 65'536;
  return request;
}

ReplyAssessment WebhookSink::judge(const HttpResult& result) const {
  const Reply& reply = result.reply;
  const auto of = [&]() -> ReplyAssessment {
    // Only the status decides; the body has no meaning.
    if (is_success(reply)) return judged(Verdict::delivered, reply, "");
    if (const auto common = common_judgement(result)) return *common;
    if (reply.status == 429) return slowed(reply, reply.body);
    // Standard Webhooks: 410 asks to stop. CloudEvents webhooks: 415 means that such events are not supported.
    const bool unwanted = reply.status == 410 || reply.status == 415;
    return judged(unwanted ? Verdict::suspend : Verdict::retry, reply, reply.body);
  };
  ReplyAssessment assessment = with_failure(of(), result);
  assessment.reason = address_.hidden(assessment.reason);
  return assessment;
}

/// Only "whsec_…" has a fixed form: base64 of 24 to 64 bytes (Standard Webhooks 1.0.0).
std::string fault_of_webhook_secret(std::string_view secret) {
  if (!secret.starts_with(kWhsec)) return "";
  const auto bytes = from_base64(secret.substr(kWhsec.size()));
  if (bytes && bytes->size() >= 24 && bytes->size() <= 64) return "";
  return "whsec_ must be followed by 24 to 64 bytes in base64; copy the secret again, or remove whsec_";
}

}  // namespace

WebhookKey webhook_key(std::string_view secret) {
  if (auto fault = fault_of_webhook_secret(secret); !fault.empty()) return {"", std::move(fault)};
  if (!secret.starts_with(kWhsec)) return {std::string(secret), ""};
  return {from_base64(secret.substr(kWhsec.size())).value_or(""), ""};
}

std::string webhook_signature(const std::vector<std::string>& keys, std::string_view id, std::int64_t timestamp_s,
                              std::string_view body) {
  std::string content(id);
  content.append(".").append(std::to_string(timestamp_s)).append(".").append(body);
  std::string header;
  for (const auto& key : keys) header += (header.empty() ? "v1," : " v1,") + to_base64(hmac_sha256(key, content));
  return header;
}

extern constinit const SinkType kWebhookType{
    .name = "webhook",
    .address_hint = "the https address of the program that receives the events",
    .secret_hint = "the secret with which that program verifies signatures: whsec_…, or any other text",
    .chat = false,
    .fault_of_secret = fault_of_webhook_secret,
    .make = [](const SinkConfig& config) -> std::unique_ptr<Sink> { return std::make_unique<WebhookSink>(config); }};

}  // namespace noticed
