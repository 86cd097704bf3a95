#include "daemon/control/control.h"

#include <unistd.h>

#include "daemon/control/socket_path.h"
#include "daemon/runtime/store_access.h"
#include "daemon/runtime/version.h"

namespace noticed {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::chrono::seconds kMostSettling{1};  // after this, status is sent without waiting for the disk

/// What differs from metrics: a command must learn that it was turned away, and may pause (Ctrl-Z).
AdminLimits control_limits() {
  AdminLimits limits;
  limits.turned_away = 32;
  limits.patience = std::chrono::seconds{30};
  return limits;
}

AdminAnswer json_answer(const Json& json) {
  AdminAnswer answer;
  answer.type = "application/json";
  answer.body = json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  return answer;
}

}  // namespace

Control::Control(Parts parts)
    : parts_(std::move(parts)),
      started_(parts_.loop.clock().wall()),
      poll_requests_(parts_.watcher),
      polls_{parts_.loop, poll_requests_, [this](Settled done) { settle(std::move(done)); }} {}

/// What can be asked for. Whoever may connect may ask for these. A request that changes something needs more: its route
/// takes a body (JSON, of a length given here), and its handler must know the peer's user (SO_PEERCRED).
AdminRoutes Control::routes() {
  using Asked = const AdminRequest&;
  using ReplyPtr = const std::shared_ptr<AdminReply>&;
  return {{"GET", "/control", 0, [this](Asked, ReplyPtr reply) { reply->send(json_answer(identity())); }},
          {"GET", "/control/status", 0, [this](Asked, ReplyPtr reply) { answer_status(reply); }},
          {"POST", "/control/poll", 0, [this](Asked request, ReplyPtr reply) { answer_poll(request, reply, polls_); }}};
}

void Control::open() {
  if (std::exchange(opened_, true)) return;
  const auto turn = [this](const std::string& trouble) {
    if (trouble.empty()) return;
    parts_.log.error("control_unavailable",
                     {{"error", trouble}, {"effect", "polling continues; `noticed poll` cannot reach the daemon"}});
  };
  server_ = std::make_unique<AdminServer>(parts_.executor, parts_.loop, control_place(parts_.database), routes(), turn,
                                          control_limits());
  server_->start();
}

void Control::came(std::uint32_t index, const PollOutcome& outcome) {
  if (outcome.kind != PollOutcome::Result::unstored || !outcome.error.empty())
    return poll_requests_.came(index, outcome);
  PollOutcome why = outcome;
  why.error = storage_error_.empty() ? "the database did not store it; see the log" : storage_error_;
  poll_requests_.came(index, why);
}

/// By which a command recognizes the daemon of its database.
Json Control::identity() const {
  return {{"noticed", kVersion}, {"database", parts_.database.string()}, {"pid", ::getpid()}};
}

Json Control::status() const {
  const ReloadState& reloads = parts_.reloads;
  Json refused;
  if (reloads.refused)
    refused = Json{
        {"at", to_text(reloads.refused->at)}, {"fault", reloads.refused->fault}, {"faults", reloads.refused->faults}};
  const auto& generation = parts_.watcher.generation();
  Json troubles = Json::array();
  if (parts_.troubles)
    for (auto& line : parts_.troubles()) troubles.push_back(std::move(line));
  return {{"answer", "status"},
          {"version", kVersion},
          {"pid", ::getpid()},
          {"started_at", to_text(started_)},
          {"generation", generation ? generation->number : 0},
          {"in_force_since", to_text(reloads.in_force_since)},
          {"refused", std::move(refused)},
          {"storage_error", storage_error_},
          {"troubles", std::move(troubles)}};
}

void Control::answer_status(const std::shared_ptr<AdminReply>& reply) {
  const auto answer = [this, weak = std::weak_ptr(reply)](const std::string& error) {
    const auto waiting = weak.lock();
    if (!waiting) return;
    Json current = status();
    if (!error.empty()) current["stale"] = error;
    waiting->send(json_answer(current));
  };
  // Whichever comes first: a hanging disk must not make the daemon look dead.
  const auto late = [answer] { answer("the disk has not answered yet"); };
  reply->keep(std::make_shared<Alarm>(parts_.loop.after(kMostSettling, late)));
  settle(answer);
}

void Control::settle(Settled done) {
  settling_.push_back(std::move(done));
  if (!flushing_) flush();
}

void Control::flush() {
  flushing_ = true;
  const auto waiting = std::make_shared<std::vector<Settled>>(std::exchange(settling_, {}));
  parts_.flush([this, waiting](std::exception_ptr error) {
    const std::string why = error ? what_of(error) : "";
    for (const auto& done : *waiting) done(why);
    flushing_ = false;
    if (!settling_.empty()) flush();
  });
}

}  // namespace noticed
