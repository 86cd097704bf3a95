#include "conformance/cases.h"

#include <array>

#include "storage/model/digest.h"
#include "storage/model/event.h"
#include "storage/model/notice.h"
#include "storage/model/quiet.h"
#include "storage/model/sink_notice.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kProject = "8ac6cbe6f41648a3a757004f3e2e6ed0";
constexpr std::array<const char*, 10> kTeams{"payments", "orders", "ledger",  "search", "catalog",
                                             "identity", "mail",   "billing", "stock",  "delivery"};
constexpr std::array<const char*, 10> kTeamsChinese{"支付服务", "订单中心", "账务系统", "商品搜索", "商品目录",
                                                    "统一身份", "邮件网关", "计费平台", "库存管理", "配送调度"};

const Settings kBoth{{"email/buildJobFail/enabled", true}, {"system/buildJobFail/enabled", true}};
const Settings kInbox{{"email/buildJobFail/enabled", false}, {"system/buildJobFail/enabled", true}};

/// Somebody with the right to name a build job; what chats read as calls, links, tags and structure.
const std::string kHostile =
    "<!channel> @all @everyone <@U1> <at id=all></at> [click](https://evil.example.com) **bold** `code` <b>x</b> "
    "![i](https://evil.example.com/i.png) www.evil.example.com # _h_ ~s~ | > & &lt; \\ \u202Eright to left";

/// Makes one case's events, numbered on from 1842.
class CaseWriter {
 public:
  explicit CaseWriter(std::string project = "Shop") : project_(std::move(project)) {
    policy_.host = "watch1";
    policy_.notify_channels = {"email", "wecom", "dingtalk", "feishu", "webhook"};
    policy_.failure_events = {"buildJobFail", "pipelineRun.failed", "codeGateFailed"};
  }

  /// A resource with a unique id.
  ResourceInfo resource(Service service, const std::string& name) {
    std::string id = std::to_string(++ids_);
    if (service != service::repo) id = sha256_hex(id).substr(0, 32);
    return {"prod", "ap-southeast-3", service, id, name, std::string(kProject), project_, {}};
  }

  template <typename What>
  void tell(const What& what) {
    // A ULID of which only the last digits differ.
    const std::string digits = std::to_string(seq_);
    const EventStamp stamp{"evt_01KAGR" + std::string(20 - digits.size(), '0') + digits, seq_, now};
    const Event event = make_event(what, stamp, policy_);
    events.push_back({event.seq, "ops", event.id, event.at, event.type, event.severity, event.body, 0, false});
    ++seq_;
  }

  /// A change within the last five minutes.
  void change(const ResourceInfo& who, const Settings& before, const Settings& after) {
    SettingsChanged what{who, diff(before, after), {}, Severity::info, {}, {}};
    what.snapshot = {12, digest_of(canonical_text(after))};
    what.previous = {11, digest_of(canonical_text(before))};
    what.coverage = shifts(coverage_of(before, policy_), coverage_of(after, policy_));
    what.severity = judge(what.changes, what.coverage, policy_);
    for (auto& change : what.changes) {
      change.not_before = now - 5min;
      change.observed_at = now;
    }
    tell(what);
  }

  TimePoint now = parse_rfc3339("2026-11-20T19:00:09.123Z").value();  // 3 am in Shanghai
  std::vector<DueDelivery> events;

 private:
  std::string project_;
  Policy policy_;
  std::int64_t seq_ = 1842;
  std::int64_t ids_ = 2'111'978'605;
};

SampleCase model() {
  CaseWriter teller;
  teller.change(teller.resource(service::build, "payments-api"), kBoth, kInbox);
  return {"model", teller.events, {}};
}

/// Of a service whose page in the console is known.
SampleCase linked() {
  CaseWriter teller;
  teller.change(teller.resource(service::pipeline, "release"), {{"email/pipelineRun.failed/enabled", true}},
                {{"email/pipelineRun.failed/enabled", false}});
  return {"linked", teller.events, {}};
}

SampleCase alike() {
  CaseWriter teller;
  const Settings on{{"email/pipelineRun.failed/enabled", true}};
  const Settings off{{"email/pipelineRun.failed/enabled", false}};
  for (int i = 0; i < 64; ++i) {
    const std::string name = std::string(kTeams.at(static_cast<std::size_t>(i % 10))) + "-release-" + std::to_string(i);
    teller.change(teller.resource(service::pipeline, name), on, off);
    teller.now += 50ms;
  }
  SampleCase made{"alike", teller.events, {}};
  made.context.watched[{"prod", "pipeline", std::string(kProject)}] = 80;
  return made;
}

/// Forty events of four kinds.
void tell_forty(CaseWriter& teller, const std::array<const char*, 10>& teams) {
  const Settings few{{"*/codeGateFailed/recipients.roles", List{"developer"}}, {"email/codeGateFailed/enabled", true}};
  Settings more = few;
  for (const std::string team : teams) {
    teller.change(teller.resource(service::build, team + "-api"), kBoth, kInbox);
    more["*/codeGateFailed/recipients.roles"] = List{"developer", team};
    teller.change(teller.resource(service::check, team + "-check"), few, more);
    teller.tell(ResourceRenamed{teller.resource(service::pipeline, team + "-nightly"), team + "-old"});
    teller.tell(ReachabilityChanged{teller.resource(service::repo, team), ReachabilityTransition::unreachable,
                                    teller.now - 20min, 3, FailureKind::timeout, "no answer within 10s"});
    teller.now += 10s;
  }
}

SampleCase digest() {
  CaseWriter teller;
  tell_forty(teller, kTeams);
  return {"digest", teller.events, {}};
}

SampleCase reverted() {
  CaseWriter teller;
  const auto who = teller.resource(service::build, "payments-api");
  teller.change(who, kBoth, kInbox);
  teller.now += 10min;
  teller.change(who, kInbox, kBoth);
  return {"reverted", teller.events, {}};
}

SampleCase suspended() {
  CaseWriter teller;
  teller.tell(SinkSuspended{"night-shift", teller.now, "HTTP 403: errcode 310000 sign not match", 17});
  return {"suspended", teller.events, {}};
}

Quiet quiet_week(TimePoint now) {
  Quiet what{now - 168h, now, {420, 418, 2, 1260, 3, 7, {}, ""}, {}, 12};
  what.posture.examples = {"build/48c66c6002964721be537cdc6ce0297b payments-api: buildJobFail",
                           "pipeline/7c1d1ae1e9a54cd58a4fd8b1c04a0d4a release: pipelineRun.failed"};
  what.posture.chain = "1841:" + sha256_hex("chain");
  what.oldest = Quiet::Oldest{now - 9h, "repo/2111978605 ledger"};
  return what;
}

SampleCase quiet() {
  CaseWriter teller;
  teller.tell(quiet_week(teller.now));
  return {"quiet", teller.events, {}};
}

SampleCase hostile() {
  CaseWriter teller(kHostile);
  teller.change(teller.resource(service::build, kHostile), kBoth, kInbox);
  teller.tell(ResourceRenamed{teller.resource(service::repo, kHostile + kHostile), "</text>\"}],\"x\":[{\"\n\r\t"});
  teller.change(teller.resource(service::pipeline, "javascript:alert(1)"), {},
                {{"dingtalk/*/webhook.content", kHostile}, {"email/*/x.note", "```\n# h\n```"}});
  return {"hostile", teller.events, {}};
}

SampleCase delayed() {
  SampleCase made = model();
  made.name = "delayed";
  made.events.front().replayed = true;
  const TimePoint at = made.events.front().at;
  made.context.delay = {at - 9h, at, "HTTP 503"};
  return made;
}

SampleCase chinese() {
  CaseWriter teller("商城");
  teller.change(teller.resource(service::build, "支付服务-构建"), kBoth, kInbox);
  const Settings before{{"dingtalk/pipelineRun.failed/enabled", true},
                        {"dingtalk/pipelineRun.failed/recipients.roles", List{"开发人员", "项目经理"}}};
  const Settings after{{"dingtalk/pipelineRun.failed/enabled", true},
                       {"dingtalk/pipelineRun.failed/recipients.roles", List{"项目经理"}},
                       {"dingtalk/*/webhook.content", "构建 ${NAME} 结束"}};
  teller.change(teller.resource(service::pipeline, "每日发布"), before, after);
  teller.tell(quiet_week(teller.now));
  return {"chinese", teller.events, {}, Language::zh};
}

SampleCase chinese_digest() {
  CaseWriter teller("商城");
  tell_forty(teller, kTeamsChinese);
  return {"chinese-digest", teller.events, {}, Language::zh};
}

}  // namespace

std::vector<SampleCase> sample_cases() {
  return {model(), linked(),  alike(),   digest(),  reverted(),      suspended(),
          quiet(), hostile(), delayed(), chinese(), chinese_digest()};
}

}  // namespace noticed
