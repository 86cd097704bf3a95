// WeCom group robots: a small Markdown subset with three colours. No signature: the URL is the secret.
#include "daemon/config/sink_type.h"
#include "daemon/sinks/chat_sink.h"
#include "daemon/sinks/replies.h"
#include "daemon/sinks/writing.h"

namespace noticed {
namespace {

constexpr std::size_t kWecomMostBytes = 4'096;  // of the content; one Chinese character takes three

class WecomSink final : public ChatSink {
 public:
  using ChatSink::ChatSink;

  /// The limit is 20 a minute.
  SinkPace pace() const override { return {std::chrono::milliseconds{4'000}, 1}; }
  ChatJson body(const Part& part, const std::vector<std::string>& mentioned) const override;
  bool fits(const ChatJson& body) const override {
    return body.at("markdown").at("content").get_ref<const std::string&>().size() <= kWecomMostBytes;
  }

 protected:
  ReplyAssessment read(const Reply& reply) const override;
};

std::string coloured(std::string_view colour, const std::string& text) {
  std::string tag = "<font color=\"";
  return tag.append(colour).append("\">").append(text).append("</font>");
}

/// The colours are green (info), grey (comment) and orange (warning).
std::string title(const std::string& text, Severity severity) {
  return strong(coloured(severity == Severity::info ? "info" : "warning", kWecomMarkup.plain(text)), kWecomMarkup);
}

ChatJson WecomSink::body(const Part& part, const std::vector<std::string>& mentioned) const {
  const Markup& markup = kWecomMarkup;
  std::vector<std::string> lines{title(heading(part), part.content.severity)};
  for (auto& line : written(part.content.notes, markup)) lines.push_back(std::move(line));
  const bool several = part.content.blocks.size() > 1;
  for (const auto& block : part.content.blocks) {
    if (several) lines.push_back("\n" + title(title_of(block), block.severity));
    for (auto& line : lines_of(block, false, markup)) lines.push_back("> " + line);
    if (const auto small = small_print(block, markup); !small.empty()) lines.push_back(coloured("comment", small));
  }
  if (const auto footer = written(part.content.footer, markup); !footer.empty())
    lines.push_back(coloured("comment", footer));
  std::vector<std::string> calls;
  for (const auto& name : mentioned) calls.push_back("<@" + name + ">");
  lines.push_back(joined(calls, " "));
  return {{"msgtype", "markdown"}, {"markdown", {{"content", joined(lines, "\n")}}}};
}

ReplyAssessment WecomSink::read(const Reply& reply) const {
  const auto answer = object_in(reply.body);
  const auto code = number_in(answer, "errcode");
  if (!code) return unread(reply);
  const std::string said = "errcode " + std::to_string(*code) + " " + text_in(answer, "errmsg");
  if (*code == 0 && reply.status == 200) return judged(Verdict::delivered, reply, "");
  if (*code == 45009) return slowed(reply, said, {}, std::chrono::milliseconds{60'000});
  if (*code == 40058) return judged(Verdict::drop, reply, said);
  if (*code == 93000) return judged(Verdict::suspend, reply, said);
  return judged(Verdict::retry, reply, said);  // -1 is "system busy"
}

}  // namespace

extern constinit const SinkType kWecomType{
    .name = "wecom",
    .address_hint = "\"Webhook address\" of the group robot: https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
    .make = [](const SinkConfig& config) -> std::unique_ptr<Sink> { return std::make_unique<WecomSink>(config); }};

}  // namespace noticed
