#include "daemon/control/control_session.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

namespace noticed {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::chrono::seconds kSayWaiting{1};
constexpr std::chrono::seconds kMostSettling{1};  // after this, status is sent without waiting for the disk

}  // namespace

ControlSession::ControlSession(Socket socket, const ControlParts& parts, std::function<void()> closed)
    : socket_(std::move(socket)), parts_(parts), closed_(std::move(closed)) {}

void ControlSession::start() {
  say(parts_.hooks.greeting());
  rest();
  read();
  watch_hang_up();
}

void ControlSession::close() {
  if (std::exchange(over_, true)) return;
  timer_.cancel();
  parts_.poll_requests.leave(*this);
  boost::system::error_code ignored;
  socket_.close(ignored);
  // Posted: the caller may still be using this object.
  parts_.loop.post([self = shared_from_this()] { self->closed_(); });
}

/// Detects a client that disconnects while nothing is sent to it; one that only shut down its sending side stays.
void ControlSession::watch_hang_up() {
  socket_.async_wait(Socket::wait_error, [self = shared_from_this()](boost::system::error_code error) {
    if (!error) self->close();
  });
}

void ControlSession::read() {
  if (reading_ || ended_ || over_) return;
  reading_ = true;
  const auto room = boost::asio::buffer(chunk_);
  socket_.async_read_some(room, [self = shared_from_this()](boost::system::error_code error, std::size_t bytes) {
    self->reading_ = false;
    if (self->over_) return;
    if (error) self->ended_ = true;
    self->took(bytes);
  });
}

void ControlSession::took(std::size_t bytes) {
  in_.append(chunk_.data(), bytes);
  take_lines();
  if (ended_ && !working_ && writing_.empty()) return close();
  if (in_.size() <= parts_.limits.line) return read();  // else after the current request
  if (working_) return;
  refuse("a line is longer than " + std::to_string(parts_.limits.line) + " bytes");
  ended_ = true;
}

void ControlSession::take_lines() {
  while (!working_ && !over_) {
    const auto end = in_.find('\n');
    if (end == std::string::npos) return;
    const std::string line = in_.substr(0, end);
    in_.erase(0, end + 1);
    take(line);
  }
}

void ControlSession::take(const std::string& line) {
  const auto request = nlohmann::json::parse(line, nullptr, false);
  if (!request.is_object()) return refuse("that is no JSON object in a line");
  const auto ask = request.find("ask");
  if (ask != request.end() && *ask == "poll") return poll(request);
  if (ask != request.end() && *ask == "status") return tell_status();
  refuse(R"(nothing that is known is asked for; "ask" is "poll" or "status")");
}

void ControlSession::poll(const nlohmann::json& request) {
  const auto resource = request.find("resource");
  const bool all = resource == request.end();
  if (!all && !resource->is_number_integer()) return refuse("\"resource\" must be a number");
  if (!all && !parts_.poll_requests.ask_one(*this, resource->get<std::int64_t>())) return refuse("it is not watched");
  const std::size_t of = all ? parts_.poll_requests.ask_all(*this) : 1;
  begin_work();
  say({{"answer", "begun"}, {"of", of}});
  if (of == 0) all_polled();
}

void ControlSession::polled(const Polled& polled) {
  Json events = Json::array();
  for (const PolledEvent& event : polled.outcome.events)
    events.push_back({{"seq", event.seq},
                      {"type", event.type},
                      {"severity", std::string(to_text(event.severity))},
                      {"summary", event.summary}});
  say({{"answer", "polled"},
       {"resource", polled.resource},
       {"service", std::string(to_text(polled.service))},
       {"id", std::string(polled.id)},
       {"outcome", std::string(to_text(polled.outcome.kind))},
       {"partly", polled.outcome.partly},
       {"error", polled.outcome.error},
       {"events", std::move(events)}});
}

void ControlSession::all_polled() {
  parts_.hooks.settle([weak = weak_from_this()](const std::string& error) {
    const auto self = weak.lock();
    if (!self || self->over_) return;
    self->say({{"answer", "done"}, {"error", error}});
    self->end_work();
  });
}

void ControlSession::tell_status() {
  begin_work();
  // Whichever comes first: a hanging disk must not make the daemon look dead.
  const auto once = std::make_shared<bool>(false);
  const auto answer = [weak = weak_from_this(), once](const std::string& error) {
    const auto self = weak.lock();
    if (!self || self->over_ || std::exchange(*once, true)) return;
    Json status = self->parts_.hooks.status();
    if (!error.empty()) status["stale"] = error;
    self->say(status);
    self->end_work();
  };
  timer_ = parts_.loop.after(kMostSettling, [answer] { answer("the disk has not answered yet"); });
  parts_.hooks.settle(answer);
}

void ControlSession::begin_work() {
  working_ = true;
  tick();
}

void ControlSession::tick() {
  timer_ = parts_.loop.after(kSayWaiting, [this] {
    say({{"answer", "waiting"}, {"left", parts_.poll_requests.left(*this)}});
    tick();
  });
}

void ControlSession::end_work() {
  working_ = false;
  rest();
  took(0);
}

void ControlSession::rest() {
  timer_ = parts_.loop.after(parts_.limits.idle, [this] { close(); });
}

void ControlSession::refuse(const std::string& why) { say({{"answer", "error"}, {"error", why}}); }

void ControlSession::say(const Json& answer) {
  if (over_) return;
  out_ += answer.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  // Posted: the caller may still be using this object.
  if (out_.size() > parts_.limits.unread) return parts_.loop.post([self = shared_from_this()] { self->close(); });
  if (writing_.empty()) write();
}

void ControlSession::write() {
  writing_ = std::exchange(out_, {});
  const auto text = boost::asio::buffer(writing_);
  const auto done = [self = shared_from_this()](boost::system::error_code error, std::size_t) {
    if (self->over_) return;
    if (error) return self->close();
    self->wrote();
  };
  boost::asio::async_write(socket_, text, done);
}

void ControlSession::wrote() {
  writing_.clear();
  if (!out_.empty()) return write();
  if (working_) return;
  rest();
  if (ended_) close();
}

}  // namespace noticed
