// Every reply that the chats document, and what it means.
#include <gtest/gtest.h>

#include "sample.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

struct Row {
  std::string sink;
  int status;
  std::string body;
  Verdict verdict;
  std::optional<std::chrono::milliseconds> pause{};
  std::string retry_after{};
  std::string reset{};
};

void PrintTo(const std::vector<Row>& rows, std::ostream* stream) { *stream << rows.front().sink; }

constexpr auto kGood = Verdict::delivered;
constexpr auto kSlow = Verdict::slow_down;
constexpr auto kRetry = Verdict::retry;
constexpr auto kDrop = Verdict::drop;
constexpr auto kSuspend = Verdict::suspend;

ReplyAssessment judge(const Row& row) {
  HttpResult result;
  result.reply.status = row.status;
  result.reply.body = row.body;
  result.reply.retry_after = row.retry_after;
  result.reply.ratelimit_reset = row.reset;
  result.reply.date = "Sat, 21 Nov 2026 14:05:00 GMT";
  return make_chat(row.sink)->judge(result);
}

const std::vector<Row> kWebhook{
    {"webhook", 200, "", kGood},
    {"webhook", 202, "", kGood},
    {"webhook", 204, "", kGood},
    {"webhook", 299, "", kGood},
    {"webhook", 301, "", kRetry},
    {"webhook", 400, "bad", kRetry},
    {"webhook", 401, "", kRetry},
    {"webhook", 404, "", kRetry},
    {"webhook", 410, "", kSuspend},
    {"webhook", 413, "", kDrop},
    {"webhook", 415, "", kSuspend},
    {"webhook", 429, "", kSlow, 30s},
    {"webhook", 429, "", kSlow, 7s, "7"},
    {"webhook", 429, "", kSlow, 90s, "Sat, 21 Nov 2026 14:06:30 GMT"},
    {"webhook", 429, "", kSlow, 0s, "Sat, 21 Nov 2026 14:00:00 GMT"},
    {"webhook", 429, "", kSlow, 15min, "999999"},
    {"webhook", 429, "", kSlow, 91s, "90.5"},
    {"webhook", 429, "", kSlow, 15min, "99999999999999999999"},
    {"webhook", 429, "", kSlow, 30s, "soon"},
    {"webhook", 500, "", kRetry},
    {"webhook", 502, "", kRetry, 5s, "5"},
    {"webhook", 503, "", kRetry, 5s, "5"},
    {"webhook", 504, "", kRetry, 5s, "5"},
    {"webhook", 0, "", kRetry},
    {"webhook", 103, "", kRetry},
};

const std::vector<Row> kSlack{
    {"slack", 200, "ok", kGood},
    {"slack", 200, "ok\n", kGood},
    {"slack", 200, "", kGood},
    {"slack", 204, "", kGood},
    {"slack", 200, R"({"ok":true})", kGood},
    {"slack", 200, "thank you", kGood},
    {"slack", 200, R"({"ok":false,"error":"something new"})", kRetry},
    {"slack", 200, "<html>sign in</html>", kRetry},
    {"slack", 200, "invalid_token", kSuspend},
    {"slack", 200, R"({"ok":false,"error":"no_service"})", kSuspend},
    {"slack", 400, "invalid_payload", kDrop},
    {"slack", 400, "invalid_blocks", kDrop},
    {"slack", 400, "no_text", kDrop},
    {"slack", 400, "missing_text_or_fallback_or_attachments", kDrop},
    {"slack", 400, "user_not_found", kDrop},
    {"slack", 400, "too_many_attachments", kDrop},
    {"slack", 400, "msg_blocks_too_long", kDrop},
    {"slack", 400, "something new", kDrop},
    {"slack", 403, "action_prohibited", kSuspend},
    {"slack", 403, "invalid_token", kSuspend},
    {"slack", 404, "channel_not_found", kSuspend},
    {"slack", 404, "no_service", kSuspend},
    {"slack", 404, "no_team", kSuspend},
    {"slack", 404, "", kSuspend},
    {"slack", 410, "channel_is_archived", kSuspend},
    {"slack", 413, "", kDrop},
    {"slack", 429, R"({"retry_after":1,"ok":false,"error":"rate_limited"})", kSlow, 1s},
    {"slack", 429, R"({"retry_after":1,"ok":false,"error":"rate_limited"})", kSlow, 4s, "4"},
    {"slack", 429, "rate_limited", kSlow, 30s},
    {"slack", 500, "rollup_error", kRetry},
    {"slack", 503, "", kRetry, 9s, "9"},
    {"slack", 302, "", kRetry},
};

const std::vector<Row> kMattermost{
    {"mattermost", 200, "ok", kGood},
    {"mattermost", 200, "", kGood},
    {"mattermost", 204, "", kGood},
    {"mattermost", 200, "<html>", kRetry},
    {"mattermost", 400, R"({"id":"web.incoming_webhook.invalid.app_error","message":"Invalid webhook"})", kSuspend},
    {"mattermost", 400, R"({"id":"web.incoming_webhook.parse.app_error","message":"x","status_code":400})", kDrop},
    {"mattermost", 401, "", kSuspend},
    {"mattermost", 403, R"({"id":"web.incoming_webhook.permissions.app_error","message":"x"})", kSuspend},
    {"mattermost", 404, "", kSuspend},
    {"mattermost", 413, "", kDrop},
    {"mattermost", 418, "", kRetry},
    {"mattermost", 429, "limit exceeded", kSlow, 30s},
    {"mattermost", 429, "limit exceeded", kSlow, 2s, "2"},
    {"mattermost", 500, "", kRetry},
    {"mattermost", 501, "", kRetry},
    {"mattermost", 307, "", kRetry},
};

const std::vector<Row> kDingtalk{
    {"dingtalk", 200, R"({"errcode":0,"errmsg":"ok"})", kGood},
    {"dingtalk", 200, R"({"errcode":"0","errmsg":"ok"})", kGood},
    {"dingtalk", 200, R"({"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"})", kSlow, 600s},
    {"dingtalk", 200, R"({"status":1111,"wait":5,"source":"x5","punish":"deny","errcode":130101})", kSlow, 600s},
    {"dingtalk", 200, R"({"errcode":460101,"errmsg":"message too long"})", kDrop},
    {"dingtalk", 200, R"({"errcode":101002,"errmsg":"message too long"})", kDrop},
    {"dingtalk", 200, R"({"errcode":310000,"errmsg":"keywords not in content"})", kSuspend},
    {"dingtalk", 200, R"({"errcode":310000,"errmsg":"sign not match"})", kSuspend},
    {"dingtalk", 200, R"({"errcode":310000,"errmsg":"ip 1.2.3.4 not in whitelist"})", kSuspend},
    {"dingtalk", 200, R"({"errcode":-1,"errmsg":"system busy"})", kRetry},
    {"dingtalk", 200, R"({"errcode":300001,"errmsg":"token is not exist"})", kSuspend},
    {"dingtalk", 200, R"({"errcode":300005,"errmsg":"token is not exist"})", kSuspend},
    {"dingtalk", 200, R"({"errcode":400013,"errmsg":"group disbanded"})", kSuspend},
    {"dingtalk", 200, R"({"errcode":7,"errmsg":"who knows"})", kRetry},
    {"dingtalk", 200, "", kRetry},
    {"dingtalk", 200, "ok", kRetry},
    {"dingtalk", 200, "{}", kRetry},
    {"dingtalk", 200, "[0]", kRetry},
    {"dingtalk", 202, R"({"errcode":0})", kRetry},
    {"dingtalk", 404, "", kRetry},
    {"dingtalk", 429, "", kSlow, 30s},
    {"dingtalk", 413, "", kDrop},
    {"dingtalk", 502, "", kRetry},
    {"dingtalk", 302, "", kRetry},
};

const std::vector<Row> kFeishu{
    {"feishu", 200, R"({"code":0,"msg":"success","data":{},"StatusCode":0,"StatusMessage":"success"})", kGood},
    {"feishu", 200, R"({"StatusCode":0,"StatusMessage":"success"})", kGood},
    {"feishu", 200, R"({"code":19021,"StatusCode":0,"msg":"sign match fail or timestamp is not within one hour"})",
     kSuspend},
    {"feishu", 200, R"({"code":19001,"msg":"param invalid: incoming webhook access token invalid"})", kSuspend},
    {"feishu", 200, R"({"code":19022,"msg":"Ip Not Allowed"})", kSuspend},
    {"feishu", 200, R"({"code":19024,"msg":"Key Words Not Found"})", kSuspend},
    {"feishu", 200, R"({"code":19002,"msg":"params error, msg_type need"})", kDrop},
    {"feishu", 200, R"({"code":11232,"msg":"frequency limited"})", kSlow, 60s},
    {"feishu", 400, R"({"code":9499,"msg":"too many request"})", kSlow, 60s},
    {"feishu", 400, R"({"code":9499,"msg":"Bad Request"})", kDrop},
    {"feishu", 429, R"({"code":99991400,"msg":"request trigger frequency limit"})", kSlow, 12s, "", "12"},
    {"feishu", 400, R"({"code":99991400,"msg":"request trigger frequency limit"})", kSlow, 12s, "", "12"},
    {"feishu", 429, R"({"code":99991400,"msg":"request trigger frequency limit"})", kSlow, 30s},
    {"feishu", 429, "slow", kSlow, 15s, "15", "12"},
    {"feishu", 429, R"({"code":1,"msg":"?"})", kSlow, 30s},
    {"feishu", 200, R"({"code":2200,"msg":"internal error"})", kRetry},
    {"feishu", 200, R"({"code":77,"msg":"who knows"})", kRetry},
    {"feishu", 200, "", kRetry},
    {"feishu", 200, "{}", kRetry},
    {"feishu", 200, "success", kRetry},
    {"feishu", 404, "", kRetry},
    {"feishu", 413, "", kDrop},
    {"feishu", 500, "", kRetry},
    {"feishu", 308, "", kRetry},
};

const std::vector<Row> kWecom{
    {"wecom", 200, R"({"errcode":0,"errmsg":"ok"})", kGood},
    {"wecom", 200, R"({"errcode":45009,"errmsg":"api freq out of limit"})", kSlow, 60s},
    {"wecom", 200, R"({"errcode":40058,"errmsg":"markdown.content exceed max length 4096"})", kDrop},
    {"wecom", 200, R"({"errcode":93000,"errmsg":"invalid webhook url"})", kSuspend},
    {"wecom", 200, R"({"errcode":-1,"errmsg":"system busy"})", kRetry},
    {"wecom", 200, R"({"errcode":7})", kRetry},
    {"wecom", 200, "ok", kRetry},
    {"wecom", 200, "", kRetry},
    {"wecom", 404, "", kRetry},
    {"wecom", 429, "", kSlow, 30s},
    {"wecom", 413, "", kDrop},
    {"wecom", 500, "", kRetry},
    {"wecom", 302, "", kRetry},
};

const std::vector<Row> kTeams{
    {"teams", 202, "", kGood},
    {"teams", 200, "1", kGood},
    {"teams", 200, "", kGood},
    {"teams", 200, "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 …",
     kSlow, 30s},
    {"teams", 200, "Webhook message delivery failed with error: … HTTP error 403 …", kRetry},
    {"teams", 204, "", kGood},
    {"teams", 200, "<html>sign in</html>", kRetry},
    {"teams", 400, R"({"error":{"code":"WorkflowTriggerIsNotEnabled","message":"Could not execute workflow"}})",
     kSuspend},
    {"teams", 400, R"({"error":{"code":"TriggerInputSchemaMismatch"}})", kDrop},
    {"teams", 401, "", kSuspend},
    {"teams", 403, "", kSuspend},
    {"teams", 404, "", kSuspend},
    {"teams", 410, "", kSuspend},
    {"teams", 413, "", kDrop},
    {"teams", 418, "", kRetry},
    {"teams", 429, "", kSlow, 20s, "20"},
    {"teams", 429, "", kSlow, 30s},
    {"teams", 502, "", kRetry, 3s, "3"},
    {"teams", 301, "", kRetry},
};

const std::vector<Row> kDiscord{
    {"discord", 200, R"({"id":"1","type":0})", kGood},
    {"discord", 204, "", kGood},
    {"discord", 200, "<html>", kRetry},
    {"discord", 200, "{}", kGood},
    {"discord", 200, "", kGood},
    {"discord", 200, R"({"code":50035,"message":"Invalid Form Body"})", kRetry},
    {"discord", 400, R"({"code":50035,"message":"Invalid Form Body","errors":{}})", kDrop},
    {"discord", 400, "<html>", kRetry},
    {"discord", 401, R"({"code":0,"message":"401: Unauthorized"})", kSuspend},
    {"discord", 403, R"({"code":50013,"message":"Missing Permissions"})", kSuspend},
    {"discord", 404, R"({"code":10015,"message":"Unknown Webhook"})", kSuspend},
    {"discord", 405, "", kRetry},
    {"discord", 413, "", kDrop},
    {"discord", 429, R"({"message":"You are being rate limited.","retry_after":1.3371,"global":false})", kSlow, 1338ms},
    {"discord", 429, R"({"message":"x","retry_after":0.5,"global":true})", kSlow, 65s, "65"},
    {"discord", 429, R"({"message":"x","retry_after":1e12})", kSlow, 15min},
    {"discord", 429, R"({"message":"x","retry_after":-4})", kSlow, 30s},
    {"discord", 429, "error code: 1015", kSlow, 30s},
    {"discord", 500, "", kRetry},
    {"discord", 302, "", kRetry},
};

class ReplyTest : public testing::TestWithParam<std::vector<Row>> {};

TEST_P(ReplyTest, StatusHeadersAndBodyThenVerdictAndPause) {
  for (const auto& row : GetParam()) {
    const ReplyAssessment assessment = judge(row);
    const std::string which = std::to_string(row.status) + " " + row.body + " " + row.retry_after;
    EXPECT_EQ(to_text(assessment.verdict), to_text(row.verdict)) << which;
    EXPECT_EQ(assessment.pause, row.pause) << which;
    EXPECT_EQ(assessment.reason.empty(), row.verdict == Verdict::delivered) << which;
  }
}

INSTANTIATE_TEST_SUITE_P(All, ReplyTest,
                         testing::Values(kWebhook, kSlack, kMattermost, kDingtalk, kFeishu, kWecom, kTeams, kDiscord),
                         [](const auto& tested) { return tested.param.front().sink; });

TEST(Reply, ReasonThenStatusCodeAndTheirWords) {
  EXPECT_EQ(judge({"slack", 404, "no_service", kSuspend}).reason, "HTTP 404: no_service");
  EXPECT_EQ(judge({"dingtalk", 200, R"({"errcode":310000,"errmsg":"sign not match"})", kSuspend}).reason,
            "HTTP 200: errcode 310000 sign not match");
  EXPECT_EQ(judge({"feishu", 200, R"({"code":19024,"msg":"Key Words Not Found"})", kSuspend}).reason,
            "HTTP 200: code 19024 Key Words Not Found");
  EXPECT_EQ(judge({"discord", 404, R"({"code":10015,"message":"Unknown Webhook"})", kSuspend}).reason,
            "HTTP 404: code 10015 Unknown Webhook");
  EXPECT_EQ(judge({"webhook", 302, "moved", kRetry}).reason,
            "HTTP 302: redirects are not followed; check that this is the address that the chat issued");
  EXPECT_EQ(judge({"webhook", 503, "", kRetry}).reason, "HTTP 503");
}

TEST(Reply, LongOrOddWordsThenCutAndCleaned) {
  EXPECT_EQ(judge({"webhook", 400, "a\r\n\tb\x1b[31mc\xff\n", kRetry}).reason, "HTTP 400: a b [31mc\uFFFD");
  EXPECT_EQ(judge({"webhook", 400, " \n<!DOCTYPE html>…", kRetry}).reason, "HTTP 400: an HTML page");
  const std::string reason = judge({"webhook", 400, std::string(1'000, 'x'), kRetry}).reason;
  EXPECT_EQ(reason, "HTTP 400: " + std::string(197, 'x') + "…");
}

TEST(Reply, NoAnswerThenTriedAgainWithTheCause) {
  for (const auto& type : kChats) {
    HttpResult result;
    result.failure.emplace().kind = FailureKind::timeout;
    result.failure->detail = "Operation timed out after 20000 ms";
    const auto assessment = make_chat(type)->judge(result);
    EXPECT_EQ(assessment.verdict, Verdict::retry) << type;
    EXPECT_EQ(assessment.reason, "Operation timed out after 20000 ms") << type;
  }
}

/// Too long, cut off, slow at its end, in an encoding that cannot be decoded.
TEST(Reply, AnswerThatDidNotArriveWholeThenJudgedByItsStatus) {
  for (const auto kind : {FailureKind::too_large, FailureKind::network, FailureKind::timeout, FailureKind::malformed}) {
    HttpResult result;
    result.failure.emplace().kind = kind;
    result.failure->detail = "cut off";
    result.reply.status = 200;
    for (const auto* type : {"webhook", "slack", "mattermost", "discord", "teams"})
      EXPECT_EQ(make_chat(type)->judge(result).verdict, Verdict::delivered) << type << " " << to_text(kind);
    for (const auto* type : {"wecom", "dingtalk", "feishu"}) {
      EXPECT_EQ(make_chat(type)->judge(result).verdict, Verdict::retry) << type << " " << to_text(kind);
      EXPECT_EQ(make_chat(type)->judge(result).reason, "HTTP 200; cut off") << type;
    }
    result.reply.status = 404;
    EXPECT_EQ(make_chat("slack")->judge(result).verdict, Verdict::suspend);
    result.reply.status = 503;
    EXPECT_EQ(make_chat("webhook")->judge(result).verdict, Verdict::retry);
    result.reply.status = 102;
    EXPECT_EQ(make_chat("webhook")->judge(result).verdict, Verdict::retry) << "an interim answer is none";
  }
}

TEST(Reply, CodeThatDecidesArrivedBeforeTheEndThenItDecides) {
  HttpResult result;
  result.failure.emplace().kind = FailureKind::network;
  result.reply.status = 200;
  result.reply.body = R"({"errcode":0,"errmsg":"ok"})";
  EXPECT_EQ(make_chat("dingtalk")->judge(result).verdict, Verdict::delivered);
}

TEST(Verdict, EachThenItsWord) {
  EXPECT_EQ(to_text(kGood), "delivered");
  EXPECT_EQ(to_text(kSlow), "slow_down");
  EXPECT_EQ(to_text(kRetry), "retry");
  EXPECT_EQ(to_text(kDrop), "drop");
  EXPECT_EQ(to_text(kSuspend), "suspend");
}

}  // namespace
}  // namespace noticed
