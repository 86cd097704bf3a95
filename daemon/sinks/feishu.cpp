// Feishu and Lark custom bots: a card, signed in the body. Replies are JSON with a code.
#include "daemon/config/sink_type.h"
#include "daemon/sinks/chat_sink.h"
#include "daemon/sinks/replies.h"
#include "daemon/sinks/writing.h"
#include "storage/model/base64.h"
#include "storage/model/digest.h"

namespace noticed {
namespace {

constexpr std::size_t kFeishuMostBytes = 20'480;  // of the body, with the signature
constexpr std::size_t kSignatureBytes = 96;

class FeishuSink final : public ChatSink {
 public:
  using ChatSink::ChatSink;

  /// The limits are 5 a second and 100 a minute.
  SinkPace pace() const override { return {std::chrono::milliseconds{1'000}, 1}; }
  ChatJson body(const Part& part, const std::vector<std::string>& mentioned) const override;
  bool fits(const ChatJson& body) const override { return dumped(body).size() + kSignatureBytes <= kFeishuMostBytes; }

 protected:
  void prepare(HttpRequest& request, const std::string& secret, TimePoint now) const override;
  ReplyAssessment read(const Reply& reply) const override;
};

std::string_view template_of(Severity severity) {
  switch (severity) {
    case Severity::critical: return "red";
    case Severity::warning: return "orange";
    case Severity::info: return "blue";
  }
  return "blue";
}

ChatJson markdown(const std::string& content) { return {{"tag", "markdown"}, {"content", content}}; }

ChatJson note(const std::string& content) {
  const ChatJson text{{"tag", "lark_md"}, {"content", content}};
  return {{"tag", "note"}, {"elements", ChatJson::array({text})}};
}

ChatJson button(const Span& link) {
  const ChatJson action{{"tag", "button"},
                        {"text", {{"tag", "plain_text"}, {"content", neutral(link.text)}}},
                        {"type", "default"},
                        {"url", link_target(link.url)}};
  return {{"tag", "action"}, {"actions", ChatJson::array({action})}};
}

void add_feishu_block(ChatJson& elements, const Block& block, bool several) {
  if (!elements.empty()) elements.push_back({{"tag", "hr"}});
  const auto text = joined(lines_of(block, several, kFeishuMarkup), "\n");
  if (!text.empty()) elements.push_back(markdown(text));
  if (const Span* link = several ? nullptr : first_link(block)) elements.push_back(button(*link));
  if (const auto small = small_print(block, kFeishuMarkup); !small.empty()) elements.push_back(note(small));
}

ChatJson FeishuSink::body(const Part& part, const std::vector<std::string>& mentioned) const {
  ChatJson elements = ChatJson::array();
  std::vector<std::string> top;
  for (const auto& name : mentioned) top.push_back("<at id=" + name + "></at>");
  top = {joined(top, " "), joined(written(part.content.notes, kFeishuMarkup), "\n")};
  if (const auto text = joined(top, "\n"); !text.empty()) elements.push_back(markdown(text));
  for (const auto& block : part.content.blocks) add_feishu_block(elements, block, part.content.blocks.size() > 1);
  if (const auto footer = written(part.content.footer, kFeishuMarkup); !footer.empty())
    elements.push_back(note(footer));
  // The layout without "schema": older clients show newer cards only as a request to update.
  const ChatJson card{{"config", {{"wide_screen_mode", true}}},
                      {"header",
                       {{"template", template_of(part.content.severity)},
                        {"title", {{"tag", "plain_text"}, {"content", neutral(heading(part))}}}}},
                      {"elements", elements}};
  return {{"msg_type", "interactive"}, {"card", card}};
}

void FeishuSink::prepare(HttpRequest& request, const std::string& secret, TimePoint now) const {
  if (secret.empty()) return;
  const auto timestamp = std::to_string(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
  // Feishu's scheme: timestamp and secret are the key, the message is empty.
  const std::string sign = to_base64(hmac_sha256(timestamp + "\n" + secret, ""));
  std::string head = R"({"timestamp":")";
  head.append(timestamp).append(R"(","sign":")").append(sign).append("\",");
  request.post->replace(0, 1, head);  // the opening brace
}

ReplyAssessment FeishuSink::read(const Reply& reply) const {
  constexpr std::chrono::milliseconds kOneMinute{60'000};
  const auto answer = object_in(reply.body);
  const bool legacy = !answer.contains("code");
  const auto code = number_in(answer, legacy ? "StatusCode" : "code");
  if (!code) return unread(reply);
  const std::string message = text_in(answer, legacy ? "StatusMessage" : "msg");
  const std::string said = "code " + std::to_string(*code) + " " + message;
  if (*code == 0 && reply.status == 200) return judged(Verdict::delivered, reply, "");
  if (*code == 11232) return slowed(reply, said, {}, kOneMinute);
  // Code 9499 stands for "too many request" and for unparsable requests.
  if (*code == 9499 && message.find("too many") != std::string::npos) return slowed(reply, said, {}, kOneMinute);
  if (*code == 9499 || *code == 19002) return judged(Verdict::drop, reply, said);
  if (*code == 99991400 || reply.status == 429) return slowed(reply, said);
  if (*code == 19021) return judged(Verdict::suspend, reply, said + "; check this machine's clock, and the secret");
  if (*code == 19022 || *code == 19024 || *code == 19001) return judged(Verdict::suspend, reply, said);
  return judged(Verdict::retry, reply, said);  // 2200 is a server error
}

}  // namespace

extern constinit const SinkType kFeishuType{
    .name = "feishu",
    .address_hint = "\"Webhook address\" of the group's Custom Bot: https://open.feishu.cn/open-apis/bot/v2/hook/…",
    .secret_hint = "the secret below \"Signature verification\" (签名校验) of the bot",
    .takes_keyword = true,
    .make = [](const SinkConfig& config) -> std::unique_ptr<Sink> { return std::make_unique<FeishuSink>(config); }};

}  // namespace noticed
