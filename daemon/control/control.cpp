#include "daemon/control/control.h"

#include <unistd.h>

#include "daemon/control/socket_path.h"
#include "daemon/runtime/store_access.h"
#include "daemon/runtime/version.h"

namespace noticed {

using Json = nlohmann::ordered_json;

Control::Control(Parts parts)
    : parts_(std::move(parts)),
      started_(parts_.loop.clock().wall()),
      poll_requests_(parts_.watcher),
      shared_{parts_.loop, poll_requests_, {}, {}} {
  shared_.hooks.greeting = [this] { return greeting(); };
  shared_.hooks.status = [this] { return status(); };
  shared_.hooks.settle = [this](Settled done) { settle(std::move(done)); };
}

void Control::open() {
  if (std::exchange(opened_, true)) return;
  try {
    server_ = std::make_unique<ControlServer>(parts_.executor, shared_, control_place(parts_.database));
  } catch (const SocketError& error) {
    parts_.log.error("control_unavailable",
                     {{"error", error.what()}, {"effect", "the watch goes on; `noticed poll` cannot reach it"}});
  }
}

void Control::came(std::uint32_t index, const PollOutcome& outcome) {
  if (outcome.kind != PollOutcome::Kind::unstored || !outcome.error.empty()) return poll_requests_.came(index, outcome);
  PollOutcome why = outcome;
  why.error = storage_error_.empty() ? "the database did not take it; see the log" : storage_error_;
  poll_requests_.came(index, why);
}

Json Control::greeting() const {
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
