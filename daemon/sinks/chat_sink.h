// What the chats have in common: events are composed to one message, cut to the chat's limits, and posted as JSON to an
// address that is a secret. A dialect says how the message looks, what fits, how it is signed, and what replies mean.
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

/// Keeps the order of members, for people who read it.
using ChatJson = nlohmann::ordered_json;

/// As it is sent. What is no UTF-8 is replaced, never refused.
std::string dumped(const ChatJson& body);

class ChatSink : public Sink {
 public:
  explicit ChatSink(const SinkConfig& config);

  bool groups() const final { return true; }
  /// Language and keyword are the configuration's, whatever the context say. Whom the configuration mentions for
  /// the message's severity and those below it is called in the first letter.
  std::vector<Message> render(std::span<const DueDelivery> events, const RenderContext& context) const final;
  /// One letter, which calls nobody.
  Message render_test(const RenderContext& context) const final;
  std::variant<HttpRequest, std::string> request(const Message& message, TimePoint now) final;
  ReplyAssessment judge(const HttpResult& result) const final;

  /// A part as the chat takes it, before signing. Public for tests.
  virtual ChatJson body(const Part& part, const std::vector<std::string>& mentioned) const = 0;
  /// Whether the chat takes such a body, signature included.
  virtual bool fits(const ChatJson& body) const = 0;

 protected:
  /// Adds what hangs on the attempt to address and body. `secret` is empty where none is configured.
  virtual void prepare(HttpRequest& request, const std::string& secret, TimePoint now) const;
  /// What an answer means that does not mean the same everywhere: 2xx and 4xx but 413.
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

/// The text with a parameter added to its query.
std::string with_parameter(const std::string& url, std::string_view name, std::string_view value);

}  // namespace noticed
