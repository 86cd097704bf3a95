#include "attack/act.h"

#include <csignal>

namespace noticed::attack {

using std::chrono::seconds;

namespace {

// What failed is tried again at the next poll, by the dispatcher after five seconds, by the daemon after ten.
constexpr seconds kActPatience{150};  // twenty failures, at a few attempts every ten seconds
constexpr seconds kStopPatience{20};
constexpr std::size_t kShown = 1'500;  // bytes of the log's end

}  // namespace

test::SceneOptions Act::apart() {
  test::SceneOptions options;
  options.data = "data";  // the log is elsewhere
  return options;
}

Act::Act(std::string when, const std::string& library)
    : when_(std::move(when)),
      stage_(apart(), 2),
      shim_(library, scene().dir(), scene().dir() / "data"),
      witness_(scene(), tally_) {
  tally_.times = 1;
}

void Act::fault(const std::string& what) {
  const std::string log = scene().log();
  tally_.faults.push_back(when_ + ": " + what + "; log: …" + log.substr(log.size() - std::min(log.size(), kShown)));
}

bool Act::ended() { return !scene().daemon().running(); }

bool Act::play() {
  scene().start_by(shim_.wrapper());
  scene().start();
  scene().start_by({});
  bool seen = test::eventually([&] { return ended() || scene().events("report.posture") == 1; }, kActPatience);
  if (seen && !ended()) {
    stage_.change(1);
    seen = test::eventually([&] { return ended() || scene().receiver().deliveries().size() >= 2; }, kActPatience);
  }
  if (!ended() && !seen) fault("it did not recover");
  witness_.remember();
  const bool lived = !ended();
  if (lived) scene().daemon().signal(SIGTERM);
  if (!test::eventually([&] { return ended(); }, kStopPatience)) {
    fault("it does not stop");
    scene().daemon().signal(SIGKILL);
  }
  status_ = scene().daemon().wait();
  return lived;
}

void Act::aftermath() {
  witness_.history_is_good(when_);
  scene().start();
  stage_.change(1);
  if (!stage_.until_all_seen(kActPatience) || !scene().first_sight(kActPatience)) fault("it did not start well");
  witness_.settle(when_);
  witness_.history_is_good(when_ + ", afterwards");
  if (scene().stop() != 0) fault("the last stop was not clean");
}

}  // namespace noticed::attack
