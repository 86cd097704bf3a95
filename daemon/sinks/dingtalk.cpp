// DingTalk custom robots: Markdown, signed in the URL. Replies are 200 with an errcode; the text of errmsg may change.
#include "daemon/config/sink_type.h"
#include "daemon/sinks/chat_sink.h"
#include "daemon/sinks/replies.h"
#include "daemon/sinks/writing.h"
#include "storage/model/base64.h"
#include "storage/model/digest.h"
#include "storage/model/percent.h"

namespace noticed {
namespace {

constexpr std::size_t kDingtalkMostBytes = 20'000;  // of the body; more is errcode 460101

class DingtalkSink final : public ChatSink {
 public:
  using ChatSink::ChatSink;

  /// The limit is 20 a minute, then the robot is blocked for ten minutes; 15 a minute stays below it.
  SinkPace pace() const override { return {std::chrono::milliseconds{4'000}, 1}; }
  ChatJson body(const Part& part, const std::vector<std::string>& mentioned) const override;
  bool fits(const ChatJson& body) const override { return dumped(body).size() <= kDingtalkMostBytes; }

 protected:
  void prepare(HttpRequest& request, const std::string& secret, TimePoint now) const override;
  ReplyAssessment read(const Reply& reply) const override;
};

std::string text_of(const Part& part) {
  const Markup& markup = kDingtalkMarkup;
  std::vector<std::string> paragraphs{"#### " + markup.plain(heading(part))};
  for (auto& note : written(part.content.notes, markup)) paragraphs.push_back(std::move(note));
  for (const auto& block : part.content.blocks) {
    for (auto& line : lines_of(block, part.content.blocks.size() > 1, markup)) paragraphs.push_back(std::move(line));
    if (const auto small = small_print(block, markup); !small.empty()) paragraphs.push_back("> " + small);
  }
  if (const auto footer = written(part.content.footer, markup); !footer.empty()) paragraphs.push_back("> " + footer);
  return joined(paragraphs, "\n\n");  // DingTalk ignores a single line break
}

bool is_phone(const std::string& name) {
  const std::size_t start = name.starts_with('+') ? 1 : 0;
  return name.size() > start + 4 && name.find_first_not_of("0123456789-", start) == std::string::npos;
}

ChatJson DingtalkSink::body(const Part& part, const std::vector<std::string>& mentioned) const {
  ChatJson phones = ChatJson::array();
  ChatJson users = ChatJson::array();
  bool all = false;
  std::string calls;
  for (const auto& name : mentioned) {
    all = all || name == "all";
    if (name != "all") (is_phone(name) ? phones : users).push_back(name);
    // A mention works only if the name is in the text too.
    calls.append(calls.empty() ? "@" : " @").append(name);
  }
  std::string text = text_of(part);
  if (!calls.empty()) text += "\n\n" + calls;
  return {{"msgtype", "markdown"},
          {"markdown", {{"title", neutral(heading(part))}, {"text", text}}},
          {"at", {{"atMobiles", phones}, {"atUserIds", users}, {"isAtAll", all}}}};
}

void DingtalkSink::prepare(HttpRequest& request, const std::string& secret, TimePoint now) const {
  if (secret.empty()) return;
  const std::string timestamp = std::to_string(to_ms(now));
  const std::string sign = to_base64(hmac_sha256(secret, timestamp + "\n" + secret));
  request.url = with_parameter(request.url, "timestamp", timestamp);
  request.url = with_parameter(request.url, "sign", percent_encode(sign));
}

ReplyAssessment DingtalkSink::read(const Reply& reply) const {
  constexpr std::chrono::milliseconds kLocked{600'000};
  const auto answer = object_in(reply.body);
  const auto code = number_in(answer, "errcode");
  if (!code) return unread(reply);
  const std::string said = "errcode " + std::to_string(*code) + " " + text_in(answer, "errmsg");
  if (*code == 0 && reply.status == 200) return judged(Verdict::delivered, reply, "");
  if (*code == 130101) return slowed(reply, said, {}, kLocked);
  if (*code == 460101 || *code == 101002) return judged(Verdict::drop, reply, said);
  // A security setting: keyword, signature, time or sender address. Only errmsg says which one.
  if (*code == 310000) return judged(Verdict::suspend, reply, said);
  // The token or the robot was deleted.
  if (*code == 300001 || *code == 300005 || *code / 1'000 == 400) return judged(Verdict::suspend, reply, said);
  return judged(Verdict::retry, reply, said);  // -1 is "system busy"
}

}  // namespace

extern constinit const SinkType kDingtalkType{
    .name = "dingtalk",
    .address_hint = "\"Webhook\" of the group's Custom robot: https://oapi.dingtalk.com/robot/send?access_token=…",
    .secret_hint = "SEC…, the secret of the robot's security setting \"Additional Signature\" (加签)",
    .takes_keyword = true,
    .doubt_of_secret = [](std::string_view secret) -> std::string {
      if (secret.starts_with("SEC")) return "";
      return "DingTalk's signing secrets begin with SEC; check that this is the one from the robot's security settings";
    },
    .make = [](const SinkConfig& config) -> std::unique_ptr<Sink> { return std::make_unique<DingtalkSink>(config); }};

}  // namespace noticed
