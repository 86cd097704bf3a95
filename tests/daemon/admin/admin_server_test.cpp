// The admin endpoint, with well-behaved and with hostile clients.
#include "daemon/admin/admin_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <future>
#include <thread>

#include "pollers/asio_loop.h"
#include "pollers/loopback.h"
#include "support/temp_dir.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// A server with its own loop and thread.
class AdminServerTest : public testing::Test {
 protected:
  ~AdminServerTest() override {
    on_loop([this] { server_.reset(); });
    work_.reset();
    if (thread_.joinable()) thread_.join();
  }
  void start(const AdminLimits& limits = {}) {
    AdminRoutes routes;
    for (const auto* path : {"/x", "/y", "/1", "/2", "/3", "/4", "/5"})
      routes.push_back({"GET", path, 0, [path](const AdminRequest& request, const auto& reply) {
                          const std::string query = request.query.empty() ? "" : ", query " + request.query;
                          reply->send(text_answer(200, std::string("path ") + path + query));
                        }});
    routes.push_back({"GET", "/long", 0, [this](const AdminRequest&, const auto& reply) {
                        reply->send(text_answer(200, std::string(limits_.answer + 1, 'x')));
                      }});
    routes.push_back({"POST", "/echo", 16, [](const AdminRequest& request, const auto& reply) {
                        reply->send(text_answer(200, "body " + request.body));
                      }});
    routes.push_back({"GET", "/later", 0, [this](const AdminRequest&, const std::shared_ptr<AdminReply>& reply) {
                        reply->keep(std::shared_ptr<void>(nullptr, [this](void*) { ++dropped_; }));
                        later_ = reply;
                        ++asked_;
                      }});
    limits_ = limits;
    const auto turn = [this](const std::string& trouble) { turns_.push_back(trouble); };
    server_ = std::make_unique<AdminServer>(io_.get_executor(), loop_, wanted_, std::move(routes), turn, limits);
    server_->start();
    if (const auto* endpoint = std::get_if<Tcp::endpoint>(&server_->address())) port_ = endpoint->port();
    thread_ = std::thread([this] { io_.run(); });
  }
  void on_loop(const std::function<void()>& work) {
    if (!thread_.joinable()) return;
    std::promise<void> done;
    boost::asio::post(io_, [&] {
      work();
      done.set_value();
    });
    done.get_future().wait();
  }
  std::size_t connections() {
    std::size_t count = 0;
    on_loop([&] { count = server_->connections(); });
    return count;
  }
  std::vector<std::string> turns() {
    std::vector<std::string> turns;
    on_loop([&] { turns = turns_; });
    return turns;
  }
  std::uint64_t failures() {
    std::uint64_t count = 0;
    on_loop([&] { count = server_->failures(); });
    return count;
  }
  Tcp::socket connect() {
    Tcp::socket socket(client_io_);
    socket.connect(Tcp::endpoint(boost::asio::ip::make_address("127.0.0.1"), port_));
    return socket;
  }
  /// Waits until so many requests to /later have come, then has the last one answered.
  void answer_later(int request, const std::function<void(AdminReply&)>& work) {
    for (int asked = 0; asked < request; std::this_thread::yield()) on_loop([&] { asked = asked_; });
    on_loop([&] {
      if (const auto reply = later_.lock()) work(*reply);
    });
  }
  int dropped() {
    int count = 0;
    on_loop([&] { count = dropped_; });
    return count;
  }
  /// Everything received until the other side closes the connection.
  static std::string rest(Tcp::socket& socket) {
    std::string text;
    boost::system::error_code ignored;
    boost::asio::read(socket, boost::asio::dynamic_buffer(text), ignored);
    return text;
  }
  /// Sends this, and returns everything received until the end.
  std::string ask(const std::string& request) {
    Tcp::socket socket = connect();
    say(socket, request);
    return rest(socket);
  }
  static std::string get(const std::string& path, const std::string& more = "Connection: close\r\n") {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
  }
  static std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
  }

  SystemClock clock_;
  boost::asio::io_context io_{1}, client_io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{io_.get_executor()};
  AsioLoop loop_{io_.get_executor(), clock_};
  AdminLimits limits_;
  ListenAddress wanted_ = Tcp::endpoint(boost::asio::ip::make_address("127.0.0.1"), 0);
  std::vector<std::string> turns_;
  std::weak_ptr<AdminReply> later_;
  int asked_ = 0, dropped_ = 0;  // requests to /later, and those of them that are over
  std::unique_ptr<AdminServer> server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

TEST_F(AdminServerTest, GetThenTheAnswerWithHeadersThatKeepBrowsersCareful) {
  start();
  const std::string answer = ask(get("/x"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\nDate: "));
  EXPECT_THAT(answer, HasSubstr("\r\nContent-Length: 8\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nContent-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nX-Content-Type-Options: nosniff\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nReferrer-Policy: no-referrer\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nCache-Control: no-store\r\n"));
  EXPECT_THAT(answer, testing::EndsWith("\r\n\r\npath /x\n"));
}

TEST_F(AdminServerTest, QueryThenHandedOverAsItIsWithoutTheFragment) {
  start();
  EXPECT_THAT(ask(get("/x?y=%31&z")), testing::EndsWith("path /x, query y=%31&z\n"));
  EXPECT_THAT(ask(get("/x?y?z#f?g")), testing::EndsWith("path /x, query y?z\n"));
  EXPECT_THAT(ask(get("/x#f?g")), testing::EndsWith("path /x\n"));
}

TEST_F(AdminServerTest, HeadThenNoBody) {
  start();
  const std::string answer = ask("HEAD /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("Content-Length: 8\r\n"));
  EXPECT_THAT(answer, testing::EndsWith("\r\n\r\n"));
}

TEST_F(AdminServerTest, OtherMethodThenRefused) {
  start();
  for (const auto* method : {"POST", "DELETE", "OPTIONS", "CONNECT", "TRACE"}) {
    const std::string answer =
        ask(std::string(method) + " /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 405 ")) << method;
    EXPECT_THAT(answer, HasSubstr("\r\nAllow: GET, HEAD\r\n")) << method;
  }
}

/// The control socket's requests are not in this table.
TEST_F(AdminServerTest, UnknownPathThenNotFoundWhateverTheMethod) {
  start();
  for (const auto* path : {"/x/", "/X", "//", "/../x", "/control", "/control/status", "/control/poll"})
    for (const std::string method : {"GET", "HEAD", "POST", "DELETE"})
      EXPECT_THAT(ask(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
                  StartsWith("HTTP/1.1 404 "))
          << method << path;
}

TEST_F(AdminServerTest, BodyWithinTheRoutesLimitThenHandedOver) {
  start();
  const auto post = [](const std::string& length, const std::string& body) {
    return "POST /echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + length + "\r\n\r\n" +
           body;
  };
  EXPECT_THAT(ask(post("16", "0123456789abcdefGET")), testing::EndsWith("body 0123456789abcdef\n"));
  EXPECT_THAT(ask(post("0", "")), testing::EndsWith("body \n"));
  for (const auto* length : {"17", "99999999999999999"}) {
    EXPECT_THAT(ask(post(length, "")), StartsWith("HTTP/1.1 413 ")) << length;
    EXPECT_THAT(ask(post(length, "")), HasSubstr("a body has at most 16 bytes\n")) << length;
  }
  for (const std::string coding : {"chunked", "gzip"})
    EXPECT_THAT(ask("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: " + coding + "\r\n\r\n"),
                StartsWith("HTTP/1.1 413 "));
}

TEST_F(AdminServerTest, BodyNeverComesThenCutOff) {
  AdminLimits limits;
  limits.patience = 300ms;
  start(limits);
  EXPECT_EQ(ask("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 16\r\n\r\nhalf"), "");
}

TEST_F(AdminServerTest, AnswerComesLaterThenOnceAndTheNextRequestIsAnsweredAfterwards) {
  start();
  Tcp::socket socket = connect();
  say(socket, get("/later", "") + get("/x"));
  answer_later(1, [](AdminReply& reply) {
    reply.send(text_answer(200, "late"));
    reply.send(text_answer(200, "again"));  // dropped
  });
  const std::string answers = rest(socket);
  EXPECT_THAT(answers, HasSubstr("\r\n\r\nlate\nHTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answers, testing::EndsWith("\r\n\r\npath /x\n"));
  EXPECT_EQ(dropped(), 1);
}

TEST_F(AdminServerTest, AnswerInPiecesThenChunksAsTheyCome) {
  start();
  Tcp::socket socket = connect();
  say(socket, get("/later"));
  answer_later(1, [](AdminReply& reply) {
    reply.begin({});
    reply.add("one\n");
    reply.add("");
  });
  std::string first;
  boost::asio::read_until(socket, boost::asio::dynamic_buffer(first), "4\r\none\n\r\n");
  EXPECT_THAT(first, HasSubstr("\r\nTransfer-Encoding: chunked\r\n"));
  EXPECT_THAT(first, Not(HasSubstr("Content-Length")));
  answer_later(1, [](AdminReply& reply) {
    reply.add("twelve bytes");
    reply.end();
    reply.add("dropped");
  });
  EXPECT_EQ(rest(socket), "c\r\ntwelve bytes\r\n0\r\n\r\n");
}

TEST_F(AdminServerTest, HeadOfAnAnswerInPiecesThenNoPieces) {
  start();
  Tcp::socket socket = connect();
  say(socket, "HEAD /later HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  answer_later(1, [](AdminReply& reply) {
    reply.begin({});
    reply.add("one");
    reply.end();
  });
  EXPECT_THAT(rest(socket), testing::EndsWith("\r\n\r\n"));
}

TEST_F(AdminServerTest, ClientIsGoneBeforeTheAnswerThenItsPlaceIsFreeAndTheReplyExpires) {
  start();
  Tcp::socket socket = connect();
  say(socket, get("/later"));
  answer_later(1, [](AdminReply& reply) { reply.begin({}); });
  socket.set_option(boost::asio::socket_base::linger(true, 0));
  socket.close();
  while (connections() > 0) std::this_thread::yield();
  EXPECT_EQ(dropped(), 1);
  answer_later(1, [](AdminReply&) { FAIL() << "expired"; });
}

TEST_F(AdminServerTest, PiecesAreNotReadThenCutOffAtTheLimit) {
  AdminLimits limits;
  limits.unread = 10'000;
  start(limits);
  Tcp::socket socket = connect();
  say(socket, get("/later"));
  answer_later(1, [](AdminReply& reply) { reply.begin({}); });
  for (int i = 0; connections() > 0 && i < 100'000; ++i)
    answer_later(1, [](AdminReply& reply) { reply.add(std::string(9'000, 'x')); });
  EXPECT_EQ(connections(), 0U);
  EXPECT_EQ(dropped(), 1);
}

TEST_F(AdminServerTest, StoppedBeforeTheAnswerThenTheReplyExpires) {
  start();
  Tcp::socket socket = connect();
  say(socket, get("/later"));
  answer_later(1, [](AdminReply&) {});
  on_loop([this] { server_->stop(); });
  EXPECT_EQ(rest(socket), "");
  EXPECT_EQ(dropped(), 1);
}

TEST_F(AdminServerTest, BodyAnnouncedThenRefusedAndClosed) {
  start();
  EXPECT_THAT(ask("GET /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello"), StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(ask("GET /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
              StartsWith("HTTP/1.1 413 "));
}

TEST_F(AdminServerTest, NameOfSomebodyElseThenRefused) {
  start();
  const std::string answer = ask("GET /x HTTP/1.1\r\nHost: evil.example.com\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 421 "));
  EXPECT_THAT(answer, Not(HasSubstr("path /x")));
  EXPECT_THAT(ask("GET /x HTTP/1.1\r\nConnection: close\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(ask("GET /x HTTP/1.1\r\nHost: localhost\r\nHost: evil.example.com\r\nConnection: close\r\n\r\n"),
              StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(ask("GET http://evil.example.com/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
              StartsWith("HTTP/1.1 400 "));
}

TEST_F(AdminServerTest, GarbageThenRefusedOrClosedAndOthersAreServed) {
  start();
  using namespace std::string_view_literals;
  for (const std::string_view garbage : {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"sv, "\r\n\r\n\r\n\r\n"sv,
                                         "GET\r\n\r\n"sv, "\0\0\0\0\0\0\0\0\r\n\r\n"sv, "GET / HTTP/9.9\r\n\r\n"sv}) {
    Tcp::socket socket = connect();
    say(socket, std::string(garbage));
    socket.shutdown(Tcp::socket::shutdown_send);
    EXPECT_THAT(rest(socket), Not(HasSubstr("200 OK")));
  }
  EXPECT_THAT(ask(get("/x")), HasSubstr("path /x"));
}

TEST_F(AdminServerTest, HeaderTooLongThenRefused) {
  start();
  EXPECT_THAT(ask(get("/x", "X: " + std::string(9'000, 'x') + "\r\n")), StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(ask("GET /" + std::string(9'000, 'x')), StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(ask(get("/x", "X: " + std::string(7'000, 'x') + "\r\nConnection: close\r\n")),
              StartsWith("HTTP/1.1 200 "));
}

TEST_F(AdminServerTest, PipelinedThenAnsweredInOrderUpToTheMost) {
  AdminLimits limits;
  limits.requests = 3;
  start(limits);
  std::string requests;
  for (int i = 1; i <= 5; ++i) requests += get("/" + std::to_string(i), "");
  const std::string answers = ask(requests);
  EXPECT_EQ(count(answers, "HTTP/1.1 200 OK"), 3U);
  EXPECT_LT(answers.find("path /1"), answers.find("path /2"));
  EXPECT_LT(answers.find("path /2"), answers.find("path /3"));
  EXPECT_EQ(count(answers, "Connection: close"), 1U);
}

TEST_F(AdminServerTest, AnswerTooLongThenNotSent) {
  AdminLimits limits;
  limits.answer = 1'000;
  start(limits);
  const std::string answer = ask(get("/long"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 500 "));
  EXPECT_LT(answer.size(), 1'000U);
}

TEST_F(AdminServerTest, SlowClientThenCutOffWhileOthersAreServed) {
  AdminLimits limits;
  limits.patience = 300ms;
  start(limits);
  Tcp::socket slow = connect();
  Tcp::socket silent = connect();
  say(slow, "GET / HTTP/1.1\r\nHo");
  EXPECT_THAT(ask(get("/x")), HasSubstr("path /x"));
  EXPECT_THAT(rest(slow), Not(HasSubstr("200 OK")));
  EXPECT_EQ(rest(silent), "");
  while (connections() > 0) std::this_thread::yield();  // the server counts shortly after the client sees the end
}

TEST_F(AdminServerTest, ClientThatTakesNoAnswerThenCutOff) {
  AdminLimits limits;
  limits.patience = 300ms;
  limits.answer = 64 * 1024 * 1024;
  limits.requests = 2;
  start(limits);
  limits_.answer = 32 * 1024 * 1024;  // the length of the handler's answer
  Tcp::socket socket = connect();
  say(socket, get("/long", ""));
  while (connections() == 0) std::this_thread::yield();
  // The client reads nothing; the connection ends nevertheless.
  while (connections() > 0) std::this_thread::yield();
  EXPECT_THAT(ask(get("/x")), HasSubstr("path /x"));
}

TEST_F(AdminServerTest, TooManyConnectionsThenTheRestAreClosedAtOnce) {
  AdminLimits limits;
  limits.connections = 2;
  start(limits);
  Tcp::socket first = connect(), second = connect();
  while (connections() < 2) std::this_thread::yield();
  Tcp::socket third = connect();
  EXPECT_EQ(rest(third), "");
  say(first, get("/x"));
  EXPECT_THAT(rest(first), HasSubstr("path /x"));
  first.close();
  while (connections() == 2) std::this_thread::yield();
  EXPECT_THAT(ask(get("/y")), HasSubstr("path /y")) << "there is room again";
}

TEST_F(AdminServerTest, SomeAreTurnedAwayWithAWordThenTheRestAreClosedAtOnce) {
  AdminLimits limits;
  limits.connections = limits.turned_away = 1;
  start(limits);
  Tcp::socket first = connect();
  while (connections() < 1) std::this_thread::yield();
  Tcp::socket second = connect();
  while (connections() < 2) std::this_thread::yield();
  Tcp::socket third = connect();
  EXPECT_EQ(rest(third), "");
  const std::string answer = rest(second);
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 503 Service Unavailable\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_THAT(answer, testing::EndsWith("\r\n\r\ntoo many are connected; try again\n"));
}

TEST_F(AdminServerTest, StoppedThenConnectionsEnd) {
  start();
  Tcp::socket open = connect();
  while (connections() == 0) std::this_thread::yield();
  on_loop([this] { server_->stop(); });
  EXPECT_EQ(rest(open), "");
}

TEST_F(AdminServerTest, AddressInUseThenToldOnceAndTriedAgainUntilItIsFree) {
  auto other =
      std::make_unique<Tcp::acceptor>(client_io_, Tcp::endpoint(boost::asio::ip::make_address("127.0.0.1"), 0));
  wanted_ = other->local_endpoint();
  AdminLimits limits;
  limits.again = 5ms;
  start(limits);
  while (failures() < 3) std::this_thread::yield();
  EXPECT_EQ(turns(), std::vector<std::string>{"another program listens there already (`ss -ltnp` names it); end it, "
                                              "choose another port, or write listen = \"\""});
  other.reset();
  while (turns().size() < 2) std::this_thread::yield();
  EXPECT_EQ(turns().back(), "");
  port_ = std::get<Tcp::endpoint>(wanted_).port();
  EXPECT_THAT(ask(get("/x")), HasSubstr("path /x"));
}

TEST_F(AdminServerTest, AddressOfAnotherMachineThenToldSo) {
  wanted_ = Tcp::endpoint(boost::asio::ip::make_address("192.0.2.1"), 0);
  start();
  ASSERT_EQ(turns().size(), 1U);
  EXPECT_THAT(turns()[0], StartsWith("this machine has no such address"));
}

TEST_F(AdminServerTest, EveryAddressOfSixThenThoseOfFourToo) {
  wanted_ = Tcp::endpoint(boost::asio::ip::make_address("::"), 0);
  start();
  // lint: skip: a machine may have no IPv6
  if (turns().empty() || !turns()[0].empty()) GTEST_SKIP() << "no IPv6 here";
  EXPECT_THAT(ask(get("/x")), HasSubstr("path /x"));
}

/// For a proxy that authenticates people, and where another program may use any port.
TEST_F(AdminServerTest, UnixSocketThenServedToItsGroupUnderAnyName) {
  const TempDir dir;
  const auto path = dir.path() / "metrics.sock";
  wanted_ = path;
  start();
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0660U);
  boost::asio::local::stream_protocol::socket socket(client_io_);
  socket.connect(boost::asio::local::stream_protocol::endpoint(path.string()));
  boost::asio::write(socket, boost::asio::buffer(std::string("GET /x HTTP/1.1\r\nHost: watch.example.com\r\n"
                                                             "Connection: close\r\n\r\n")));
  std::string text;
  boost::system::error_code ignored;
  boost::asio::read(socket, boost::asio::dynamic_buffer(text), ignored);
  EXPECT_THAT(text, HasSubstr("path /x"));
  on_loop([this] { server_->stop(); });
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace noticed
