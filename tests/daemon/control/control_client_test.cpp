#include "daemon/control/control_client.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>
#include <vector>

#include "daemon/control/socket_path.h"
#include "daemon/runtime/listening_socket.h"
#include "daemon/runtime/unix_address.h"
#include "storage/file/lock_file.h"
#include "support/temp_dir.h"

namespace noticed {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Reach = ControlClient::ControlAccess;

/// A server that says one of these texts at each request, the last one at all that follow. Then it waits for the next,
/// hangs up, or says the last one without end.
class Speaker {
 public:
  enum class End : std::uint8_t { waits, hangs_up, repeats };
  Speaker(const fs::path& path, std::vector<std::string> texts, End end = End::waits)
      : socket_(path), listening_(socket_.release()), texts_(std::move(texts)), end_(end) {
    thread_ = std::thread([this] {
      for (pollfd waiting{listening_, POLLIN, 0}; ::poll(&waiting, 1, 10'000) == 1;) {
        const int client = ::accept(listening_, nullptr, nullptr);
        if (client < 0) return;
        serve(client);
        ::close(client);
      }
    });
  }
  ~Speaker() {
    ::shutdown(listening_, SHUT_RDWR);
    thread_.join();
    ::close(listening_);
  }

 private:
  void serve(int client) {
    char request[4'096];
    while (::recv(client, request, sizeof request, 0) > 0) {
      const bool last = said_ + 1 >= texts_.size();
      const std::string& text = texts_[last ? texts_.size() - 1 : said_++];
      while (::send(client, text.data(), text.size(), MSG_NOSIGNAL) > 0 && last && end_ == End::repeats) continue;
      if (last && end_ == End::hangs_up) return;
    }
  }

  ListeningSocket socket_;
  int listening_;
  std::vector<std::string> texts_;
  std::size_t said_ = 0;
  End end_;
  std::thread thread_;
};

std::string whole(const std::string& status, const std::string& body) {
  return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

class ControlClientTest : public testing::Test {
 protected:
  ~ControlClientTest() override { ::unsetenv("RUNTIME_DIRECTORY"); }
  static std::string identity(const fs::path& database) {
    return whole("200 OK", R"({"noticed":"0.1.0","database":")" + database.string() + "\",\"pid\":1}\n");
  }
  fs::path place() const { return database_.string() + ".sock"; }
  /// Reaches its own daemon, which says this at the next request; returns how the answer to that ended.
  std::pair<Reach, std::string> asked(const std::string& text, Speaker::End end = Speaker::End::waits) {
    const LockFile lock(database_);
    const Speaker speaker(place(), {identity(database_), text}, end);
    ControlClient client(database_, clock_);
    EXPECT_EQ(client.reach(), Reach::good) << client.trouble();
    client.send(ControlClient::Method::post, "/control/poll");
    while (const auto line = client.next(500ms)) lines_.push_back(line->dump());
    return {client.reach(), client.trouble()};
  }

  TempDir dir_;
  fs::path database_ = dir_.write("noticed.db", "ours");
  SystemClock clock_;
  std::vector<std::string> lines_;
};

const std::pair kCut{Reach::absent, std::string("the daemon has ended, or has cut the connection")};
const std::pair kSilent{Reach::silent,
                        std::string("the daemon does not answer any more: it is suspended, or very busy")};

TEST_F(ControlClientTest, NoDaemonRunsThenNobodyWithTwoRemedies) {
  const ControlClient client(database_, clock_);
  EXPECT_EQ(client.reach(), Reach::nobody);
  EXPECT_NE(client.trouble().find("systemctl start noticed"), std::string::npos) << client.trouble();
  EXPECT_NE(client.trouble().find("noticed run --once"), std::string::npos) << client.trouble();
}

TEST_F(ControlClientTest, OneRunsWithoutASocketThenAbsentWithThePlaces) {
  const LockFile lock(database_);
  const ControlClient client(database_, clock_);
  EXPECT_EQ(client.reach(), Reach::absent);
  EXPECT_NE(client.trouble().find("/run/noticed/control.sock, " + database_.string() + ".sock"), std::string::npos)
      << client.trouble();
}

TEST_F(ControlClientTest, OneServesThenReached) {
  const LockFile lock(database_);
  const Speaker speaker(place(), {identity(database_)});
  EXPECT_EQ(ControlClient(database_, clock_).reach(), Reach::good);
}

TEST_F(ControlClientTest, AnotherDatabasesDaemonServesFirstThenItIsPassedBy) {
  const LockFile lock(database_);
  ::setenv("RUNTIME_DIRECTORY", dir_.path().c_str(), 1);
  const Speaker other(dir_.path() / "control.sock", {identity(dir_.write("other.db", "theirs"))});
  EXPECT_EQ(ControlClient(database_, clock_).reach(), Reach::absent);
  const Speaker ours(place(), {identity(database_)});
  EXPECT_EQ(ControlClient(database_, clock_).reach(), Reach::good);
}

TEST_F(ControlClientTest, SameDatabaseByAnotherNameThenReached) {
  const LockFile lock(database_);
  const fs::path other_name = dir_.path() / "link.db";
  fs::create_symlink(database_, other_name);
  const Speaker speaker(place(), {identity(other_name)});
  EXPECT_EQ(ControlClient(database_, clock_).reach(), Reach::good);
}

TEST_F(ControlClientTest, TooManyAreConnectedThenBusyWithItsWords) {
  const LockFile lock(database_);
  const Speaker speaker(place(), {whole("503 Service Unavailable", "too many\n")}, Speaker::End::hangs_up);
  const ControlClient client(database_, clock_);
  EXPECT_EQ(client.reach(), Reach::busy);
  EXPECT_EQ(client.trouble(), place().string() + ": too many");
}

TEST_F(ControlClientTest, DaemonOfBeforeThisProtocolThenARestartIsAdvised) {
  const LockFile lock(database_);
  const Speaker speaker(place(), {R"({"noticed":"0.1.0","database":")" + database_.string() + "\"}\n"});
  const ControlClient client(database_, clock_);
  EXPECT_EQ(client.reach(), Reach::absent);
  EXPECT_EQ(client.trouble(), "the daemon at " + place().string() +
                                  " has another version than this command; restart it (systemctl restart noticed)");
}

TEST_F(ControlClientTest, NothingIsAnsweredThenSilentWithinTwoSeconds) {
  const LockFile lock(database_);
  const Speaker speaker(place(), {""});
  const SteadyPoint begin = clock_.steady();
  const ControlClient client(database_, clock_);
  EXPECT_EQ(client.reach(), Reach::silent);
  EXPECT_EQ(client.trouble(), "the daemon at " + place().string() + " does not answer: it is suspended, or very busy");
  EXPECT_LT(clock_.steady() - begin, 4s);
}

TEST_F(ControlClientTest, NobodyAcceptsAndTheQueueIsFullThenSilentAtOnce) {
  const LockFile lock(database_);
  ListeningSocket stopped(place());
  std::vector<int> queue;
  do queue.push_back(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0));
  while (connect_to(queue.back(), *unix_address(place())) == 0);
  const SteadyPoint begin = clock_.steady();
  EXPECT_EQ(ControlClient(database_, clock_).reach(), Reach::silent);
  EXPECT_LT(clock_.steady() - begin, 1s);
  for (const int socket : queue) ::close(socket);
}

TEST_F(ControlClientTest, IdentityIsNonsenseThenNotReached) {
  const LockFile lock(database_);
  for (const auto* body : {"{\"database\":7}\n", "[]\n", "{\"database\":\"", "\n\n\n", ""}) {
    const Speaker speaker(place(), {whole("200 OK", body)}, Speaker::End::hangs_up);
    EXPECT_EQ(ControlClient(database_, clock_).reach(), Reach::absent) << body;
  }
}

TEST_F(ControlClientTest, HangsUpWithoutAWordThenAbsent) {
  const LockFile lock(database_);
  const Speaker speaker(place(), {""}, Speaker::End::hangs_up);
  const ControlClient client(database_, clock_);
  EXPECT_EQ(std::pair(client.reach(), client.trouble()), kCut);
}

TEST_F(ControlClientTest, AnswerIsNoJsonThenSkippedAndTheEndIsTold) {
  EXPECT_EQ(asked(whole("200 OK", "{\"answer\":\n[1]\n{\"answer\":\"begun\"}\n\xff\n{}")), kCut);
  EXPECT_EQ(lines_, std::vector<std::string>{R"({"answer":"begun"})"});
}

TEST_F(ControlClientTest, AnswerBreaksOffThenCut) {
  EXPECT_EQ(asked("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n13\r\n{\"answer\":\"begun\"}\n\r\n",
                  Speaker::End::hangs_up),
            kCut);
  EXPECT_EQ(lines_, std::vector<std::string>{R"({"answer":"begun"})"});
}

TEST_F(ControlClientTest, AnswerHasNoEndThenSilentAfterTheLastLine) {
  EXPECT_EQ(asked("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"answer\":\"begun\"}\n{\"answer\""), kSilent);
  EXPECT_EQ(lines_, std::vector<std::string>{R"({"answer":"begun"})"});
}

TEST_F(ControlClientTest, LineIsEndlessThenCutAtFourMebibytes) {
  EXPECT_EQ(asked("HTTP/1.1 200 OK\r\n\r\n" + std::string(5U << 20U, 'x')), kCut);
}

TEST_F(ControlClientTest, LinesThatSayNothingAreEndlessThenSilent) {
  EXPECT_EQ(asked("HTTP/1.1 200 OK\r\n\r\n", Speaker::End::repeats), kSilent);
}

TEST_F(ControlClientTest, HeaderIsEndlessThenGivenUp) {
  const auto [reach, trouble] =
      asked("HTTP/1.1 200 OK\r\nX: y\r\nX: " + std::string(300'000, 'y'), Speaker::End::repeats);
  EXPECT_TRUE(reach == Reach::absent || reach == Reach::silent) << trouble;
}

TEST_F(ControlClientTest, RefusedThenItsWordsAndThenTheEnd) {
  EXPECT_EQ(asked(whole("404 Not Found", "the resource is not watched\n")), kCut);
  EXPECT_EQ(lines_, std::vector<std::string>{R"({"answer":"error","error":"the resource is not watched"})"});
}

TEST_F(ControlClientTest, RefusalIsEndlessThenCut) {
  EXPECT_EQ(asked("HTTP/1.1 404 Not Found\r\n\r\n" + std::string(1U << 20U, 'x')), kCut);
  EXPECT_TRUE(lines_.empty());
}

TEST_F(ControlClientTest, DaemonIsGoneThenNothingCanBeSent) {
  const LockFile lock(database_);
  std::optional<Speaker> speaker(std::in_place, place(), std::vector{identity(database_)}, Speaker::End::hangs_up);
  ControlClient client(database_, clock_);
  speaker.reset();
  EXPECT_FALSE(client.send(ControlClient::Method::get, "/control/status"));
}

}  // namespace
}  // namespace noticed
