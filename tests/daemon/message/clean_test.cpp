#include "daemon/message/clean.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

TEST(Clean, MessageThenEveryTextOfIt) {
  const Line dirty{{"a\n", Style::plain, "javascript:x"}};
  const Line good{{"a ", Style::plain, ""}};
  MessageContent message{Severity::info,
                         "a\n",
                         {dirty},
                         {{Severity::info, "a\n", {{"a\n", {dirty}}}, {{1, "a\n", "http://x"}}, dirty}},
                         dirty};
  clean(message);
  EXPECT_EQ(
      message,
      (MessageContent{
          Severity::info, "a ", {good}, {{Severity::info, "a ", {{"a ", {good}}}, {{1, "a ", ""}}, good}}, good}));
}

TEST(Clean, SecureAddressThenKept) {
  MessageContent message{Severity::info, "", {{{"a", Style::plain, "https://x/y"}}}, {}, {}};
  clean(message);
  EXPECT_EQ(message.notes[0][0].url, "https://x/y");
}

}  // namespace
}  // namespace noticed
