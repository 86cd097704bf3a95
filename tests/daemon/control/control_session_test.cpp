// The control socket from outside: a client that speaks bytes. The server's time is the test's.
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>

#include "daemon/control/control_server.h"
#include "daemon/runtime/unix_address.h"
#include "daemon/watch/watcher_fixture.h"
#include "support/temp_dir.h"

namespace noticed {
namespace {

using Json = nlohmann::json;

class ControlSessionTest : public WatcherTest {
 protected:
  ControlSessionTest() {
    asked = [this](std::uint32_t index, const PollOutcome& outcome) { poll_requests_.came(index, outcome); };
    parts_.hooks.greeting = [] { return nlohmann::ordered_json{{"noticed", "0.1.0"}}; };
    parts_.hooks.status = [] { return nlohmann::ordered_json{{"answer", "status"}}; };
    parts_.hooks.settle = [this](std::function<void(const std::string&)> done) {
      if (!disk_hangs_) loop_.post([this, done = std::move(done)] { done(disk_error_); });
    };
    parts_.limits.connections = 3;
    server_ = std::make_unique<ControlServer>(io_.get_executor(), parts_, path_);
    due_in = [](std::int64_t) { return 30min; };
    start(2, false);
  }
  ~ControlSessionTest() override {
    for (const int client : clients_) ::close(client);
    server_.reset();
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
    EXPECT_EQ(connect_to(client, *unix_address(path_)), 0);
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

  TempDir dir_;
  std::filesystem::path path_ = dir_.path() / "control.sock";
  boost::asio::io_context io_;
  PollRequests poll_requests_{watcher_};
  ControlParts parts_{loop_, poll_requests_, {}, {}};
  std::string disk_error_;
  bool disk_hangs_ = false;
  std::unique_ptr<ControlServer> server_;
  std::vector<int> clients_;
};

TEST_F(ControlSessionTest, PollIsAskedForThenGreetedBegunPolledAndDone) {
  const int client = connect();
  EXPECT_EQ(heard(client), "{\"noticed\":\"0.1.0\"}\n");
  send(client, "{\"ask\":\"poll\",\"resource\":2}\n");
  EXPECT_EQ(heard(client), "{\"answer\":\"begun\",\"of\":1}\n");
  loop_.advance(100ms);
  answer();
  drive();
  EXPECT_EQ(heard(client),
            "{\"answer\":\"polled\",\"resource\":2,\"service\":\"build\",\"id\":\"job2\",\"outcome\":\"unchanged\","
            "\"partly\":false,\"error\":\"\",\"events\":[]}\n{\"answer\":\"done\",\"error\":\"\"}\n");
}

TEST_F(ControlSessionTest, WhatWasObservedIsNotStoredThenDoneSaysWhy) {
  const int client = connect();
  send(client, "{\"ask\":\"poll\",\"resource\":1}\n");
  loop_.advance(100ms);
  disk_error_ = "disk full";
  answer();
  drive();
  EXPECT_NE(heard(client).find("{\"answer\":\"done\",\"error\":\"disk full\"}"), std::string::npos);
}

TEST_F(ControlSessionTest, PollTakesLongThenSaidEverySecond) {
  const int client = connect();
  send(client, "{\"ask\":\"poll\"}\n");
  heard(client);
  loop_.advance(2s);
  drive();
  EXPECT_EQ(heard(client), "{\"answer\":\"waiting\",\"left\":2}\n{\"answer\":\"waiting\",\"left\":2}\n");
}

TEST_F(ControlSessionTest, NonsenseThenAnErrorEachAndTheConnectionStays) {
  const int client = connect();
  heard(client);
  for (const char* line : {"\n", "hello\n", "[1]\n", "{\"ask\":\"dance\"}\n", "{\"ask\":7}\n",
                           "{\"ask\":\"poll\",\"resource\":\"x\"}\n", "{\"ask\":\"poll\",\"resource\":99}\n"}) {
    send(client, line);
    EXPECT_TRUE(heard(client).starts_with("{\"answer\":\"error\",\"error\":\"")) << line;
  }
  send(client, "{\"ask\":\"status\"}\n");
  EXPECT_EQ(heard(client), "{\"answer\":\"status\"}\n");
}

TEST_F(ControlSessionTest, LineIsTooLongThenToldAndCutOff) {
  const int client = connect();
  heard(client);
  send(client, std::string(6'000, '['));
  const std::string answer = heard(client);
  EXPECT_NE(answer.find("a line is longer than 4096 bytes"), std::string::npos) << answer;
  EXPECT_TRUE(answer.ends_with("END"));
  EXPECT_EQ(server_->sessions(), 0U);
}

TEST_F(ControlSessionTest, NothingIsAskedForAWhileThenCutOff) {
  const int client = connect();
  heard(client);
  send(client, "{\"ask\":");
  loop_.advance(31s);
  drive();
  EXPECT_EQ(heard(client), "END");
  EXPECT_EQ(server_->sessions(), 0U);
}

TEST_F(ControlSessionTest, AThousandRequestsInOneGoThenInTurnAndOnePollAtATime) {
  const int client = connect();
  heard(client);
  std::string flood;
  for (int i = 0; i < 1'000; ++i) flood += "{\"ask\":\"poll\",\"resource\":1}\n";
  ::fcntl(client, F_SETFL, O_NONBLOCK);
  std::size_t sent = 0;
  std::size_t done = 0;
  for (int round = 0; round < 3'000 && done < 1'000; ++round) {
    const ssize_t went = ::send(client, flood.data() + sent, flood.size() - sent, MSG_NOSIGNAL);
    if (went > 0) sent += static_cast<std::size_t>(went);
    drive();
    loop_.advance(1ms);
    EXPECT_LE(transport_.waiting.size(), 2U) << "one asked for, perhaps one that is due";
    while (!transport_.waiting.empty()) answer();
    drive();
    const std::string text = heard(client);
    for (auto at = text.find("\"done\""); at != std::string::npos; at = text.find("\"done\"", at + 1)) ++done;
  }
  EXPECT_EQ(done, 1'000U);
}

TEST_F(ControlSessionTest, ReaderReadsNothingThenItIsCutOffAtTheLimit) {
  parts_.limits.unread = 10'000;
  const int client = connect();
  const int small = 1;
  ::setsockopt(client, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  for (int i = 0; i < 20'000 && server_->sessions() > 0; ++i) send(client, "nonsense\n");
  EXPECT_EQ(server_->sessions(), 0U);
}

TEST_F(ControlSessionTest, TooManyConnectThenTheNextIsToldSoAndTheOthersStay) {
  const int first = connect();
  connect();
  connect();
  const int fourth = connect();
  EXPECT_EQ(heard(fourth), "{\"answer\": \"error\", \"error\": \"too many are connected; try again\"}\nEND");
  heard(first);
  send(first, "{\"ask\":\"status\"}\n");
  EXPECT_EQ(heard(first), "{\"answer\":\"status\"}\n");
}

TEST_F(ControlSessionTest, ClientIsGoneWhileItWaitsThenItsPlaceIsFree) {
  const int client = connect();
  send(client, "{\"ask\":\"poll\"}\n");
  ASSERT_EQ(server_->sessions(), 1U);
  heard(client);
  ::close(client);
  clients_.clear();
  drive();
  EXPECT_EQ(server_->sessions(), 0U);
  loop_.advance(100ms);
  while (!transport_.waiting.empty()) answer();  // polled all the same
}

TEST_F(ControlSessionTest, ClientSendsNoMoreThenItIsAnsweredAndTheConnectionEnds) {
  const int client = connect();
  heard(client);
  send(client, "{\"ask\":\"poll\",\"resource\":1}\n");
  ::shutdown(client, SHUT_WR);
  drive();
  loop_.advance(100ms);
  answer();
  drive();
  const std::string text = heard(client);
  EXPECT_TRUE(text.ends_with("{\"answer\":\"done\",\"error\":\"\"}\nEND")) << text;
}

TEST_F(ControlSessionTest, DiskHangsThenStatusIsToldWithoutIt) {
  const int client = connect();
  heard(client);
  disk_hangs_ = true;
  send(client, "{\"ask\":\"status\"}\n");
  EXPECT_EQ(heard(client), "");
  loop_.advance(1s);
  drive();
  EXPECT_EQ(heard(client), "{\"answer\":\"status\",\"stale\":\"the disk has not answered yet\"}\n");
}

TEST_F(ControlSessionTest, ServerEndsWhileAClientWaitsThenItIsCutOff) {
  const int client = connect();
  send(client, "{\"ask\":\"poll\"}\n");
  heard(client);
  server_.reset();
  drive();
  EXPECT_EQ(heard(client), "END");
  EXPECT_FALSE(std::filesystem::exists(path_));
}

}  // namespace
}  // namespace noticed
