#include "daemon/message/console.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

TEST(Console, KnownPagesThenTheirAddresses) {
  EXPECT_EQ(console_url("pipeline", "cn-north-4", "p1", "x1"),
            "https://devcloud.cn-north-4.huaweicloud.com/cicd/project/p1/pipeline/history/x1?v=1");
  EXPECT_EQ(console_url("repo", "cn-north-4", "p1", "2821214"),
            "https://devcloud.cn-north-4.huaweicloud.com/codehub/project/p1/codehub/2821214/home");
  EXPECT_EQ(console_url("check", "cn-north-4", "p1", "x1"),
            "https://devcloud.cn-north-4.huaweicloud.com/codechecknew/project/p1/codecheck/task/x1/defects");
}

TEST(Console, PageThatIsNotEstablishedThenNone) { EXPECT_EQ(console_url("build", "cn-north-4", "p1", "x1"), ""); }

TEST(Console, SomethingMissingThenNone) {
  EXPECT_EQ(console_url("repo", "", "p1", "x1"), "");
  EXPECT_EQ(console_url("repo", "cn-north-4", "", "x1"), "");
  EXPECT_EQ(console_url("repo", "cn-north-4", "p1", ""), "");
}

TEST(Console, HostileIdsThenEncodedAndHostileRegionsRefused) {
  EXPECT_EQ(console_url("repo", "cn-north-4", "p/../1", "x?#构"),
            "https://devcloud.cn-north-4.huaweicloud.com/codehub/project/p%2F..%2F1/codehub/x%3F%23%E6%9E%84/home");
  EXPECT_EQ(console_url("repo", "evil.example/", "p1", "x1"), "");
}

}  // namespace
}  // namespace noticed
