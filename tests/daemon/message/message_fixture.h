// Events as the store makes them, for tests of what messages say.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "daemon/message/compose.h"
#include "storage/model/event.h"
#include "storage/model/notice.h"
#include "storage/model/quiet.h"
#include "storage/model/sink_notice.h"
#include "storage/model/storage_notice.h"
#include "storage/model/time_zone.h"
#include "tests/support/services.h"

namespace noticed {

class MessageTest : public testing::Test {
 protected:
  MessageTest() {
    use_time_zone("Asia/Shanghai");
    policy_.host = "watcher-1";
    policy_.notify_channels = {"email", "wecom", "dingtalk", "feishu", "webhook"};
    policy_.failure_events = {"buildJobFail", "pipelineRun.failed", "codeGateFailed"};
  }

  static TimePoint at(const std::string& text) { return parse_rfc3339(text).value(); }
  static ResourceInfo resource(Service service = service::build, const std::string& name = "payments-api",
                               const std::string& id = "48c66c6002964721be537cdc6ce0297b") {
    return {"prod", "ap-southeast-3", service, id, name, "8ac6cbe6f41648a3a757004f3e2e6ed0", "Shop", {}};
  }

  /// The next number's stamp, and its time.
  EventStamp stamp() { return {"evt_" + std::to_string(seq_), seq_, now_}; }
  DueDelivery deliver(const Event& event) {
    ++seq_;
    DueDelivery due;
    due.seq = event.seq;
    due.sink = "ops";
    due.event_id = event.id;
    due.at = event.at;
    due.type = event.type;
    due.severity = event.severity;
    due.body = event.body;
    return due;
  }
  template <typename What>
  DueDelivery told(const What& what) {
    return deliver(make_event(what, stamp(), policy_));
  }
  /// What a change of settings makes, with the window (five minutes before now, now].
  DueDelivery changed(const ResourceInfo& who, const Settings& before, const Settings& after) {
    SettingsChanged what{who, diff(before, after), {}, Severity::info, {12, "sha256:b"}, {11, "sha256:a"}};
    what.coverage = shifts(coverage_of(before, policy_), coverage_of(after, policy_));
    what.severity = judge(what.changes, what.coverage, policy_);
    for (auto& change : what.changes) {
      change.not_before = now_ - std::chrono::minutes(5);
      change.observed_at = now_;
    }
    return told(what);
  }
  /// An event whose body has this data.
  DueDelivery raw(const std::string& type, Severity severity, const std::string& summary, nlohmann::json data) {
    data["seq"] = seq_;
    data["severity"] = to_text(severity);
    data["summary"] = summary;
    const nlohmann::json body{{"source", "urn:noticed:watcher-1"}, {"type", type}, {"data", std::move(data)}};
    return deliver({"evt_" + std::to_string(seq_), seq_, now_, type, severity, summary, body.dump()});
  }

  Policy policy_;
  RenderContext surroundings_;
  std::int64_t seq_ = 1842;
  TimePoint now_ = at("2026-11-20T19:00:09.123Z");
};

}  // namespace noticed
