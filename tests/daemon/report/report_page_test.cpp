// Pages as a browser gets them. To accept what they say now, run
//     NOTICED_ACCEPT=1 build/debug/tests/daemon/report/report_test --gtest_filter='*Golden*'
// read the difference that git shows, look at the pictures of ./dev look, and commit it.
#include "daemon/report/report_page.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <regex>

#include "daemon/runtime/version.h"
#include "report_world.h"
#include "tests/support/file_text.h"

namespace noticed {
namespace {

void cut(std::string& page, const std::string& from, const std::string& to) {
  const auto begin = page.find(from);
  const auto end = page.find(to, begin);
  if (begin != std::string::npos && end != std::string::npos)
    page.erase(begin + from.size(), end - begin - from.size());
}

/// Without style, script and its digest, and without the version.
std::string normal(std::string page) {
  cut(page, "<style>", "</style>");
  cut(page, "<script>", "</script>");
  cut(page, "'sha256-", "'; base");
  for (auto at = page.find(kVersion); at != std::string::npos; at = page.find(kVersion, at))
    page.replace(at, std::string(kVersion).size(), "VERSION");
  return page;
}

bool has(const std::string& page, const std::string& text) { return page.find(text) != std::string::npos; }

void expect_golden(const std::string& name, const std::string& page) {
  const std::string path = NOTICED_GOLDEN "/" + name + ".html";
  if (std::getenv("NOTICED_ACCEPT") != nullptr) std::ofstream(path) << normal(page);
  EXPECT_EQ(read_file(path), normal(page)) << path << "\nTo accept it, see the top of " << __FILE__;
}

TEST(ReportPage, SmallDatabaseThenTheGoldenPage) {
  World world;
  fill_small(world);
  expect_golden("small", world.page());
}

TEST(ReportPage, EmptyDatabaseThenTheGoldenPageSaysSo) {
  World world;
  expect_golden("empty", world.page());
}

TEST(ReportPage, HostileNamesThenTheyStayText) {
  World world;
  fill_hostile(world);
  std::string page = world.page();
  cut(page, "<style>", "</style>");
  cut(page, "<script>", "</script>");
  EXPECT_TRUE(has(page, "&lt;script&gt;alert(1)&lt;/script&gt;"));
  EXPECT_TRUE(has(page, "harmless  &amp; &#39;more&#39;"));
  for (const char* markup : {"<script>alert", "<img", "<blink", "<em", "<b>0", "<i>", "<u>", "\" onclick", "\u202e"})
    EXPECT_FALSE(has(page, markup)) << markup;
  // Each tag is one of ours, and each of those is closed: nothing from outside ended one.
  const auto count = [&](const std::string& tag) {
    std::size_t n = 0;
    for (auto at = page.find(tag); at != std::string::npos; at = page.find(tag, at + 1)) ++n;
    return n;
  };
  for (const char* tag : {"title", "style", "script", "section", "table", "details", "code"}) {
    const std::string name = tag;
    EXPECT_EQ(count("<" + name + ">") + count("<" + name + " "), count("</" + name + ">")) << tag;
  }
}

TEST(ReportPage, AnyPageThenNothingIsFetched) {
  World world;
  fill_small(world);
  const std::string page = world.page();
  const std::regex address("(src|href|action|url)\\s*[=(]\\s*[\"']?([a-z]*:?//[^\"' >]*)");
  for (auto at = std::sregex_iterator(page.begin(), page.end(), address); at != std::sregex_iterator(); ++at) {
    EXPECT_EQ((*at)[1], "href");
    EXPECT_TRUE((*at)[2].str().starts_with("https://devcloud.ap-southeast-3.huaweicloud.com/")) << at->str();
  }
  for (const char* markup : {"<link", "<img", "<iframe", "@import", "@font-face", " style=", " onclick="})
    EXPECT_FALSE(has(page, markup)) << markup;
}

TEST(ReportPage, ItsPolicyThenAllowsOnlyItsOwnScript) {
  World world;
  const std::string page = world.page();
  const auto begin = page.find("<script>") + 8;
  const std::string script = page.substr(begin, page.find("</script>") - begin);
  std::array<unsigned char, 32> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(script.data()), script.size(), digest.data());
  std::array<unsigned char, 48> text{};
  const int length = EVP_EncodeBlock(text.data(), digest.data(), 32);
  EXPECT_TRUE(has(page, "content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" +
                            std::string(text.begin(), text.begin() + length) +
                            "'; base-uri 'none'; form-action 'none'\""));
}

TEST(ReportPage, HiddenLevelThenNeverNobody) {
  World world;
  fill_small(world);
  ReportQuestion question = world.question();
  question.match = "repo/*";
  const std::string page = World::page(question);
  EXPECT_FALSE(has(page, "No visible notification for"));
  EXPECT_FALSE(has(page, "■ NO"));
  EXPECT_TRUE(has(page, "it follows project-level settings"));
}

TEST(ReportPage, WindowOverSeveralDaysThenBothDates) {
  World world;
  const auto id = world.watch({build_job("b1", "payments-api")}).front().resource;
  world.commit(RecordedPoll(id, at(1s)).fetched(0, {{"email/buildJobFail/enabled", true}}));
  world.commit(RecordedPoll(id, at(72h)).fetched(0, {{"email/buildJobFail/enabled", false}}));
  ReportQuestion question = world.question();
  question.until = question.now = at(73h);
  question.since = at(0s);
  EXPECT_TRUE(has(World::page(question),
                  "between <time datetime=\"2026-11-21T14:00:01.000Z\">2026-11-21 22:00:01</time> and "
                  "<time datetime=\"2026-11-24T14:00:00.100Z\">2026-11-24 22:00:00</time>"));
}

TEST(ReportPage, NoDaemonThenSaidWithTheTimeItEnded) {
  World world;
  fill_small(world);
  world.store().close(at(3600s));
  ReportQuestion question = world.question();
  question.daemon_runs = false;
  EXPECT_TRUE(has(World::page(question), "does not run</span>; it ended <time datetime=\"2026-11-21T15:00:00.000Z\">"));
}

}  // namespace
}  // namespace noticed
