// `noticed poll` against the real daemon and the simulated cloud.
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <map>
#include <sstream>
#include <thread>

#include "daemon/runtime/listening_socket.h"
#include "daemon/runtime/unix_address.h"
#include "storage/file/lock_file.h"
#include "storage/model/clock.h"
#include "system/scene.h"

namespace noticed::test {
namespace {

using codearts::Json;
using codearts::Service;

/// Nothing is due for an hour: what is polled was asked for.
SceneOptions quiet() {
  SceneOptions options;
  options.interval = "1h";
  return options;
}

class Poll : public ::testing::Test {
 protected:
  void SetUp() override {
    for (std::uint64_t i = 0; i < 3; ++i) ids_.push_back(scene_.watch(Service::build, i));
    scene_.watch(Service::repo, 0);
    scene_.write();
    scene_.start();
    ASSERT_TRUE(scene_.first_sight());
  }
  std::string run(const std::vector<std::string>& arguments, int wanted) {
    std::string output;
    EXPECT_EQ(scene_.command(arguments, &output), wanted) << output;
    return output;
  }
  long polls(const std::string& id) {
    return scene_.count("SELECT max(polls) FROM snapshots WHERE external_id = '" + id + "'");
  }

  Scene scene_{quiet()};
  std::vector<std::string> ids_;
};

TEST_F(Poll, NothingIsNewThenUnchangedAndTheHistoryHasItAlready) {
  const long before = polls(ids_[0]);
  EXPECT_EQ(run({"poll", "build-0"}, 0), "build-0 (build/" + ids_[0].substr(0, 12) + "): unchanged\n");
  EXPECT_EQ(polls(ids_[0]), before + 1);
}

TEST_F(Poll, SettingWasChangedThenToldWithItsEventWhichIsStored) {
  scene_.set(Service::build, ids_[1], "query", "/result/1/enable_map/buildJobFail", false);
  const std::string output = run({"poll", "build/" + ids_[1]}, 0);
  EXPECT_EQ(scene_.events("settings.changed"), 1) << "stored before it was told";
  EXPECT_NE(output.find("): changed\n  #"), std::string::npos) << output;
  EXPECT_NE(output.find(": build-1: "), std::string::npos) << output;
}

TEST_F(Poll, CloudRefusesThenFailedWithWhyAndStatus69) {
  scene_.fault(ids_[0], "status", {{"status", 403}, {"body", "{}"}});
  const std::string output = run({"poll", "build-0"}, 69);
  EXPECT_NE(output.find("FAILED: "), std::string::npos) << output;
  EXPECT_NE(output.find("403"), std::string::npos) << output;
}

TEST_F(Poll, AllAreAskedForThenOnlyWhatIsNewIsListedAndAllAreCounted) {
  scene_.set(Service::build, ids_[2], "query", "/result/1/enable_map/buildJobFail", false);
  const std::string output = run({"poll"}, 0);
  EXPECT_NE(output.find("build-2 (build/"), std::string::npos) << output;
  EXPECT_EQ(output.find("build-1 (build/"), std::string::npos) << output;
  EXPECT_NE(output.find("4 polled: 3 unchanged, 1 changed\n"), std::string::npos) << output;
}

TEST_F(Poll, JsonIsAskedForThenOneObjectALine) {
  scene_.fault(ids_[0], "status", {{"status", 403}, {"body", "{}"}});
  std::istringstream lines(run({"poll", "--json"}, 69));
  std::map<std::string, std::string> outcomes;
  for (std::string line; std::getline(lines, line);) {
    const Json record = Json::parse(line);
    outcomes[record.value("name", "")] = record.value("outcome", "");
    EXPECT_EQ(record.value("account", ""), "prod");
  }
  const std::map<std::string, std::string> wanted{
      {"build-0", "failed"}, {"build-1", "unchanged"}, {"build-2", "unchanged"}, {"repo-0", "unchanged"}};
  EXPECT_EQ(outcomes, wanted);
}

TEST_F(Poll, NameIsAmbiguousOrUnknownThenCandidatesOrNothing) {
  const std::string output = run({"poll", "build-"}, 64);
  EXPECT_NE(output.find("\"build-\" is ambiguous:"), std::string::npos) << output;
  EXPECT_NE(output.find("build/" + ids_[2] + "  build-2  prod"), std::string::npos) << output;
  EXPECT_NE(run({"poll", "nothing"}, 66).find("no resource \"nothing\""), std::string::npos);
}

TEST_F(Poll, NoDaemonRunsThenStatus69AndWhatToDo) {
  EXPECT_EQ(scene_.stop(), 0);
  const std::string output = run({"poll", "build-0"}, 69);
  EXPECT_NE(output.find("no daemon runs on " + scene_.database().string()), std::string::npos) << output;
  EXPECT_NE(output.find("noticed run --once"), std::string::npos) << output;
}

TEST_F(Poll, DaemonWasKilledThenTheNextOneServesInItsPlace) {
  scene_.kill_hard();
  EXPECT_NE(run({"poll", "build-0"}, 69).find("no daemon runs"), std::string::npos);
  scene_.start();
  ASSERT_TRUE(eventually([&] { return scene_.command({"poll", "build-0"}, nullptr) == 0; }));
}

TEST_F(Poll, DaemonIsStoppedThenPollAndStatusSaySoWithinSeconds) {
  scene_.daemon().signal(SIGSTOP);
  const auto begin = SystemClock().steady();
  EXPECT_NE(run({"poll", "build-0"}, 69).find("does not answer: it is suspended, or very busy"), std::string::npos);
  const std::string status = run({"status"}, 0);
  EXPECT_LT(SystemClock().steady() - begin, std::chrono::seconds{20});
  EXPECT_NE(status.find("THE DAEMON DOES NOT ANSWER"), std::string::npos) << status;
  EXPECT_NE(status.find("build-0"), std::string::npos) << status;
  scene_.daemon().signal(SIGCONT);
  run({"poll", "build-0"}, 0);
}

TEST_F(Poll, SocketIsMadeThenForOwnerAndGroupOnlyAndGoneAfterTheEnd) {
  const std::string path = scene_.database().string() + ".sock";
  struct stat made {};
  ASSERT_EQ(::stat(path.c_str(), &made), 0);
  EXPECT_EQ(made.st_mode & 0777U, 0660U);
  EXPECT_EQ(scene_.stop(), 0);
  EXPECT_NE(::stat(path.c_str(), &made), 0);
}

TEST_F(Poll, StatusAfterwardsThenItIsOfNow) {
  const TimePoint before = SystemClock().wall();
  run({"poll", "build-0"}, 0);
  const Json row = Json::parse(run({"status", "build-0", "--json"}, 0));
  const auto ok = parse_rfc3339(row.value("last_ok_at", ""));
  ASSERT_TRUE(ok);
  EXPECT_GE(*ok, before);
  EXPECT_TRUE(row.contains("next_poll_at"));
}

TEST_F(Poll, AThousandAskAtOnceThenEachIsAnsweredAndTheCloudIsNotFlooded) {
  scene_.cloud().control("reset-stats");
  const auto address = unix_address(scene_.database().string() + ".sock");
  const auto client = [&](std::atomic<int>& done) {
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    if (connect_to(socket, *address) != 0) return;
    std::string flood;
    for (int i = 0; i < 50; ++i) flood += "POST /control/poll?resource=1 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    ::send(socket, flood.data(), flood.size(), MSG_NOSIGNAL);
    std::string text;
    char chunk[4'096];
    for (int mine = 0; mine < 50;) {
      const ssize_t got = ::recv(socket, chunk, sizeof chunk, 0);
      if (got <= 0) break;
      text.append(chunk, static_cast<std::size_t>(got));
      for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n')) {
        if (text.substr(0, end).find("\"done\"") != std::string::npos) ++mine, ++done;
        text.erase(0, end + 1);
      }
    }
    ::close(socket);
  };
  std::atomic<int> done{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 20; ++i) clients.emplace_back([&] { client(done); });
  for (auto& thread : clients) thread.join();
  EXPECT_EQ(done, 1'000);
  // Twenty clients wait at a time; each poll answers all of them, except late ones.
  EXPECT_LE(scene_.cloud().stats().value("requests", 0), 250);
  EXPECT_EQ(scene_.stop(), 0);
}

TEST_F(Poll, CommandIsInterruptedThenThePollTakesPlaceAllTheSame) {
  const long before = polls(ids_[0]);
  scene_.cloud().control("reset-stats");
  scene_.fault(ids_[0], "delay", {{"ms", 2'000}});
  DaemonProcess asking({daemon_program(), "poll", "build-0", "--config", scene_.config().string()},
                       scene_.dir() / "asking");
  ASSERT_TRUE(eventually([&] { return scene_.cloud().stats().value("requests", 0) > 0; }));
  asking.signal(SIGINT);
  EXPECT_EQ(asking.wait(), -SIGINT);
  scene_.clear_faults();  // the request under way times out, and its next attempt succeeds
  EXPECT_TRUE(eventually([&] { return polls(ids_[0]) == before + 1; }));
}

/// A daemon of an earlier build greets whoever connects with a line of JSON. After an upgrade it runs until a restart.
TEST_F(Poll, DaemonIsOlderThanTheCommandThenARestartIsAdvised) {
  EXPECT_EQ(scene_.stop(), 0);
  const LockFile lock(scene_.database());
  ListeningSocket socket(scene_.database().string() + ".sock");
  const int listening = socket.release();
  ::fcntl(listening, F_SETFL, 0);  // blocking
  std::thread old([listening] {
    for (int client = ::accept(listening, nullptr, nullptr); client >= 0;
         client = ::accept(listening, nullptr, nullptr)) {
      const std::string greeting = "{\"noticed\":\"0.1.0\",\"database\":\"x\",\"pid\":1}\n";
      ::send(client, greeting.data(), greeting.size(), MSG_NOSIGNAL);
      char request[4'096];
      while (::recv(client, request, sizeof request, 0) > 0) continue;
      ::close(client);
    }
  });
  const std::string advice = "has another version than this command; restart it (systemctl restart noticed)";
  const std::string answer = run({"poll", "build-0"}, 69);
  EXPECT_NE(answer.find(advice), std::string::npos) << answer;
  const std::string status = run({"status"}, 0);
  EXPECT_NE(status.find("the daemon cannot be queried: the daemon at "), std::string::npos) << status;
  ::shutdown(listening, SHUT_RDWR);
  old.join();
  ::close(listening);
}

TEST_F(Poll, HostHasAPaceThenItIsKept) {
  scene_.stop();
  write_file(scene_.config(), [&] {
    std::string text = read_file(scene_.config());
    return text.replace(text.find("100000/s"), 8, "2/s");
  }());
  scene_.start();
  ASSERT_TRUE(eventually([&] { return scene_.command({"poll", "build-0"}, nullptr) == 0; }));
  const auto begin = SystemClock().steady();
  run({"poll"}, 0);  // three jobs of one call, a repository of six: nine calls
  EXPECT_GE(SystemClock().steady() - begin, std::chrono::seconds{3});
}

TEST_F(Poll, ResourceIsNoLongerWatchedThenRefused) {
  scene_.write();
  std::string text = read_file(scene_.config());
  const auto at = text.find("[[resource]]");
  text.erase(at, text.find("[[resource]]", at + 1) - at);
  write_file(scene_.config(), text);
  scene_.daemon().signal(SIGHUP);
  ASSERT_TRUE(scene_.until_count("SELECT count(*) FROM resources WHERE state = 'retired'", 1));
  EXPECT_NE(run({"poll", "build-0"}, 69).find("watched"), std::string::npos);
}

TEST_F(Poll, PathIsNoSocketThenTheWatchGoesOnAndTheLogSaysWhy) {
  EXPECT_EQ(scene_.stop(), 0);
  write_file(scene_.database().string() + ".sock", "mine");
  scene_.start();
  ASSERT_TRUE(eventually([&] { return scene_.log().find("control_unavailable") != std::string::npos; }));
  EXPECT_NE(scene_.log().find("exists and is not a socket; move it away"), std::string::npos);
  EXPECT_NE(run({"poll", "build-0"}, 69).find("control_unavailable"), std::string::npos);
  EXPECT_NE(run({"status"}, 0).find("the daemon cannot be queried"), std::string::npos);
}

}  // namespace
}  // namespace noticed::test
