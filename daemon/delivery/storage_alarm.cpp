#include "daemon/delivery/storage_alarm.h"

#include <algorithm>

#include "daemon/config/network_settings.h"
#include "pollers/backoff.h"
#include "storage/model/storage_notice.h"

namespace noticed {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds kNotAgainWithin{3'600'000};
constexpr unsigned kTries = 5;
constexpr Backoff kRepeat{milliseconds{10'000}, milliseconds{80'000}};

}  // namespace

/// One message to one sink.
struct StorageAlarm::PendingAlarm {
  std::string name;
  std::shared_ptr<Sink> sink;
  std::shared_ptr<const Network> network;
  Message message;
  unsigned tries = 0;
  Alarm again;
};

StorageAlarm::StorageAlarm(Loop& loop, Transport& transport, Log& log)
    : loop_(loop), transport_(transport), log_(log) {}

StorageAlarm::~StorageAlarm() = default;

void StorageAlarm::configure(const std::vector<SinkConfig>& sinks, PolicyPtr policy) {
  sinks_ = sinks;
  policy_ = std::move(policy);
}

void StorageAlarm::failed(const std::string& reason) {
  failed_since_success_ = true;
  if (failing()) return;
  reason_ = reason;
  log_.error("storage_failing", {{"error", reason}});
  const SteadyPoint now = loop_.clock().steady();
  if (!policy_ || (notified_at_ && now - *notified_at_ < kNotAgainWithin)) return;
  notified_at_ = now;
  notify(reason);
}

void StorageAlarm::succeeded() {
  if (std::exchange(failed_since_success_, false) || !failing()) return;
  reason_.clear();
  log_.info("storage_recovered", {});
}

void StorageAlarm::stop() { pending_.clear(); }

void StorageAlarm::notify(const std::string& reason) {
  const TimePoint now = loop_.clock().wall();
  const Event event = make_event(StorageFailed{reason}, now, *policy_);
  DueDelivery due;
  due.event_id = event.id;
  due.at = now;
  due.type = event.type;
  due.severity = event.severity;
  due.body = event.body;
  EventFacts facts;
  facts.type = event.type;
  facts.severity = event.severity;
  for (const std::string& name : route(*policy_, facts)) {
    const auto config =
        std::find_if(sinks_.begin(), sinks_.end(), [&](const SinkConfig& sink) { return sink.name == name; });
    if (config == sinks_.end()) continue;
    const std::shared_ptr<Sink> sink = make_sink(*config);
    RenderContext context;
    context.language = config->language;
    context.keyword = config->keyword;
    for (Message& message : sink->render({&due, 1}, context)) {
      pending_.push_back(std::make_shared<PendingAlarm>(
          PendingAlarm{name, sink, network_of(config->network), std::move(message), 0, {}}));
      send(pending_.back());
    }
  }
}

void StorageAlarm::send(const PendingAlarmPtr& alarm) {
  ++alarm->tries;
  auto made = alarm->sink->request(alarm->message, loop_.clock().wall());
  if (const auto* reason = std::get_if<std::string>(&made)) return on_reply(alarm, {Verdict::retry, *reason, {}});
  auto& request = std::get<HttpRequest>(made);
  request.network = alarm->network;
  transport_.send(std::move(request), [this, weak = std::weak_ptr<PendingAlarm>(alarm)](const HttpResult& result) {
    if (const auto held = weak.lock()) on_reply(held, held->sink->judge(result));
  });
}

void StorageAlarm::on_reply(const PendingAlarmPtr& alarm, const ReplyAssessment& assessment) {
  if (assessment.verdict == Verdict::delivered) {
    log_.info("storage_alarm_delivered", {{"sink", alarm->name}});
  } else {
    const bool again = alarm->tries < kTries && assessment.verdict != Verdict::drop;
    log_.warn("storage_alarm_not_delivered", {{"sink", alarm->name},
                                              {"error", assessment.reason},
                                              {"effect", again ? "it is retried" : "nobody is notified there"}});
    if (again) {
      const milliseconds pause = std::max(assessment.pause.value_or(milliseconds{0}), kRepeat.bound(alarm->tries - 1));
      alarm->again = loop_.after(pause, [this, weak = std::weak_ptr<PendingAlarm>(alarm)] {
        if (const auto held = weak.lock()) send(held);
      });
      return;
    }
  }
  pending_.remove(alarm);
}

}  // namespace noticed
