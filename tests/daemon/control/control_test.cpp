// The control socket from outside: a client that speaks bytes. The server's time is the test's.
#include "daemon/control/control.h"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>

#include "daemon/runtime/unix_address.h"
#include "daemon/watch/watcher_fixture.h"
#include "support/temp_dir.h"

namespace noticed {
namespace {

using Json = nlohmann::json;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class ControlTest : public WatcherTest {
 protected:
  ControlTest() {
    ::unsetenv("RUNTIME_DIRECTORY");
    asked = [this](std::uint32_t index, const PollOutcome& outcome) { control_->came(index, outcome); };
    const auto flush = [this](std::function<void(std::exception_ptr)> done) {
      if (!disk_hangs_) loop_.post([this, done = std::move(done)] { done(disk_error_); });
    };
    control_ = std::make_unique<Control>(
        Control::Parts{io_.get_executor(), loop_, watcher_, log_, reloads_, database_, flush});
    due_in = [](std::int64_t) { return 24h; };
    start(2, false);
    control_->open();
  }
  ~ControlTest() override {
    for (const int client : clients_) ::close(client);
    control_->close();
    drive();
  }
  void drive() {
    for (int i = 0; i < 20; ++i) {
      io_.restart();
      io_.poll();
      loop_.run_posted();
    }
  }
  int connect() {
    const int client = ::socket(AF_UNIX, SOCK_STREAM, 0);
    EXPECT_EQ(connect_to(client, *unix_address(socket_)), 0);
    clients_.push_back(client);
    drive();
    return client;
  }
  void send(int client, const std::string& text) {
    for (std::size_t at = 0; at < text.size(); at += 1'000) {
      const std::string part = text.substr(at, 1'000);
      if (::send(client, part.data(), part.size(), MSG_NOSIGNAL) < 0) return;
      drive();
    }
  }
  /// What came since the last call; ends with "END" if the server has hung up.
  static std::string heard(int client) {
    std::string all;
    char chunk[4'096];
    for (;;) {
      const ssize_t got = ::recv(client, chunk, sizeof chunk, MSG_DONTWAIT);
      if (got == 0) return all + "END";
      if (got < 0) return all;
      all.append(chunk, static_cast<std::size_t>(got));
    }
  }
  static std::string request(const std::string& line, const std::string& more = "") {
    return line + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
  }
  std::string ask(int client, const std::string& line, const std::string& more = "") {
    send(client, request(line, more));
    return heard(client);
  }
  static std::string body_of(const std::string& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }
  /// A line as it is sent in an answer that comes in pieces.
  static std::string piece(const std::string& line) {
    char size[16];
    std::snprintf(size, sizeof size, "%zx\r\n", line.size() + 1);
    return size + line + "\n\r\n";
  }

  TempDir dir_;
  std::filesystem::path database_ = dir_.write("noticed.db", "ours"), socket_ = database_.string() + ".sock";
  boost::asio::io_context io_;
  ReloadState reloads_;
  std::exception_ptr disk_error_;
  bool disk_hangs_ = false;
  std::unique_ptr<Control> control_;
  std::vector<int> clients_;
};

const std::string kLast = "0\r\n\r\n";

TEST_F(ControlTest, PollIsAskedForThenBegunPolledAndDone) {
  const int client = connect();
  const std::string begun = ask(client, "POST /control/poll?resource=2");
  EXPECT_THAT(begun, StartsWith("HTTP/1.1 200 OK\r\nDate: "));
  EXPECT_THAT(begun, HasSubstr("\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n"));
  EXPECT_EQ(body_of(begun), piece(R"({"answer":"begun","of":1})"));
  loop_.advance(100ms);
  answer();
  drive();
  EXPECT_EQ(heard(client),
            piece(R"({"answer":"polled","resource":2,"service":"build","id":"job2","outcome":"unchanged",)"
                  R"("partly":false,"error":"","events":[]})") +
                piece(R"({"answer":"done","error":""})") + kLast);
}

TEST_F(ControlTest, AskedWhoItIsThenVersionDatabaseAndPid) {
  const std::string answer = ask(connect(), "GET /control");
  EXPECT_THAT(answer, HasSubstr("\r\nContent-Type: application/json\r\n"));
  const Json identity = Json::parse(body_of(answer));
  EXPECT_EQ(identity.at("database"), database_.string());
  EXPECT_EQ(identity.at("pid"), ::getpid());
  EXPECT_TRUE(identity.contains("noticed"));
}

TEST_F(ControlTest, WhatWasObservedIsNotStoredThenDoneSaysWhy) {
  const int client = connect();
  ask(client, "POST /control/poll?resource=1");
  loop_.advance(100ms);
  disk_error_ = std::make_exception_ptr(std::runtime_error("disk full"));
  answer();
  drive();
  EXPECT_THAT(heard(client), EndsWith(piece(R"({"answer":"done","error":"disk full"})") + kLast));
}

TEST_F(ControlTest, PollTakesLongThenSaidEverySecond) {
  const int client = connect();
  ask(client, "POST /control/poll");
  loop_.advance(2s);
  drive();
  const std::string waiting = piece(R"({"answer":"waiting","left":2})");
  EXPECT_EQ(heard(client), waiting + waiting);
}

TEST_F(ControlTest, SomethingElseIsAskedForThenRefusedAndTheConnectionStays) {
  const int client = connect();
  for (const auto* line :
       {"POST /control/poll?resource=x", "POST /control/poll?resource=", "POST /control/poll?resource",
        "POST /control/poll?resource=1&resource=2", "POST /control/poll?r=1"}) {
    const std::string answer = ask(client, line);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400 ")) << line;
    EXPECT_EQ(body_of(answer), "the query must be resource=NUMBER\n") << line;
  }
  EXPECT_EQ(body_of(ask(client, "POST /control/poll?resource=99")), "the resource is not watched\n");
  EXPECT_THAT(ask(client, "GET /control/poll"), HasSubstr("\r\nAllow: POST\r\n"));
  EXPECT_THAT(ask(client, "POST /control/status"), HasSubstr("\r\nAllow: GET, HEAD\r\n"));
  for (const auto* path : {"/", "/control/", "/control/forget", "/metrics", "/healthz"})
    EXPECT_THAT(ask(client, std::string("GET ") + path), StartsWith("HTTP/1.1 404 ")) << path;
  EXPECT_EQ(Json::parse(body_of(ask(client, "GET /control/status"))).at("answer"), "status");
  loop_.advance(1s);
  EXPECT_TRUE(transport_.waiting.empty()) << "nothing was polled";
}

TEST_F(ControlTest, OlderHttpThenNoPiecesButThePollTakesPlace) {
  const int client = connect();
  send(client, "POST /control/poll?resource=1 HTTP/1.0\r\n\r\n");
  EXPECT_THAT(heard(client), StartsWith("HTTP/1.1 505 "));
  loop_.advance(100ms);
  EXPECT_EQ(transport_.waiting.size(), 1U);
}

TEST_F(ControlTest, HeaderHasNoEndThenRefusedAndCutOff) {
  const int client = connect();
  send(client, "GET /control/status HTTP/1.1\r\nX: " + std::string(20'000, 'x'));
  EXPECT_THAT(heard(client), StartsWith("HTTP/1.1 431 "));
  ::shutdown(client, SHUT_WR);
  drive();
  EXPECT_EQ(control_->connections(), 0U);
}

TEST_F(ControlTest, BodyIsHugeThenRefusedWithoutReadingIt) {
  for (const auto* header :
       {"Content-Length: 1000000000000\r\n", "Content-Length: 1\r\n", "Transfer-Encoding: chunked\r\n"}) {
    const std::string answer = ask(connect(), "POST /control/poll", header);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 413 ")) << header;
    EXPECT_THAT(answer, HasSubstr("no body is taken\nEND")) << header;
  }
  loop_.advance(1s);
  EXPECT_TRUE(transport_.waiting.empty());
}

/// The second is what a command does that was built before this protocol: it waits to be greeted, says after 2 s that
/// the daemon does not answer, and goes.
TEST_F(ControlTest, HalfARequestOrNothingIsSentThenNothingIsSaidAndItIsCutOff) {
  const int half = connect();
  const int silent = connect();
  send(half, "POST /control/poll HT");
  loop_.advance(29s);
  drive();
  EXPECT_EQ(heard(half), "");
  EXPECT_EQ(heard(silent), "");
  loop_.advance(2s);
  drive();
  EXPECT_EQ(heard(half), "END");
  EXPECT_EQ(heard(silent), "END");
  EXPECT_EQ(control_->connections(), 0U);
}

TEST_F(ControlTest, OldCommandAsksWithoutAGreetingThenItIsRefusedAndNothingIsPolled) {
  const int client = connect();
  send(client, "{\"ask\":\"poll\"}\n{\"ask\":\"status\"}\n");
  EXPECT_THAT(heard(client), StartsWith("HTTP/1.1 400 "));
  loop_.advance(1s);
  EXPECT_TRUE(transport_.waiting.empty());
}

TEST_F(ControlTest, SecondRequestComesDuringAPollThenItIsAnsweredAfterwards) {
  const int client = connect();
  send(client, request("POST /control/poll?resource=1") + request("GET /control"));
  EXPECT_EQ(body_of(heard(client)), piece(R"({"answer":"begun","of":1})"));
  loop_.advance(100ms);
  answer();
  drive();
  EXPECT_THAT(heard(client), HasSubstr(piece(R"({"answer":"done","error":""})") + kLast + "HTTP/1.1 200 OK\r\n"));
}

TEST_F(ControlTest, AHundredRequestsInOneGoThenInTurnAndOnePollAtATime) {
  const int client = connect();
  std::string flood;
  for (int i = 0; i < 100; ++i) flood += request("POST /control/poll?resource=1");
  std::string text;
  send(client, flood);
  for (int round = 0; round < 1'000 && !text.ends_with("END"); ++round) {
    drive();
    loop_.advance(1ms);
    EXPECT_LE(transport_.waiting.size(), 1U);
    while (!transport_.waiting.empty()) answer();
    drive();
    text += heard(client);
  }
  std::size_t done = 0;
  for (auto at = text.find("\"done\""); at != std::string::npos; at = text.find("\"done\"", at + 1)) ++done;
  EXPECT_EQ(done, 100U);
}

TEST_F(ControlTest, ReaderReadsNothingDuringAPollThenItIsCutOffAtTheLimit) {
  connect();
  send(clients_.back(), request("POST /control/poll"));
  loop_.advance(30s);
  drive();
  EXPECT_EQ(control_->connections(), 1U) << "it may pause";
  loop_.advance(10h);  // "waiting" every second, more than 1 MiB of it
  drive();
  EXPECT_EQ(control_->connections(), 0U);
}

TEST_F(ControlTest, FortyConnectThenThoseBeyondTheLimitAreToldSoAndTheOthersStay) {
  std::vector<int> clients;
  for (int i = 0; i < 40; ++i) clients.push_back(connect());
  for (int i = 32; i < 40; ++i) {
    const std::string answer = heard(clients[static_cast<std::size_t>(i)]);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 503 ")) << i;
    EXPECT_EQ(body_of(answer), "too many are connected; try again\nEND") << i;
  }
  for (int i = 0; i < 32; ++i)
    EXPECT_THAT(ask(clients[static_cast<std::size_t>(i)], "GET /control"), StartsWith("HTTP/1.1 200 ")) << i;
  for (int i = 40; i < 70; ++i) clients.push_back(connect());
  EXPECT_EQ(heard(clients[69]), "END") << "not even told";
  EXPECT_EQ(control_->connections(), 64U);
}

TEST_F(ControlTest, ClientIsGoneDuringAPollThenItsPlaceIsFreeAndThePollTakesPlace) {
  const int client = connect();
  ask(client, "POST /control/poll");
  ASSERT_EQ(control_->connections(), 1U);
  ::close(client);
  clients_.clear();
  drive();
  EXPECT_EQ(control_->connections(), 0U);
  loop_.advance(100ms);
  ASSERT_EQ(transport_.waiting.size(), 2U);
  while (!transport_.waiting.empty()) answer();
}

TEST_F(ControlTest, ClientSendsNoMoreThenItIsAnsweredAndTheConnectionEnds) {
  const int client = connect();
  ask(client, "POST /control/poll?resource=1");
  ::shutdown(client, SHUT_WR);
  drive();
  loop_.advance(100ms);
  answer();
  drive();
  EXPECT_THAT(heard(client), EndsWith(piece(R"({"answer":"done","error":""})") + kLast + "END"));
}

TEST_F(ControlTest, StatusThenTheDiskIsWaitedForButNotLong) {
  const int client = connect();
  EXPECT_FALSE(Json::parse(body_of(ask(client, "GET /control/status"))).contains("stale"));
  disk_hangs_ = true;
  EXPECT_EQ(ask(client, "GET /control/status"), "");
  loop_.advance(1s);
  drive();
  EXPECT_EQ(Json::parse(body_of(heard(client))).at("stale"), "the disk has not answered yet");
}

TEST_F(ControlTest, ClientIsGoneWhileTheDiskHangsThenNothingIsLeft) {
  disk_hangs_ = true;
  ask(connect(), "GET /control/status");
  ::close(clients_.back());
  clients_.clear();
  drive();
  EXPECT_EQ(control_->connections(), 0U);
  loop_.advance(1s);
}

TEST_F(ControlTest, DaemonEndsWhileAClientWaitsThenItIsCutOff) {
  const int client = connect();
  ask(client, "POST /control/poll");
  control_->close();
  drive();
  EXPECT_EQ(heard(client), "END");
  EXPECT_FALSE(std::filesystem::exists(socket_));
}

}  // namespace
}  // namespace noticed
