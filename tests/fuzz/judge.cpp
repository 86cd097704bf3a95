// What the other sides of all sinks may answer.
#include <array>

#include "daemon/sinks/sink.h"
#include "fuzz/reply_text.h"
#include "fuzz/targets.h"
#include "fuzz/text.h"

namespace noticed::fuzz {
namespace {

constexpr std::string_view kToken = "0123456789abcdef";  // of the sinks' addresses
constexpr std::string_view kTrace = "0123456789";        // the part that must not be shown
constexpr std::size_t kMostReason = 400;                 // bytes

const std::vector<std::unique_ptr<Sink>>& judges() {
  static const std::vector<std::unique_ptr<Sink>> all = [] {
    std::vector<std::unique_ptr<Sink>> made;
    for (const auto* type : {"dingtalk", "discord", "feishu", "mattermost", "slack", "teams", "webhook", "wecom"}) {
      SinkConfig config;
      config.type = config.name = type;
      config.url = std::string("https://chat.example.com/hooks/").append(kToken);
      made.push_back(make_sink(config));
    }
    return made;
  }();
  return all;
}

void check_judgement(const ReplyAssessment& assessment) {
  const std::string& reason = assessment.reason;
  require(reason.empty() == (assessment.verdict == Verdict::delivered), "a reason where none belongs, or none");
  require(is_utf8(reason) && is_one_line(reason), "a reason that is no line of text");
  require(reason.size() <= kMostReason, "a reason that is too long: " + reason);
  require(assessment.verdict != Verdict::slow_down || assessment.pause, "slow down, but for how long?");
  const auto pause = assessment.pause.value_or(std::chrono::milliseconds{0});
  require(pause.count() >= 0 && pause <= std::chrono::hours{24}, "a pause beyond a day, or before now");
}

void judge_everywhere(const HttpResult& result, bool secret) {
  for (const auto& sink : judges()) {
    const ReplyAssessment assessment = sink->judge(result);
    check_judgement(assessment);
    const ReplyAssessment again = sink->judge(result);
    require(again.verdict == assessment.verdict && again.pause == assessment.pause, "judged differently again");
    if (secret) require(!holds(assessment.reason, kTrace), "the address's token in " + assessment.reason);
  }
}

}  // namespace

void judge_reply(std::string_view input) {
  HttpResult result;
  result.reply = reply_from(input);
  judge_everywhere(result, false);
  if (holds(input, kTrace)) return;
  // Some servers repeat the request.
  result.reply.body.append(" ").append(kToken);
  judge_everywhere(result, true);
}

}  // namespace noticed::fuzz
