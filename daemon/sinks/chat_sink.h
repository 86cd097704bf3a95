// Common part of the chat sinks: events are composed to one message, split to fit the chat's limits, and posted as JSON
// to an address that is a secret. A subclass defines the layout, the limits, the signature, and the meaning of replies.
// Network thread only.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "daemon/message/message.h"
#include "daemon/sinks/sink.h"
#include "daemon/sinks/sink_address.h"

namespace noticed {

/// Keeps the order of members, for human readers.
using ChatJson = nlohmann::ordered_json;

/// Serialized as it is sent. Invalid UTF-8 is replaced, never refused.
std::string dumped(const ChatJson& body);

class ChatSink : public Sink {
 public:
  explicit ChatSink(const SinkConfig& config);

  bool groups() const final { return true; }
  /// Language and keyword come from the configuration, not from the context. The first message mentions whoever is
  /// configured for its severity or a lower one.
  std::vector<Message> render(std::span<const DueDelivery> events, const RenderContext& context) const final;
  /// One message, without mentions.
  Message render_test(const RenderContext& context) const final;
  std::variant<HttpRequest, std::string> request(const Message& message, TimePoint now) final;
  ReplyAssessment judge(const HttpResult& result) const final;

  /// A part as JSON for the chat, before signing. Public for tests.
  virtual ChatJson body(const Part& part, const std::vector<std::string>& mentioned) const = 0;
  /// Whether the body, signature included, is within the chat's limits.
  virtual bool fits(const ChatJson& body) const = 0;

 protected:
  /// Adds to address and body what changes with each attempt. `secret` is empty if none is configured.
  virtual void prepare(HttpRequest& request, const std::string& secret, TimePoint now) const;
  /// Assesses the replies whose meaning depends on the chat: 2xx, and 4xx except 413.
  virtual ReplyAssessment read(const Reply& reply) const = 0;

 private:
  std::vector<std::string> mentioned_for(Severity severity) const;
  std::vector<Part> parts_of(MessageContent message, const std::vector<std::string>& mentioned) const;
  RenderContext own(RenderContext context) const;

  std::string name_;
  Language language_;
  std::string keyword_;
  std::map<Severity, std::vector<std::string>> mentions_;
  Address address_;
  Credential secret_;
  bool signs_;
};

/// The URL with a parameter added to its query.
std::string with_parameter(const std::string& url, std::string_view name, std::string_view value);

}  // namespace noticed
