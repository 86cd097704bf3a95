// [daemon] listen and status_page, [heartbeat]: how others watch the daemon.
#include "config_fixture.h"
#include "daemon/config/advice.h"
#include "daemon/config/listen.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

TEST_F(ConfigTest, NothingSaidThenListensOnLoopbackWithoutAPageOrAHeartbeat) {
  const auto result = read(kGoodConfig);
  EXPECT_EQ(result.config.listen, "127.0.0.1:9184");
  EXPECT_FALSE(result.config.status_page);
  EXPECT_EQ(result.config.heartbeat.url_file, "");
  EXPECT_EQ(result.config.heartbeat.every, 1min);
}

TEST_F(ConfigTest, ListenAndPageGivenThenTaken) {
  const auto result = read(kGoodConfig + "[daemon]\nlisten = \"[::1]:9000\"\nstatus_page = true\n");
  EXPECT_EQ(texts(result), Faults{});
  EXPECT_EQ(result.config.listen, "[::1]:9000");
  EXPECT_TRUE(result.config.status_page);
  EXPECT_EQ(read(kGoodConfig + "[daemon]\nlisten = \"\"\n").config.listen, "");
}

TEST_F(ConfigTest, ListenIsNoAddressThenFault) {
  for (const auto* text :
       {"9184", ":9184", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "example.com:9184", "::1:9184",
        "127.0.0.1:9184 ", "[127.0.0.1]:9184", "unix:", "unix:metrics.sock", "unix:/run/"})
    EXPECT_EQ(faults(kGoodConfig + "[daemon]\nlisten = \"" + text + "\"\n"),
              Faults{"noticed.toml:12:10: [daemon] listen: \"" + std::string(text) +
                     "\" is not an address to listen on; write for example \"127.0.0.1:9184\", \"[::1]:9184\" or "
                     "\"unix:/run/noticed/metrics.sock\", or \"\" to turn it off"});
}

TEST(Listen, AddressThenItsTextIsTheSame) {
  for (const auto* text : {"127.0.0.1:9184", "[::1]:9184", "0.0.0.0:0", "unix:/run/noticed/metrics.sock"})
    EXPECT_EQ(listen_text(*parse_listen(text)), text);
  EXPECT_EQ(listen_text(*parse_listen("localhost:80")), "127.0.0.1:80");
}

TEST_F(ConfigTest, HeartbeatGivenThenItsFileIsFoundAmongTheCredentials) {
  const auto result = read(kGoodConfig + "[heartbeat]\nurl_file = \"url\"\nevery = \"30s\"\n");
  EXPECT_EQ(texts(result), Faults{});
  EXPECT_EQ(result.config.heartbeat.url_file, dir_.path() / "credentials/url");
  EXPECT_EQ(result.config.heartbeat.every, 30s);
}

TEST_F(ConfigTest, HeartbeatWithoutAnAddressThenFault) {
  EXPECT_EQ(faults(kGoodConfig + "[heartbeat]\nevery = \"1m\"\n"),
            Faults{"noticed.toml:12:9: [heartbeat]: url_file is missing: the file with the address to request"});
  EXPECT_EQ(faults(kGoodConfig + "[heartbeat]\n"), Faults{}) << "as in the example";
}

TEST_F(ConfigTest, HeartbeatOverPlainHttpThenFaultWithoutTheAddress) {
  dir_.write("credentials/plain", "http://hc.example.com/ping/secret\n");
  const auto found = faults(kGoodConfig + "[heartbeat]\nurl_file = \"plain\"\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().find("noticed.toml:12:12: [heartbeat] url_file: "), 0U) << found.front();
  EXPECT_EQ(found.front().find("secret"), std::string::npos);
}

TEST_F(ConfigTest, NoHeartbeatThenAdvised) {
  const auto advice = [&](const std::string& text) {
    ConfigResult result = read(kGoodConfig + "[[sink]]\nname = \"b\"\ntype = \"webhook\"\nurl_file = \"url\"\n" + text);
    result.faults = advice_on(result.config, hosts_of(result.config));
    return texts(result);
  };
  EXPECT_EQ(advice("[heartbeat]\nurl_file = \"url\"\n"), Faults{});
  EXPECT_EQ(advice(""), Faults{"noticed.toml: warning: no [heartbeat]: if noticed or its machine stops, nobody is "
                               "notified. Put the address of a dead man's switch into its url_file"});
}

TEST_F(ConfigTest, ListensForOthersThenAdvised) {
  ConfigResult result = read(kGoodConfig + "[heartbeat]\nurl_file = \"url\"\n[daemon]\nlisten = \"0.0.0.0:9184\"\n");
  result.faults = advice_on(result.config, hosts_of(result.config));
  EXPECT_THAT(texts(result),
              testing::Contains("noticed.toml: warning: [daemon] listen: 0.0.0.0:9184 is plain HTTP without "
                                "authentication; whoever can reach it can read what is watched and what fails"));
}

}  // namespace
}  // namespace noticed
