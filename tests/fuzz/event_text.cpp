#include "fuzz/event_text.h"

#include <array>
#include <stdexcept>

#include "fuzz/text.h"
#include "storage/model/notice.h"
#include "storage/model/sink_notice.h"
#include "storage/model/unicode.h"
#include "tests/support/services.h"

namespace noticed::fuzz {
namespace {

constexpr TimePoint kThen{std::chrono::milliseconds{1'795'269'600'000}};

/// Hands out the lines of a text, empty ones after its end.
class Lines {
 public:
  explicit Lines(std::string_view text) : lines_(pieces(text, "\n")) {}
  bool ended() const { return next_ >= lines_.size(); }
  std::string take() { return ended() ? std::string() : valid_utf8(lines_[next_++]); }
  /// RetentionStart at its blanks; never empty.
  std::vector<std::string> words() {
    std::vector<std::string> found;
    const std::string line = take();
    for (const auto word : pieces(line, " ")) found.emplace_back(word);
    found.resize(std::max<std::size_t>(found.size(), 3));
    return found;
  }

 private:
  std::vector<std::string_view> lines_;
  std::size_t next_ = 0;
};

Policy policy() {
  Policy made;
  made.host = "watch1";
  made.notify_channels = {"email", "wecom", "dingtalk", "feishu", "webhook"};
  made.failure_events = {"buildJobFail", "pipelineRun.failed", "codeGateFailed"};
  return made;
}

/// One event's lines, as taken.
struct NotifiedState {
  std::string word;
  ResourceInfo resource;
  std::string one, other;  // two more lines
};

NotifiedState notified_state_from(Lines& lines) {
  NotifiedState told;
  auto first = lines.words();
  told.word = first[0];
  told.resource.account = first[1];
  told.resource.region = first[2];
  auto second = lines.words();
  told.resource.service = service_from(second[0]).value_or(service::build);
  told.resource.id = second[1];
  told.resource.name = lines.take();
  told.resource.project_id = told.resource.id;
  told.resource.project_name = lines.take();
  told.one = lines.take();
  told.other = lines.take();
  return told;
}

Settings settings_or_none(const std::string& text) {
  try {
    Settings settings = parse_settings(text);
    for (const auto& [path, value] : settings) decode_path(path);
    return settings;
  } catch (const std::invalid_argument&) {
    return {};
  } catch (const nlohmann::json::exception&) {
    return {};
  }
}

Event changed(const NotifiedState& told, const EventStamp& stamp) {
  const Settings before = settings_or_none(told.one);
  const Settings after = settings_or_none(told.other);
  SettingsChanged what;
  what.resource = told.resource;
  what.changes = diff(before, after);
  if (what.changes.empty())
    what.changes = diff({}, {{"email/buildJobFail/enabled", false}});  // an event always has changes
  what.coverage = shifts(coverage_of(before, policy()), coverage_of(after, policy()));
  what.severity = judge(what.changes, what.coverage, policy());
  for (Change& change : what.changes) {
    change.not_before = kThen;
    change.observed_at = stamp.at;
  }
  return make_event(what, stamp, policy());
}

Event config_changed(const NotifiedState& told, const EventStamp& stamp) {
  ConfigChanged what;
  what.note_added(told.resource.name, told.one);
  what.note_removed(told.resource.project_name, told.other);
  what.note_changed(told.resource.account, told.one, told.other);
  return make_event(what, stamp, policy());
}

Event event_from(const NotifiedState& told, const EventStamp& stamp) {
  const Policy rules = policy();
  const ResourceInfo& resource = told.resource;
  const Bulk crowd{resource.account, resource.service, 12, {told.one, told.other}};
  const Outage outage{
      {OutageScope::service, resource.account, resource.service}, kThen, FailureKind::server, told.one, 9, 7};
  if (told.word == "unreachable")
    return make_event(
        ReachabilityChanged{resource, ReachabilityTransition::unreachable, kThen, 3, FailureKind::server, told.one},
        stamp, rules);
  if (told.word == "returned")
    return make_event(ReachabilityChanged{resource, ReachabilityTransition::returned, kThen, 3, {}, {}}, stamp, rules);
  if (told.word == "lost") return make_event(OutageBegun{outage}, stamp, rules);
  if (told.word == "restored") return make_event(OutageEnded{outage, stamp.at}, stamp, rules);
  if (told.word == "added") return make_event(ResourceAdded{resource, !told.one.empty()}, stamp, rules);
  if (told.word == "renamed") return make_event(ResourceRenamed{resource, told.one}, stamp, rules);
  if (told.word == "unwatched") return make_event(ResourceUnwatched{resource, UnwatchReason::listing}, stamp, rules);
  if (told.word == "many") return make_event(CrowdAdded{crowd, 3}, stamp, rules);
  if (told.word == "fewer") return make_event(CrowdUnwatched{crowd, UnwatchReason::filter}, stamp, rules);
  if (told.word == "suspended") return make_event(SinkSuspended{resource.name, kThen, told.one, 5}, stamp, rules);
  if (told.word == "resumed") return make_event(SinkResumed{resource.name, kThen, stamp.at, 5}, stamp, rules);
  if (told.word == "posture")
    return make_event(Posture{12, 11, 1, 9, 2, 1, {told.one, told.other}, "1:ab"}, stamp, rules);
  return told.word == "config" ? config_changed(told, stamp) : changed(told, stamp);
}

}  // namespace

std::vector<Event> events_from(std::string_view text) {
  constexpr std::size_t kMost = 12;
  Lines lines(text);
  std::vector<Event> events;
  while (!lines.ended() && events.size() < kMost) {
    const auto seq = static_cast<std::int64_t>(events.size()) + 1;
    const TimePoint at = kThen + std::chrono::seconds{300 + seq};
    events.push_back(event_from(notified_state_from(lines), {"evt_01JD8ZK3V5T8M2Q4X6B9C1D7FG", seq, at}));
  }
  return events;
}

}  // namespace noticed::fuzz
