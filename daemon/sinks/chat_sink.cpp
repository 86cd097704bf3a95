#include "daemon/sinks/chat_sink.h"

#include <algorithm>
#include <set>

#include "daemon/message/parts.h"
#include "daemon/sinks/replies.h"

namespace noticed {
namespace {

/// A stable id for the log: the event's id; for several the first one's id with its number appended.
std::string id_of(const Message& message, std::span<const DueDelivery> events) {
  std::string id;
  for (const auto& event : events)
    if (!message.event_ids.empty() && event.seq == message.event_ids.front()) id = event.event_id;
  if (message.event_ids.size() > 1) id.append("+").append(std::to_string(message.event_ids.size() - 1));
  if (message.number > 1) id.append("/").append(std::to_string(message.number));
  return id;
}

std::vector<std::int64_t> event_ids_of(const MessageContent& content) {
  std::set<std::int64_t> numbers;
  for (const auto& block : content.blocks)
    for (const auto& member : block.members) numbers.insert(member.seq);
  return {numbers.begin(), numbers.end()};
}

bool is_replay(const Message& message, std::span<const DueDelivery> events) {
  return std::any_of(events.begin(), events.end(), [&](const DueDelivery& event) {
    return event.replayed && std::binary_search(message.event_ids.begin(), message.event_ids.end(), event.seq);
  });
}

}  // namespace

ChatSink::ChatSink(const SinkConfig& config)
    : name_(config.name),
      language_(config.language),
      keyword_(config.keyword),
      mentions_(config.mentions),
      address_(config),
      secret_(config.secret_file),
      signs_(!config.secret_file.empty()) {}

RenderContext ChatSink::own(RenderContext context) const {
  context.language = language_;
  context.keyword = keyword_;
  return context;
}

std::vector<std::string> ChatSink::mentioned_for(Severity severity) const {
  std::vector<std::string> names;
  for (const auto& [least, listed] : mentions_)
    for (const auto& name : listed)
      if (least <= severity && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  return names;
}

std::vector<Part> ChatSink::parts_of(MessageContent content, const std::vector<std::string>& mentioned) const {
  const auto takes = [&](const Part& part) {
    return fits(body(part, part.number == 1 ? mentioned : std::vector<std::string>{}));
  };
  return split(content, takes);
}

std::vector<Message> ChatSink::render(std::span<const DueDelivery> events, const RenderContext& context) const {
  MessageContent content = compose(events, own(context));
  const auto mentioned = mentioned_for(content.severity);
  std::vector<Message> messages;
  for (const auto& part : parts_of(std::move(content), mentioned)) {
    Message message;
    message.events = part.completed;
    message.event_ids = event_ids_of(part.content);
    message.number = part.number;
    message.of = part.of;
    message.id = id_of(message, events);
    message.content = dumped(body(part, part.number == 1 ? mentioned : std::vector<std::string>{}));
    message.replayed = is_replay(message, events);
    messages.push_back(std::move(message));
  }
  return messages;
}

Message ChatSink::render_test(const RenderContext& context) const {
  Part part;
  part.content = test_message(name_, own(context));
  Message message;
  message.id = "test";
  message.content = dumped(body(part, {}));
  return message;
}

std::variant<HttpRequest, std::string> ChatSink::request(const Message& message, TimePoint now) {
  static const auto kHeaders = std::make_shared<const HttpHeaders>(
      std::vector<std::string>{"Content-Type: application/json; charset=utf-8", "Expect:"});
  const std::string* url = address_.url();
  if (url == nullptr) return address_.error();
  const std::string* secret = signs_ ? secret_.text() : nullptr;
  if (signs_ && secret == nullptr) return secret_.error();
  HttpRequest request;
  request.url = *url;
  request.headers = kHeaders;
  request.post = message.content;
  request.timeout = std::chrono::seconds{20};
  request.connect_timeout = std::chrono::seconds{5};
  request.max_body = 65'536;
  prepare(request, secret == nullptr ? std::string() : *secret, now);
  return request;
}

void ChatSink::prepare(HttpRequest&, const std::string&, TimePoint) const {}

ReplyAssessment ChatSink::judge(const HttpResult& result) const {
  const auto common = common_judgement(result);
  ReplyAssessment assessment = with_failure(common ? *common : read(result.reply), result);
  assessment.reason = address_.hidden(assessment.reason);
  return assessment;
}

std::string dumped(const ChatJson& body) { return body.dump(-1, ' ', false, ChatJson::error_handler_t::replace); }

std::string with_parameter(const std::string& url, std::string_view name, std::string_view value) {
  std::string longer = url;
  longer += url.find('?') == std::string::npos ? '?' : '&';
  return longer.append(name).append("=").append(value);
}

}  // namespace noticed
