#include "daemon/html/html.h"
#include "storage/model/time_zone.h"

#include <gtest/gtest.h>

#include <sstream>

namespace noticed {
namespace {

TEST(Html, TextThenNoCharacterOfItIsMarkup) {
  EXPECT_EQ(escaped("<a href=\"x\">'&'</a>"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
}

TEST(Html, TextThatHidesOrTurnsAroundThenCleaned) {
  EXPECT_EQ(escaped("a\x01\u202e"
                    "b\nc"),
            "a b c");
  EXPECT_EQ(escaped("\xff"), "\uFFFD");
}

TEST(Html, MomentThenLocalForPeopleAndUtcForMachines) {
  use_time_zone("Asia/Shanghai");
  std::ostringstream out;
  Html page(out);
  page.moment(*parse_rfc3339("2026-11-21T14:05:09.123Z")).clock(*parse_rfc3339("2026-11-21T16:05:09Z"));
  EXPECT_EQ(out.str(),
            "<time datetime=\"2026-11-21T14:05:09.123Z\">2026-11-21 22:05:09</time>"
            "<time datetime=\"2026-11-21T16:05:09.000Z\">00:05:09</time>");
}

TEST(Html, LinkThatIsNotHttpsThenOnlyItsText) {
  std::ostringstream out;
  Html page(out);
  page.link("javascript:alert(1)", "a").link("", "b").link("https://host/?a&b", "c");
  EXPECT_EQ(out.str(), "ab<a rel=\"noreferrer\" href=\"https://host/?a&amp;b\">c</a>");
}

TEST(Html, NumbersThenGroupedByThousands) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'000), "1,000");
  EXPECT_EQ(grouped(-1'234'567), "-1,234,567");
  EXPECT_EQ(counted(1, "change", "changes"), "1 change");
  EXPECT_EQ(counted(10'000, "change", "changes"), "10,000 changes");
}

}  // namespace
}  // namespace noticed
