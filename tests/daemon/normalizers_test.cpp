// Stored answers, read by the pollers of this version.
#include "daemon/normalizers.h"

#include <gtest/gtest.h>

#include "pollers/poller.h"

namespace noticed {
namespace {

StoredAnswer check_answer(std::string_view body) { return {Service::check, "t1", "p1", 0, body}; }

TEST(Normalizers, StoredAnswerIsReadAsItsPollerReadsIt) {
  const auto all = built_in_normalizers();
  const auto settings = all.normalize(check_answer(R"({"codeGateFailed":{"sendMail":true,"sendMessage":false}})"));
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->at("email/codeGateFailed/enabled"), Value(true));
  EXPECT_EQ(settings->at("system/codeGateFailed/enabled"), Value(false));
}

TEST(Normalizers, WhatMakesNoSenseIsNothing) {
  const auto all = built_in_normalizers();
  EXPECT_FALSE(all.normalize(check_answer(R"({"codeGateFailed":{"sendMail":"perhaps"}})")));
  EXPECT_FALSE(all.normalize(check_answer("not JSON")));
}

TEST(Normalizers, VersionsAreThoseOfThePollers) {
  const auto all = built_in_normalizers();
  for (const Service service : {Service::build, Service::pipeline, Service::check, Service::repo})
    EXPECT_EQ(all.versions[static_cast<std::size_t>(service)], poller_for(service).version());
}

}  // namespace
}  // namespace noticed
