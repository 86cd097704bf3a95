#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

#include "daemon/config/url.h"
#include "daemon/sinks/sink.h"
#include "pollers/credential.h"

namespace noticed {
namespace {

std::string base64(const unsigned char* data, std::size_t size) {
  std::string text(4 * ((size + 2) / 3), '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), data, static_cast<int>(size));
  return text;
}

/// The bytes of base64 text; empty if it is none.
std::string from_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) return "";
  std::string bytes(text.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (size < 0) return "";
  std::size_t padding = 0;
  while (padding < 2 && text[text.size() - 1 - padding] == '=') ++padding;
  bytes.resize(static_cast<std::size_t>(size) - padding);
  return bytes;
}

std::string key_of(const std::string& secret) {
  constexpr std::string_view kPrefix = "whsec_";
  if (!secret.starts_with(kPrefix)) return secret;
  const std::string decoded = from_base64(std::string_view(secret).substr(kPrefix.size()));
  return decoded.empty() ? secret : decoded;
}

class WebhookSink final : public Sink {
 public:
  explicit WebhookSink(const SinkConfig& config)
      : fixed_url_(config.url),
        url_(config.url_file),
        secret_(config.secret_file),
        signs_(!config.secret_file.empty()),
        allow_plain_(config.allow_plain) {}

  std::variant<HttpRequest, std::string> render(const DueDelivery& message, TimePoint now) override;
  Attempt::Verdict judge(const HttpResult& result) const override;

 private:
  std::string fixed_url_;
  Credential url_;
  Credential secret_;
  bool signs_;
  bool allow_plain_;
};

std::variant<HttpRequest, std::string> WebhookSink::render(const DueDelivery& message, TimePoint now) {
  const std::string* url = fixed_url_.empty() ? url_.text() : &fixed_url_;
  if (url == nullptr) return url_.error();
  // The file may have changed since the configuration was checked.
  if (const auto wrong = fault_of_url(*url, allow_plain_); !wrong.empty()) return url_.path().string() + ": " + wrong;
  const auto timestamp = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  std::vector<std::string> lines{"Content-Type: application/cloudevents+json; charset=utf-8",
                                 "webhook-id: " + message.event_id, "webhook-timestamp: " + std::to_string(timestamp)};
  if (signs_) {
    const auto* secrets = secret_.lines();
    if (secrets == nullptr) return secret_.error();
    lines.push_back("webhook-signature: " + webhook_signature(*secrets, message.event_id, timestamp, message.body));
  }
  lines.emplace_back("Expect:");  // no pause before larger bodies
  HttpRequest request;
  request.url = *url;
  request.headers = std::make_shared<const HttpHeaders>(lines);
  request.post = message.body;
  request.timeout = std::chrono::seconds{20};
  request.max_body = 65'536;
  return request;
}

Attempt::Verdict WebhookSink::judge(const HttpResult& result) const {
  // An answer that is too long to read was still an answer.
  const bool answered = !result.failure || result.failure->kind == FailureKind::too_large;
  const bool good = answered && result.reply.status >= 200 && result.reply.status < 300;
  return good ? Attempt::Verdict::delivered : Attempt::Verdict::retry;
}

}  // namespace

std::string webhook_signature(const std::vector<std::string>& secrets, std::string_view id, std::int64_t timestamp_s,
                              std::string_view body) {
  const std::string content = std::string(id) + "." + std::to_string(timestamp_s) + "." + std::string(body);
  std::string header;
  for (const auto& secret : secrets) {
    const std::string key = key_of(secret);
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned int size = 0;
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<const unsigned char*>(content.data()), content.size(), mac.data(), &size) == nullptr)
      throw std::runtime_error("HMAC-SHA256 is not available");
    header += (header.empty() ? "v1," : " v1,") + base64(mac.data(), size);
  }
  return header;
}

std::unique_ptr<Sink> make_webhook_sink(const SinkConfig& config) { return std::make_unique<WebhookSink>(config); }

}  // namespace noticed
