// Zulip's incoming webhook that takes Slack's simple form: one text in Markdown.
#include "daemon/config/sink_type.h"
#include "daemon/sinks/chat_sink.h"
#include "daemon/sinks/replies.h"
#include "daemon/sinks/writing.h"

namespace noticed {
namespace {

constexpr std::size_t kMostBytes = 10'000;

class ZulipSink final : public ChatSink {
 public:
  using ChatSink::ChatSink;

  SinkPace pace() const override { return {std::chrono::milliseconds{300}, 5}; }
  ChatJson body(const Part& part, const std::vector<std::string>& mentioned) const override {
    const Markup& markup = kMattermostMarkup;
    std::vector<std::string> lines{strong(markup.plain(heading(part)), markup)};
    for (const auto& name : mentioned) lines.push_back("@**" + name + "**");
    for (auto& note : written(part.content.notes, markup)) lines.push_back(std::move(note));
    for (const auto& block : part.content.blocks) {
      if (part.content.blocks.size() > 1) lines.push_back(strong(markup.plain(title_of(block)), markup));
      for (auto& line : lines_of(block, false, markup)) lines.push_back(std::move(line));
      lines.push_back(small_print(block, markup));
    }
    return {{"text", joined(lines, "\n")}};
  }
  bool fits(const ChatJson& body) const override {
    return body.at("text").get_ref<const std::string&>().size() <= kMostBytes;
  }

 protected:
  ReplyAssessment read(const Reply& reply) const override {
    if (is_success(reply)) return judged(Verdict::delivered, reply, "");
    if (reply.status == 429) return slowed(reply, reply.body);
    return judged(reply.status == 401 ? Verdict::suspend : Verdict::retry, reply, reply.body);
  }
};

}  // namespace

extern constinit const SinkType kZulipType{
    .name = "zulip",
    .address_hint = "the URL of an incoming webhook bot: https://…/api/v1/external/slack_incoming?api_key=…",
    .make = [](const SinkConfig& config) -> std::unique_ptr<Sink> { return std::make_unique<ZulipSink>(config); }};

}  // namespace noticed
