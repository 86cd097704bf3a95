// Discord webhooks: embeds. Only names in allowed_mentions are mentioned.
#include "daemon/config/sink_type.h"
#include "daemon/sinks/chat_sink.h"
#include "daemon/sinks/replies.h"
#include "daemon/sinks/writing.h"
#include "storage/model/unicode.h"

namespace noticed {
namespace {

constexpr std::size_t kMostContent = 2'000;
constexpr std::size_t kMostEmbeds = 10;
constexpr std::size_t kMostDescription = 4'096;
constexpr std::size_t kMostEmbedFields = 25;
constexpr std::size_t kMostName = 256;
constexpr std::size_t kMostValue = 1'024;
constexpr std::size_t kMostFooter = 2'048;
constexpr std::size_t kMostOfAllEmbeds = 6'000;  // of all embeds together

class DiscordSink final : public ChatSink {
 public:
  using ChatSink::ChatSink;

  SinkPace pace() const override { return {std::chrono::milliseconds{2'000}, 1}; }
  ChatJson body(const Part& part, const std::vector<std::string>& mentioned) const override;
  bool fits(const ChatJson& body) const override;

 protected:
  void prepare(HttpRequest& request, const std::string& secret, TimePoint now) const override;
  ReplyAssessment read(const Reply& reply) const override;
};

unsigned bar_colour_of(Severity severity) {
  switch (severity) {
    case Severity::critical: return 0xD24B4E;
    case Severity::warning: return 0xE67E22;
    case Severity::info: return 0x3498DB;
  }
  return 0x3498DB;
}

/// Facts that are too long or too many for fields are placed above the fields.
ChatJson embed(const Block& block, bool several) {
  const Markup& markup = kDiscordMarkup;
  std::vector<std::string> lines;
  if (several) lines.push_back(strong(markup.plain(title_of(block)), markup));
  ChatJson fields = ChatJson::array();
  for (const auto& fact : block.facts) {
    const std::string name = markup.plain(fact.label);
    const std::string value = joined(written(fact.lines, markup), "\n");
    const bool empty = name.empty() || value.empty();
    if (empty || fields.size() == kMostEmbedFields || utf16_units(name) > kMostName || utf16_units(value) > kMostValue)
      for (auto& line : written(fact, markup)) lines.push_back(std::move(line));
    else
      fields.push_back({{"name", name}, {"value", value}, {"inline", false}});
  }
  constexpr const char* kNoName = "\u200B";  // empty names are refused
  for (auto text : {members_of(block, markup), small_print(block, markup)}) {
    if (text.empty()) continue;
    if (fields.empty() || fields.size() == kMostEmbedFields || utf16_units(text) > kMostValue)
      lines.push_back(std::move(text));
    else
      fields.push_back({{"name", kNoName}, {"value", text}, {"inline", false}});
  }
  ChatJson made{{"color", bar_colour_of(block.severity)}};
  if (!lines.empty()) made["description"] = joined(lines, "\n");
  if (!fields.empty()) made["fields"] = fields;
  return made;
}

ChatJson DiscordSink::body(const Part& part, const std::vector<std::string>& mentioned) const {
  ChatJson users = ChatJson::array();
  ChatJson roles = ChatJson::array();
  std::vector<std::string> calls;
  for (const auto& name : mentioned) {
    const bool role = name.starts_with('&');
    (role ? roles : users).push_back(role ? name.substr(1) : name);
    calls.push_back("<@" + name + ">");
  }
  std::vector<std::string> lines{strong(kDiscordMarkup.plain(heading(part)), kDiscordMarkup), joined(calls, " ")};
  for (auto& note : written(part.content.notes, kDiscordMarkup)) lines.push_back(std::move(note));
  ChatJson embeds = ChatJson::array();
  for (const auto& block : part.content.blocks) embeds.push_back(embed(block, part.content.blocks.size() > 1));
  if (const auto footer = neutral(bare(part.content.footer)); !footer.empty() && !embeds.empty())
    embeds.back()["footer"] = {{"text", cut_units(footer, kMostFooter)}};
  return {{"content", joined(lines, "\n")},
          {"embeds", embeds},
          {"allowed_mentions", {{"parse", ChatJson::array()}, {"users", users}, {"roles", roles}}}};
}

std::size_t units_in(const ChatJson& object, const char* name) {
  return object.contains(name) ? utf16_units(object.at(name).get_ref<const std::string&>()) : 0;
}

bool DiscordSink::fits(const ChatJson& body) const {
  std::size_t sum = 0;
  for (const auto& embed : body.at("embeds")) {
    const std::size_t description = units_in(embed, "description");
    if (description > kMostDescription) return false;
    sum += description;
    if (embed.contains("footer")) sum += units_in(embed.at("footer"), "text");
    if (!embed.contains("fields")) continue;
    for (const auto& field : embed.at("fields")) sum += units_in(field, "name") + units_in(field, "value");
  }
  return sum <= kMostOfAllEmbeds && body.at("embeds").size() <= kMostEmbeds &&
         units_in(body, "content") <= kMostContent;
}

/// With wait=true Discord replies once the message is saved; without it a lost message looks like a saved one.
std::string waiting(const std::string& url) {
  const std::size_t query = url.find('?');
  std::string kept = url.substr(0, query);
  for (std::size_t at = query; at != std::string::npos && at < url.size();) {
    const std::size_t end = std::min(url.find('&', at + 1), url.size());
    const std::string pair = url.substr(at + 1, end - at - 1);
    const auto name = pair.substr(0, pair.find('='));
    if (!pair.empty() && name != "wait")
      kept = with_parameter(kept, name, pair.substr(std::min(name.size() + 1, pair.size())));
    at = end;
  }
  return with_parameter(kept, "wait", "true");
}

void DiscordSink::prepare(HttpRequest& request, const std::string&, TimePoint) const {
  request.url = waiting(request.url);
}

ReplyAssessment DiscordSink::read(const Reply& reply) const {
  const auto answer = object_in(reply.body);
  const auto code = number_in(answer, "code");
  if (is_success(reply) && !code && !is_page(reply)) return judged(Verdict::delivered, reply, "");
  const std::string said = code ? "code " + std::to_string(*code) + " " + text_in(answer, "message") : reply.body;
  if (reply.status == 429) return slowed(reply, said, seconds_in(answer, "retry_after"));
  // Many rejected requests get this host's IP address banned.
  if (reply.status == 401 || reply.status == 403 || reply.status == 404) return judged(Verdict::suspend, reply, said);
  return judged(reply.status == 400 && code ? Verdict::drop : Verdict::retry, reply, said);
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

extern constinit const SinkType kDiscordType{
    .name = "discord",
    .address_hint = "\"Copy Webhook URL\" of the channel's Integrations: https://discord.com/api/webhooks/…",
    .fault_of_mention = [](std::string_view name) -> std::string {
      if (is_number(name.starts_with('&') ? name.substr(1) : name)) return "";
      return "Discord mentions are a user's id (digits) or & and a role's id (&digits)";
    },
    .make = [](const SinkConfig& config) -> std::unique_ptr<Sink> { return std::make_unique<DiscordSink>(config); }};

}  // namespace noticed
