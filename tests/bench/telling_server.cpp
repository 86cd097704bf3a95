#include "bench/telling_server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>
#include <unordered_map>

#include "bench/build_answer.h"

namespace noticed::bench {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

class TellingServer::Impl {
 public:
  Impl() : acceptor_(io_, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)) {
    accept();
    thread_ = std::thread([this] { io_.run(); });
  }
  ~Impl() {
    asio::post(io_, [this] {
      acceptor_.close();
      for (auto* session : sessions_) session->socket.close();
    });
    thread_.join();
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()); }

  void change(double a_second) {
    const std::lock_guard lock(mutex_);
    next_change_ = steady_now();
    pause_ = Seconds{a_second > 0 ? 1 / a_second : 0};
  }
  std::uint64_t pending() const {
    const std::lock_guard lock(mutex_);
    return answered_.size();
  }
  std::vector<double> take_latencies() {
    const std::lock_guard lock(mutex_);
    return std::exchange(latencies_, {});
  }
  std::string complaint() const {
    const std::lock_guard lock(mutex_);
    return complaint_;
  }

 private:
  struct Session {
    explicit Session(tcp::socket accepted) : socket(std::move(accepted)) {}
    tcp::socket socket;
    boost::beast::flat_buffer buffer;
    http::request<http::string_body> request;
    http::response<http::string_body> response;
    std::string changed;  // the id whose change this answer shows
  };
  using SessionPtr = std::shared_ptr<Session>;

  void accept() {
    acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
      if (error) return;
      socket.set_option(tcp::no_delay(true));
      auto session = std::make_shared<Session>(std::move(socket));
      sessions_.insert(session.get());
      read(session);
      accept();
    });
  }

  void read(const SessionPtr& session) {
    session->request = {};
    http::async_read(session->socket, session->buffer, session->request,
                     [this, session](boost::system::error_code error, std::size_t) {
                       if (error) return void(sessions_.erase(session.get()));
                       answer(session);
                     });
  }

  void answer(const SessionPtr& session) {
    session->changed.clear();
    session->response = {http::status::ok, 11};
    if (session->request.method() == http::verb::post)
      told(session->request.body(), steady_now());
    else
      session->response.body() = asked(*session);
    session->response.set(http::field::content_type, "application/json");
    session->response.prepare_payload();
    http::async_write(session->socket, session->response,
                      [this, session](boost::system::error_code error, std::size_t) {
                        if (error) return void(sessions_.erase(session.get()));
                        if (!session->changed.empty()) {
                          const std::lock_guard lock(mutex_);
                          answered_[session->changed] = steady_now();
                        }
                        read(session);
                      });
  }

  /// "/v3/jobs/notice/ID/query"
  std::string asked(Session& session) {
    const std::string target(session.request.target());
    const auto end = target.rfind('/');
    const auto begin = target.rfind('/', end - 1) + 1;
    const std::string id = target.substr(begin, end - begin);
    const std::lock_guard lock(mutex_);
    bool& flag = flags_[id];
    if (pause_.count() > 0 && steady_now() >= next_change_ && !answered_.contains(id) && waiting_.insert(id).second) {
      next_change_ += std::chrono::duration_cast<SteadyTime::duration>(pause_);
      flag = !flag;
      session.changed = id;
    }
    return flag ? on_ : off_;
  }

  void told(const std::string& body, SteadyTime now) {
    const auto event = nlohmann::json::parse(body);
    if (event.at("type") != "noticed.settings.changed") return;
    const std::string id = event.at("data").at("resource").at("id");
    const std::lock_guard lock(mutex_);
    const auto found = answered_.find(id);
    waiting_.erase(id);
    if (found == answered_.end()) return void(complaint_ = "a change was told that none answered: " + id);
    latencies_.push_back(Seconds(now - found->second).count() * 1000);
    answered_.erase(found);
  }

  asio::io_context io_;
  tcp::acceptor acceptor_;
  std::set<Session*> sessions_;
  std::thread thread_;
  const std::string on_ = build_answer(true);
  const std::string off_ = build_answer(false);
  mutable std::mutex mutex_;
  std::unordered_map<std::string, bool> flags_;
  std::unordered_map<std::string, SteadyTime> answered_;  // changes not yet reported
  std::set<std::string> waiting_;                         // changes in flight, from the making of the answer on
  std::vector<double> latencies_;
  std::string complaint_;
  SteadyTime next_change_{};
  Seconds pause_{0};
};

TellingServer::TellingServer() : impl_(std::make_unique<Impl>()) {}
TellingServer::~TellingServer() = default;
std::string TellingServer::url() const { return impl_->url(); }
void TellingServer::change(double a_second) { impl_->change(a_second); }
std::uint64_t TellingServer::pending() const { return impl_->pending(); }
std::vector<double> TellingServer::take_latencies() { return impl_->take_latencies(); }
std::string TellingServer::complaint() const { return impl_->complaint(); }

}  // namespace noticed::bench
