// Mattermost incoming webhooks: message attachments in Markdown; Mattermost does not show Slack's blocks.
#include "daemon/config/sink_type.h"
#include "daemon/sinks/chat_sink.h"
#include "daemon/sinks/replies.h"
#include "daemon/sinks/writing.h"
#include "storage/model/unicode.h"

namespace noticed {
namespace {

// Older servers accept 7,900 characters of attachments; newer ones cut the text at 16,383.
constexpr std::size_t kMostUnits = 7'500;

class MattermostSink final : public ChatSink {
 public:
  using ChatSink::ChatSink;

  SinkPace pace() const override { return {std::chrono::milliseconds{200}, 5}; }
  ChatJson body(const Part& part, const std::vector<std::string>& mentioned) const override;
  bool fits(const ChatJson& body) const override { return utf16_units(dumped(body)) <= kMostUnits; }

 protected:
  ReplyAssessment read(const Reply& reply) const override;
};

/// No colour begins with a digit: people and programs search for events as "#1842".
std::string_view colour_of(Severity severity) {
  switch (severity) {
    case Severity::critical: return "#D24B4E";
    case Severity::warning: return "#E8912D";
    case Severity::info: return "#A5C8F0";
  }
  return "#A5C8F0";
}

ChatJson field(const std::string& title, const std::string& value) {
  return {{"title", title}, {"value", value}, {"short", false}};
}

ChatJson attachment(const Block& block, bool several) {
  ChatJson made{{"fallback", neutral(title_of(block))}, {"color", colour_of(block.severity)}};
  // Not in "title": which markup it supports is not documented.
  if (several) made["text"] = strong(kMattermostMarkup.plain(title_of(block)), kMattermostMarkup);
  ChatJson fields = ChatJson::array();
  for (const auto& fact : block.facts)
    fields.push_back(field(neutral(fact.label), joined(written(fact.lines, kMattermostMarkup), "\n")));
  for (const auto& text : {members_of(block, kMattermostMarkup), small_print(block, kMattermostMarkup)})
    if (!text.empty()) fields.push_back(field("", text));
  made["fields"] = fields;
  return made;
}

ChatJson MattermostSink::body(const Part& part, const std::vector<std::string>& mentioned) const {
  std::vector<std::string> lines{"#### " + kMattermostMarkup.plain(heading(part))};
  std::vector<std::string> calls;
  for (const auto& name : mentioned) calls.push_back("@" + name);
  lines.push_back(joined(calls, " "));  // mentions in attachments notify nobody
  for (auto& note : written(part.content.notes, kMattermostMarkup)) lines.push_back(std::move(note));
  ChatJson attachments = ChatJson::array();
  for (const auto& block : part.content.blocks)
    attachments.push_back(attachment(block, part.content.blocks.size() > 1));
  if (const auto footer = neutral(bare(part.content.footer)); !footer.empty() && !attachments.empty())
    attachments.back()["footer"] = footer;
  return {{"text", joined(lines, "\n")}, {"attachments", attachments}};
}

ReplyAssessment MattermostSink::read(const Reply& reply) const {
  if (is_success(reply) && !is_page(reply)) return judged(Verdict::delivered, reply, "");
  const auto answer = object_in(reply.body);
  const std::string message = text_in(answer, "message");
  const std::string id = text_in(answer, "id");
  const std::string said = message.empty() ? reply.body : id + " " + message;
  if (reply.status == 429) return slowed(reply, said);
  // The hook was deleted: Mattermost returns 400, the same as for a message that it cannot parse.
  if (id == "web.incoming_webhook.invalid.app_error") return judged(Verdict::suspend, reply, said);
  if (reply.status == 400) return judged(Verdict::drop, reply, said);
  const bool gone = reply.status == 401 || reply.status == 403 || reply.status == 404;
  return judged(gone ? Verdict::suspend : Verdict::retry, reply, said);
}

}  // namespace

extern constinit const SinkType kMattermostType{
    .name = "mattermost",
    .address_hint = "the URL shown in Integrations > Incoming Webhooks: https://…/hooks/…",
    .make = [](const SinkConfig& config) -> std::unique_ptr<Sink> { return std::make_unique<MattermostSink>(config); }};

}  // namespace noticed
