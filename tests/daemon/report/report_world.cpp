#include "report_world.h"

#include <sstream>

#include "daemon/report/report_page.h"
#include "storage/model/time_zone.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

Settings mails(bool failure, bool success) {
  return {{"email/buildJobFail/enabled", failure},
          {"email/buildJobSuccess/enabled", success},
          {"system/buildJobFail/enabled", true}};
}

WatchedResource named(Service service, const std::string& id, const std::string& name, SectionMask sections) {
  WatchedResource resource = watched(service, id, sections);
  resource.info.name = name;
  return resource;
}

/// A pipeline's e-mail section; `bits` say which of its events are on.
Settings pipeline_mail(unsigned bits) {
  Settings settings;
  constexpr const char* kEvents[]{"pipelineRun.failed",
                                  "pipelineRun.succeed",
                                  "pipelineRun.pause",
                                  "pipeline.updated",
                                  "pipeline.deleted",
                                  "pipelineRun.suspend",
                                  "x.six",
                                  "x.seven",
                                  "x.eight",
                                  "x.nine"};
  for (unsigned i = 0; i < std::size(kEvents); ++i)
    settings["email/" + std::string(kEvents[i]) + "/enabled"] = (bits >> i & 1U) != 0;
  settings["email/pipelineRun.failed/recipients.roles"] = List{"developer", "project manager"};
  return settings;
}

WatchedResource large_one(int i) {
  const std::string number = std::to_string(100'000 + i).substr(1);
  const std::string id = "48c66c6002964721be537cdc6ce" + number;
  if (i % 10 < 6) return named(service::build, id, "service-" + number + "-build", 1);
  if (i % 10 < 9) return named(service::pipeline, id, "service-" + number + "-release", 0b100);
  return named(service::repo, "21" + number, "service-" + number, 0b100);
}

Settings large_settings(int i, bool later) {
  const bool other = later && i % 3 == 0;
  if (i % 10 < 6) return mails((i % 7 == 0) == other, i % 2 == 0);
  if (i % 10 < 9) return pipeline_mail(i < 4'000 ? static_cast<unsigned>(i) : other ? 3U : 1U);
  return {{"email/mr.open/enabled", i % 4 < 2 || other}, {"email/*/source", i % 3 == 0 ? "product" : "repo"}};
}

}  // namespace

World::World() : store_(std::make_unique<Store>(StoreOptions{database_, "0011223344556677", "0.1.0", false}, at(0ms))) {
  use_time_zone("Asia/Shanghai");
}

std::vector<Remembered> World::watch(const std::vector<WatchedResource>& resources, TimePoint now) {
  Policy policy = plain_policy();
  policy.notify_channels = {"email", "feishu", "dingtalk", "wecom", "webhook"};
  policy.failure_events = {"buildJobFail", "pipelineRun.failed", "codeGateFailed", "mr.open"};
  const Inventory inventory{resources, {}, {}, {}};
  return store_->begin_generation(inventory, std::make_shared<const Policy>(policy), now).watched;
}

ReportQuestion World::question() const {
  ReportQuestion question;
  question.database = database_;
  question.until = question.now = at(2h);
  question.since = at(2h) - 24h;
  question.host = "watcher-1";
  question.daemon_runs = true;
  return question;
}

std::string World::page(const ReportQuestion& question) {
  Report report = gather_report(question);
  report.question.database = "/var/lib/noticed/noticed.db";
  if (report.newest) report.newest->chain = "0123456789abcdef";
  std::ostringstream out;
  write_report(out, report);
  return out.str();
}

WatchedResource build_job(const std::string& id, const std::string& name) { return named(service::build, id, name, 1); }

void fill_small(World& world) {
  const auto ids = world.watch({build_job("48c66c6002964721be537cdc6ce0297b", "payments-api"),
                                build_job("b2", "orders-api"), build_job("b3", "billing"), build_job("b4", "invoices"),
                                named(service::pipeline, "p1", "shop release", 0b100),
                                named(service::repo, "2111", "shop", 0b100), build_job("b7", "too new")});
  const auto id = [&](std::size_t i) { return ids[i].resource; };
  world.commit(RecordedPoll(id(0), at(1s)).fetched(0, mails(true, true)));
  for (const std::size_t i : {1U, 2U, 3U}) world.commit(RecordedPoll(id(i), at(1s)).fetched(0, mails(true, false)));
  world.commit(RecordedPoll(id(4), at(1s))
                   .fetched(2, {{"email/pipelineRun.failed/enabled", false},
                                {"email/pipelineRun.failed/recipients.roles", List{"dev", "sre"}}}));
  world.commit(
      RecordedPoll(id(5), at(1s)).fetched(2, {{"email/mr.open/enabled", false}, {"email/*/source", "product"}}));
  world.commit(RecordedPoll(id(0), at(300s)).fetched(0, mails(false, true)));
  world.commit(RecordedPoll(id(0), at(600s)).failed(0, FailureKind::timeout, "no answer within 10 s"));
  world.commit(RecordedPoll(id(0), at(900s)).fetched(0, mails(false, false)));
  world.commit(RecordedPoll(id(4), at(1200s))
                   .fetched(2, {{"email/pipelineRun.failed/enabled", false},
                                {"email/pipelineRun.failed/recipients.roles", List{"sre"}}}));
  world.commit(RecordedPoll(id(3), at(1500s)).failed(0, FailureKind::server, "HTTP 503"));
}

void fill_large(World& world, int count) {
  std::vector<WatchedResource> wanted;
  for (int i = 0; i < count; ++i) wanted.push_back(large_one(i));
  const auto ids = world.watch(wanted);
  const auto poll = [&](int i, TimePoint time, bool later) {
    const auto section = static_cast<SectionIndex>(i % 10 < 6 ? 0 : 2);
    RecordedPoll one(ids[static_cast<std::size_t>(i)].resource, time);
    return later && i % 30 == 7 ? one.failed(section, FailureKind::server, "HTTP 503")
                                : one.fetched(section, large_settings(i, later));
  };
  std::vector<PollReport> cycles;
  for (int i = 0; i < count; ++i) cycles.push_back(poll(i, at(1s), false));
  world.commit(cycles);
  cycles.clear();
  for (int i = 0; i < count; ++i)
    if (i % 3 == 0 || i % 30 == 7) cycles.push_back(poll(i, at(600s + i * 100ms), true));
  world.commit(cycles);
}

void fill_hostile(World& world) {
  const auto ids = world.watch(
      {build_job("b1", "<script>alert(1)</script>"), build_job("b2", "\"><img src=x onerror=y>"),
       build_job("b3\" onclick=\"z", "</title></style></script>"), build_job("b4", "harm\u202eless\x01 & 'more'")});
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::string number = std::to_string(i);
    world.commit(RecordedPoll(ids[i].resource, at(1s)).fetched(0, {{"email/buildJobFail/enabled", true}}));
    world.commit(RecordedPoll(ids[i].resource, at(60s))
                     .fetched(0, {{"email/buildJobFail/enabled", false},
                                  {encode("<b>" + number, "<i>", "<u>"), "<em onclick=" + number + ">"}}));
    world.commit(RecordedPoll(ids[i].resource, at(120s)).failed(0, FailureKind::server, "<blink>" + number));
  }
}

}  // namespace noticed
