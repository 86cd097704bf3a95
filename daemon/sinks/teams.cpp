// Microsoft Teams by a Workflows URL: an Adaptive Card 1.4. 202 means that the flow accepted it, not that it was
// posted.
#include "daemon/config/sink_type.h"
#include "daemon/sinks/chat_sink.h"
#include "daemon/sinks/replies.h"
#include "daemon/sinks/writing.h"

namespace noticed {
namespace {

constexpr std::size_t kTeamsMostBytes = 28'000;

class TeamsSink final : public ChatSink {
 public:
  using ChatSink::ChatSink;

  SinkPace pace() const override { return {std::chrono::milliseconds{1'000}, 1}; }
  ChatJson body(const Part& part, const std::vector<std::string>& mentioned) const override;
  bool fits(const ChatJson& body) const override { return dumped(body).size() <= kTeamsMostBytes; }

 protected:
  ReplyAssessment read(const Reply& reply) const override;
};

std::string_view colour_name_of(Severity severity) {
  switch (severity) {
    case Severity::critical: return "Attention";
    case Severity::warning: return "Warning";
    case Severity::info: return "Accent";
  }
  return "Accent";
}

ChatJson text_block(const std::string& text) { return {{"type", "TextBlock"}, {"text", text}, {"wrap", true}}; }

ChatJson title_block(const std::string& text, Severity severity, std::string_view size) {
  ChatJson block = text_block(kTeamsMarkup.plain(text));
  block["weight"] = "Bolder";
  block["size"] = size;
  block["color"] = colour_name_of(severity);
  return block;
}

void add_small(ChatJson& elements, const std::string& text) {
  if (text.empty()) return;
  ChatJson block = text_block(text);
  block["size"] = "Small";
  block["isSubtle"] = true;
  elements.push_back(block);
}

/// Whether a word is so long that it would squeeze the other column of a FactSet.
bool is_wide(const Fact& fact) {
  constexpr std::size_t kMost = 40;
  for (const auto& line : fact.lines) {
    const std::string text = bare(line);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find(' ', at), text.size());
      if (end - at > kMost && text.find_first_not_of("0123456789abcdef:", at) >= end) return true;
      at = end + 1;
    }
  }
  return false;
}

void add_teams_block(ChatJson& elements, const Block& block, bool several) {
  if (several) {
    ChatJson title = title_block(title_of(block), block.severity, "Default");
    title["separator"] = true;
    elements.push_back(title);
  }
  ChatJson facts = ChatJson::array();
  std::vector<std::string> wide;
  for (const auto& fact : block.facts) {
    // Teams ignores a single line break.
    if (is_wide(fact))
      wide.push_back(joined(written(fact, kTeamsMarkup), "\n\n"));
    else
      facts.push_back(
          {{"title", kTeamsMarkup.plain(fact.label)}, {"value", joined(written(fact.lines, kTeamsMarkup), "\n\n")}});
  }
  if (!facts.empty()) elements.push_back({{"type", "FactSet"}, {"facts", facts}});
  for (const auto& text : wide) elements.push_back(text_block(text));
  if (const auto members = members_of(block, kTeamsMarkup); !members.empty()) elements.push_back(text_block(members));
  add_small(elements, small_print(block, kTeamsMarkup));
}

/// Only for a single block: several buttons would have the same label.
ChatJson actions_of(const MessageContent& message) {
  ChatJson actions = ChatJson::array();
  const Span* link = message.blocks.size() == 1 ? first_link(message.blocks.front()) : nullptr;
  if (link != nullptr)
    actions.push_back({{"type", "Action.OpenUrl"}, {"title", neutral(link->text)}, {"url", link_target(link->url)}});
  return actions;
}

/// A name in <at> is a mention only together with an entity of the same text.
ChatJson entity(const std::string& name) {
  return {{"type", "mention"}, {"text", "<at>" + name + "</at>"}, {"mentioned", {{"id", name}, {"name", name}}}};
}

ChatJson TeamsSink::body(const Part& part, const std::vector<std::string>& mentioned) const {
  ChatJson elements = ChatJson::array();
  elements.push_back(title_block(heading(part), part.content.severity, "Medium"));
  ChatJson entities = ChatJson::array();
  std::vector<std::string> calls;
  for (const auto& name : mentioned) {
    entities.push_back(entity(name));
    calls.push_back("<at>" + name + "</at>");
  }
  if (!calls.empty()) elements.push_back(text_block(joined(calls, " ")));
  for (const auto& note : written(part.content.notes, kTeamsMarkup)) elements.push_back(text_block(note));
  for (const auto& block : part.content.blocks) add_teams_block(elements, block, part.content.blocks.size() > 1);
  add_small(elements, written(part.content.footer, kTeamsMarkup));
  ChatJson card{{"$schema", "http://adaptivecards.io/schemas/adaptive-card.json"},
                {"type", "AdaptiveCard"},
                {"version", "1.4"},
                {"msteams", {{"width", "Full"}}},
                {"body", elements}};
  if (!entities.empty()) card["msteams"]["entities"] = entities;
  if (const auto actions = actions_of(part.content); !actions.empty()) card["actions"] = actions;
  const ChatJson attachment{
      {"contentType", "application/vnd.microsoft.card.adaptive"}, {"contentUrl", nullptr}, {"content", card}};
  return {{"type", "message"}, {"attachments", ChatJson::array({attachment})}};
}

ReplyAssessment TeamsSink::read(const Reply& reply) const {
  // A flow that wraps an older connector returns 200 and puts the error into the text.
  const bool complains = reply.body.find("HTTP error") != std::string::npos;
  if (reply.status == 429 || reply.body.find("HTTP error 429") != std::string::npos) return slowed(reply, reply.body);
  if (is_success(reply) && !complains && !is_page(reply)) return judged(Verdict::delivered, reply, "");
  // The flow was switched off or deleted: reported as 400, the same as for a card that it cannot parse.
  if (reply.body.find("WorkflowTriggerIsNotEnabled") != std::string::npos)
    return judged(Verdict::suspend, reply, reply.body);
  if (reply.status == 400) return judged(Verdict::drop, reply, reply.body);
  const bool gone = reply.status == 401 || reply.status == 403 || reply.status == 404 || reply.status == 410;
  return judged(gone ? Verdict::suspend : Verdict::retry, reply, reply.body);
}

/// Microsoft's retired connectors.
std::string fault_of_teams_host(std::string_view host) {
  if (host != "webhook.office.com" && !host.ends_with(".webhook.office.com")) return "";
  return "is an address of webhook.office.com, which Microsoft shut down in May 2026; create a Workflows URL";
}

}  // namespace

extern constinit const SinkType kTeamsType{
    .name = "teams",
    .address_hint = "the URL of a workflow with the trigger \"When a Teams webhook request is received\"",
    .fault_of_host = fault_of_teams_host,
    .make = [](const SinkConfig& config) -> std::unique_ptr<Sink> { return std::make_unique<TeamsSink>(config); }};

}  // namespace noticed
