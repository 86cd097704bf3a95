#include "daemon/admin/status_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample_status.h"
#include "storage/model/base64.h"
#include "storage/model/digest.h"

namespace noticed {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(StatusPage, StatusOfTheDaemonThenShown) {
  const std::string page = status_page(sample_status());
  EXPECT_THAT(page, HasSubstr("<span class=good>✓ ready</span>"));
  EXPECT_THAT(page, HasSubstr("<dt>Up for</dt><dd>1 d 2 h</dd>"));
  EXPECT_THAT(page, HasSubstr("<dt>Resources</dt><dd>12</dd>"));
  EXPECT_THAT(page, HasSubstr("<dt>Failing</dt><dd class=bad>■ 1</dd>"));
  EXPECT_THAT(page, HasSubstr("<dt>Messages waiting</dt><dd>12</dd>"));
  EXPECT_THAT(page, HasSubstr("<dt>Last sweep</dt><dd>all polled within the last 4 min</dd>"));
  EXPECT_THAT(page, HasSubstr("<dt>Oldest observation</dt><dd>10 min ago</dd>"));
  EXPECT_THAT(page, HasSubstr("<dt>Database</dt><dd>4.0 MiB, log 0.1 MiB</dd>"));
  EXPECT_THAT(page, HasSubstr("<th scope=row>prod</th><td>build</td><td class=count>7</td><td class=count>1</td>"));
}

TEST(StatusPage, NamesFromOutsideThenEscaped) {
  const std::string page = status_page(sample_status());
  EXPECT_THAT(page, HasSubstr("payments-&lt;api&gt; <code>build/48c6</code></th><td>unreachable</td>"));
  EXPECT_THAT(page, HasSubstr("no such robot &lt;b&gt;"));
  EXPECT_THAT(page, Not(HasSubstr("<api>")));
}

TEST(StatusPage, NoScriptAndThePolicyNamesItsStyle) {
  const std::string page = status_page(sample_status());
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr(" style=")));
  EXPECT_THAT(page, Not(HasSubstr(" on")));
  const auto begin = page.find("<style>") + 7;
  const std::string style = page.substr(begin, page.find("</style>") - begin);
  EXPECT_EQ(status_page_policy(), "default-src 'none'; style-src 'sha256-" + to_base64(sha256(style)) +
                                      "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
}

TEST(StatusPage, MoreFailingThanAreNamedThenTheirNumber) {
  DaemonStatus daemon_status = sample_status();
  daemon_status.groups[0].poll_stats.resources[static_cast<std::size_t>(ResourceState::gone)] = 1'200;
  EXPECT_THAT(status_page(daemon_status), HasSubstr("<p>And 1,200 more: <code>noticed status</code> lists them.</p>"));
}

TEST(StatusPage, NothingFailsAndNoSinkThenSaid) {
  DaemonStatus daemon_status = sample_status();
  daemon_status.groups[0].poll_stats.resources = {12, 0, 0, 0, 0};
  daemon_status.failing.clear();
  daemon_status.sinks.clear();
  const std::string page = status_page(daemon_status);
  EXPECT_THAT(page, HasSubstr("<dt>Failing</dt><dd>0</dd>"));
  EXPECT_THAT(page, HasSubstr("No resource fails."));
  EXPECT_THAT(page, HasSubstr("There is none: changes are told in the log and the database only."));
}

TEST(StatusPage, NotReadyThenTheReasons) {
  DaemonStatus daemon_status = sample_status();
  daemon_status.storage_failing = true;
  EXPECT_THAT(status_page(daemon_status), HasSubstr("<li>database: results cannot be stored; the log says why</li>"));
}

}  // namespace
}  // namespace noticed
