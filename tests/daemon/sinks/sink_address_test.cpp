#include "daemon/sinks/sink_address.h"

#include <gtest/gtest.h>

#include "sample.h"
#include "support/temp_dir.h"

namespace noticed {
namespace {

const std::string kUrl = "https://hooks.slack.com/services/T0AAAAAA/B0BBBBBB/s3cretTOKEN?key=0123456789";

TEST(Address, FileReplacedThenTheNewAddress) {
  const TempDir dir;
  SinkConfig config;
  config.url_file = dir.write("url", "https://a.example.com/\n");
  Address address(config);
  EXPECT_EQ(*address.url(), "https://a.example.com/");
  dir.write("url", "https://b.example.com/\n");
  EXPECT_EQ(*address.url(), "https://b.example.com/");
}

TEST(Address, FileNowUnsafeThenErrorWithoutTheAddress) {
  const TempDir dir;
  SinkConfig config;
  config.url_file = dir.write("url", "http://a.example.com/s3cret\n");
  Address address(config);
  EXPECT_EQ(address.url(), nullptr);
  EXPECT_EQ(address.error(),
            config.url_file.string() + ": must begin with https://; plain http is allowed for loopback only");
}

TEST(Address, SwitchedOffTeamsAddressInTheFileThenErrorWithoutIt) {
  const TempDir dir;
  SinkConfig config;
  config.type = "teams";
  config.url_file = dir.write("url", "https://acme.webhook.office.com/webhookb2/s3cret\n");
  Address address(config);
  EXPECT_EQ(address.url(), nullptr);
  EXPECT_EQ(address.error(),
            config.url_file.string() +
                ": is an address of webhook.office.com, which Microsoft shut down in May 2026; create a Workflows URL");
}

TEST(Address, ItsTokensRepeatedByTheServerThenHidden) {
  SinkConfig config;
  config.url = kUrl;
  EXPECT_EQ(Address(config).hidden("Cannot POST /services/T0AAAAAA/B0BBBBBB/s3cretTOKEN?key=0123456789, ok"),
            "Cannot POST /…/…/…/…?key=…, ok");
}

TEST(Address, TextCutWithinATokenThenItsBeginningIsHidden) {
  SinkConfig config;
  config.url = kUrl;
  EXPECT_EQ(Address(config).hidden("at B0BBBBBB/s3cretTOKE…"), "at …/…");
  EXPECT_EQ(Address(config).hidden("at s3cret…"), "at …");
  EXPECT_EQ(Address(config).hidden("at s3cre…"), "at s3cre…");
  EXPECT_EQ(Address(config).hidden("no service"), "no service");
}

TEST(Address, OnlyAHostThenNothingToHide) {
  SinkConfig config;
  config.url = "https://hooks.slack.com";
  EXPECT_EQ(Address(config).hidden("hooks.slack.com said no"), "hooks.slack.com said no");
}

TEST(ChatJudgement, ServerRepeatsTheAddressThenItsTokensAreHidden) {
  SinkConfig config = chat_config("slack");
  config.url = kUrl;
  HttpResult result;
  result.reply.status = 404;
  result.reply.body = "no such hook: /services/T0AAAAAA/B0BBBBBB/s3cretTOKEN";
  EXPECT_EQ(make_sink(config)->judge(result).reason, "HTTP 404: no such hook: /…/…/…/…");
}

TEST(ChatJudgement, AnswerCutWithinATokenThenNothingOfItIsShown) {
  SinkConfig config = chat_config("slack");
  config.url = kUrl;
  HttpResult result;
  result.reply.status = 404;
  result.reply.body = std::string(190, 'x') + " s3cretTOKEN";
  EXPECT_EQ(make_sink(config)->judge(result).reason, "HTTP 404: " + std::string(190, 'x') + " …");
  result.reply.body = "x" + std::string(790, '\x01') + "s3cretTOKEN";  // characters that are not shown do not count
  EXPECT_EQ(make_sink(config)->judge(result).reason, "HTTP 404: x …");
}

}  // namespace
}  // namespace noticed
