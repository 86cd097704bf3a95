// Stored answers, read by the pollers of this version.
#include "pollers/answer_reader.h"

#include <gtest/gtest.h>

#include "pollers/poller.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

const Redactor& redactor() {
  static const Redactor instance{FingerprintKey{7}};
  return instance;
}

AnswerReadAnew read_check(std::string_view body) {
  return built_in_normalizers(redactor()).normalize({service::check, "t1", "p1", 0, body});
}

TEST(Normalizers, StoredAnswerIsReadAsItsPollerReadsIt) {
  const auto settings = read_check(R"({"codeGateFailed":{"sendMail":true,"sendMessage":false}})").settings;
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->at("email/codeGateFailed/enabled"), Value(true));
  EXPECT_EQ(settings->at("system/codeGateFailed/enabled"), Value(false));
}

TEST(Normalizers, WhatMakesNoSenseIsNothing) {
  EXPECT_FALSE(read_check(R"({"codeGateFailed":{"sendMail":"perhaps"}})").settings);
  EXPECT_FALSE(read_check("not JSON").settings);
  EXPECT_EQ(read_check("not JSON").body, "not JSON");
}

TEST(Normalizers, WhatThisVersionMasksIsMaskedAlsoWhereTheAnswerMakesNoSense) {
  const std::string masked = "text#" + redactor().fingerprint(MaskKind::text, "hunter2");
  const auto read = read_check(R"({"codeGateFailed":{"pwd":"hunter2"}})");
  EXPECT_EQ(read.body, R"({"codeGateFailed":{"pwd":")" + masked + R"("}})");
  EXPECT_EQ(read.settings, (Settings{{"*/codeGateFailed/x.pwd", masked}}));
  EXPECT_EQ(read_check(R"({"pwd":"hunter2"})").body, R"({"pwd":")" + masked + R"("})");
}

TEST(Normalizers, VersionsAreThoseOfThePollers) {
  const auto all = built_in_normalizers(redactor());
  for (const Service service : {service::build, service::pipeline, service::check, service::repo})
    EXPECT_EQ(all.versions[static_cast<std::size_t>(service)], poller_for(service).version());
}

}  // namespace
}  // namespace noticed
