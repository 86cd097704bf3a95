// Slack incoming webhooks: Block Kit. Replies are plain text.
#include <algorithm>
#include <array>

#include "daemon/config/sink_type.h"
#include "daemon/sinks/chat_sink.h"
#include "daemon/sinks/replies.h"
#include "daemon/sinks/writing.h"
#include "storage/model/ascii.h"
#include "storage/model/unicode.h"

namespace noticed {
namespace {

constexpr std::size_t kMostBlocks = 50;
constexpr std::size_t kMostHeader = 150;
constexpr std::size_t kMostText = 3'000;  // of a section; also used for footers, whose limit is not documented
constexpr std::size_t kMostFields = 10;   // of a section
constexpr std::size_t kFieldText = 120;   // own limit: 2,000 are allowed, but two columns are narrow
constexpr std::size_t kMostAll = 12'000;  // own limit: about 13,200 are refused, which is not documented

class SlackSink final : public ChatSink {
 public:
  using ChatSink::ChatSink;

  SinkPace pace() const override { return {std::chrono::milliseconds{1'000}, 3}; }
  ChatJson body(const Part& part, const std::vector<std::string>& mentioned) const override;
  bool fits(const ChatJson& body) const override;

 protected:
  ReplyAssessment read(const Reply& reply) const override;
};

/// Verbatim: otherwise Slack turns plain addresses and names into links.
ChatJson mrkdwn(const std::string& text) { return {{"type", "mrkdwn"}, {"text", text}, {"verbatim", true}}; }

ChatJson section(const std::string& text) { return {{"type", "section"}, {"text", mrkdwn(text)}}; }

ChatJson context(const std::string& text) {
  return {{"type", "context"}, {"elements", ChatJson::array({mrkdwn(text)})}};
}

void add_section(ChatJson& blocks, const std::string& text) {
  if (!text.empty()) blocks.push_back(section(text));
}

/// Short facts are placed in two columns, long ones in sections of their own.
void add_facts(ChatJson& blocks, const Block& block) {
  bool open = false;  // the last block accepts more fields
  for (const auto& fact : block.facts) {
    std::vector<std::string> lines = written(fact.lines, kSlackMarkup);
    if (!fact.label.empty()) lines.insert(lines.begin(), strong(kSlackMarkup.plain(fact.label), kSlackMarkup));
    const std::string text = joined(lines, "\n");
    if (text.empty()) continue;
    if (utf16_units(text) > kFieldText) {
      blocks.push_back(section(text));
      open = false;
      continue;
    }
    if (!open || blocks.back().at("fields").size() == kMostFields)
      blocks.push_back({{"type", "section"}, {"fields", ChatJson::array()}});
    blocks.back().at("fields").push_back(mrkdwn(text));
    open = true;
  }
}

std::string call(const std::string& name) {
  if (name == "here" || name == "channel" || name == "everyone") return "<!" + name + ">";
  return (name.starts_with('S') ? "<!subteam^" : "<@") + name + ">";
}

ChatJson SlackSink::body(const Part& part, const std::vector<std::string>& mentioned) const {
  const std::string head = heading(part);
  const std::string title = neutral(head);
  const std::string shown = cut_units(title, kMostHeader);
  ChatJson blocks = ChatJson::array();
  blocks.push_back({{"type", "header"}, {"text", {{"type", "plain_text"}, {"text", shown}, {"emoji", false}}}});
  if (shown != title) add_section(blocks, strong(kSlackMarkup.plain(head), kSlackMarkup));
  std::vector<std::string> calls;
  for (const auto& name : mentioned) calls.push_back(call(name));
  add_section(blocks, joined(calls, " "));
  add_section(blocks, joined(written(part.content.notes, kSlackMarkup), "\n"));
  const bool several = part.content.blocks.size() > 1;
  for (const auto& block : part.content.blocks) {
    if (several) blocks.push_back({{"type", "divider"}});
    if (several) add_section(blocks, strong(kSlackMarkup.plain(title_of(block)), kSlackMarkup));
    add_facts(blocks, block);
    add_section(blocks, members_of(block, kSlackMarkup));
    if (const auto small = small_print(block, kSlackMarkup); !small.empty()) blocks.push_back(context(small));
  }
  if (const auto footer = written(part.content.footer, kSlackMarkup); !footer.empty())
    blocks.push_back(context(footer));
  // "text" is used by lock screens and screen readers.
  return {{"text", kSlackMarkup.plain(head)}, {"unfurl_links", false}, {"unfurl_media", false}, {"blocks", blocks}};
}

bool SlackSink::fits(const ChatJson& body) const {
  const auto& blocks = body.at("blocks");
  const auto fits_one = [](const ChatJson& block) {
    const bool small = block.at("type") == "context";
    if (!small && !block.contains("text")) return true;  // fields are short
    const auto& text = small ? block.at("elements").at(0) : block.at("text");
    return utf16_units(text.at("text").get_ref<const std::string&>()) <= kMostText;
  };
  return blocks.size() <= kMostBlocks && utf16_units(dumped(body)) < kMostAll &&
         std::all_of(blocks.begin(), blocks.end(), fits_one);
}

/// The verdict for Slack's error words, whatever the status.
std::optional<Verdict> verdict_of(std::string_view word) {
  constexpr std::array<std::string_view, 8> kMessage{"invalid_payload",
                                                     "invalid_blocks",
                                                     "no_text",
                                                     "missing_text_or_fallback_or_attachments",
                                                     "user_not_found",
                                                     "too_many_attachments",
                                                     "msg_blocks_too_long",
                                                     "invalid_attachments"};
  constexpr std::array<std::string_view, 6> kSink{"action_prohibited", "invalid_token", "channel_not_found",
                                                  "no_service",        "no_team",       "channel_is_archived"};
  if (std::find(kMessage.begin(), kMessage.end(), word) != kMessage.end()) return Verdict::drop;
  if (std::find(kSink.begin(), kSink.end(), word) != kSink.end()) return Verdict::suspend;
  return {};
}

ReplyAssessment SlackSink::read(const Reply& reply) const {
  const std::string word = vendor_text(reply.body);
  const auto answer = object_in(reply.body);
  if (reply.status == 429) return slowed(reply, reply.body, seconds_in(answer, "retry_after"));
  const std::string error = text_in(answer, "error");
  if (const auto verdict = verdict_of(error.empty() ? word : error)) return judged(*verdict, reply, reply.body);
  const bool refused = answer.contains("ok") && answer.at("ok") == false;
  if (is_success(reply) && !refused && !is_page(reply)) return judged(Verdict::delivered, reply, "");
  if (reply.status == 400) return judged(Verdict::drop, reply, reply.body);  // else it would block all others
  const bool gone = reply.status == 403 || reply.status == 404 || reply.status == 410;
  return judged(gone ? Verdict::suspend : Verdict::retry, reply, reply.body);
}

/// A member's id, a group's, or a word that mentions everybody.
bool is_slack_name(std::string_view name) {
  if (name == "here" || name == "channel" || name == "everyone") return true;
  if (name.size() < 2 || (name[0] != 'U' && name[0] != 'W' && name[0] != 'S')) return false;
  return all_are(name, [](char c) { return is_upper(c) || is_digit(c); });
}

}  // namespace

extern constinit const SinkType kSlackType{
    .name = "slack",
    .address_hint = "\"Webhook URL\" of an app with Incoming Webhooks: https://hooks.slack.com/services/…",
    .fault_of_mention = [](std::string_view name) -> std::string {
      if (!is_odd_name(name) && is_slack_name(name)) return "";
      return "Slack mentions are a member's id (U…), a group's id (S…), or here, channel, everyone";
    },
    .make = [](const SinkConfig& config) -> std::unique_ptr<Sink> { return std::make_unique<SlackSink>(config); }};

}  // namespace noticed
