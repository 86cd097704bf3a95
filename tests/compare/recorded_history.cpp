#include "compare/recorded_history.h"

#include <signal.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdlib>
#include <iostream>
#include <stdexcept>

namespace noticed::compare {

using codearts::Json;
using codearts::Service;
using test::eventually;

namespace {

constexpr std::chrono::seconds kPatience{60};
constexpr int kEach = 6;  // resources of each service

std::uint16_t free_port() {
  boost::asio::io_context io;
  using Tcp = boost::asio::ip::tcp;
  const Tcp::acceptor acceptor(io, Tcp::endpoint(boost::asio::ip::make_address("127.0.0.1"), 0));
  return acceptor.local_endpoint().port();
}

test::SceneOptions options_of(std::uint16_t port, const receiver::Receiver& late) {
  test::SceneOptions options;
  options.timeout = "10s";  // a loaded machine is no failure
  options.cloud = {{"tokens", {"t1"}},
                   {"generate", {{"build", kEach}, {"pipeline", kEach}, {"check", kEach}, {"repo", kEach}}}};
  options.listen = "127.0.0.1:" + std::to_string(port);
  options.extra = "[[sink]]\nname = \"late\"\ntype = \"webhook\"\nurl = \"" + late.url() +
                  "\"\nsecret_file = \"secret\"\nmax_age = \"1s\"\n" +
                  "[[discover]]\nlabels = { team = \"payments\" }\nexclude = [\"*-sandbox\"]\n";
  return options;
}

const Json kRobot{{"notice_id", "n5"},
                  {"url", "https://open.feishu.cn/open-apis/bot/v2/hook/OneRobot"},
                  {"events", {"pipelineRun.failed"}},
                  {"options", {"projectName"}},
                  {"mentioned_list", Json::array()},
                  {"mentioned_mobile_list", {"17812341234"}},
                  {"secret_info", nullptr}};

}  // namespace

RecordedHistory::RecordedHistory(const std::filesystem::path& program, const std::filesystem::path& key)
    : port_(free_port()) {
  ::setenv("NOTICED_BINARY", program.c_str(), 1);
  receiver::Options taking;
  taking.secrets = {test::kSecret};
  late_ = std::make_unique<receiver::Receiver>(taking);
  scene_ = std::make_unique<test::Scene>(options_of(port_, *late_));
  for (const auto service : {Service::build, Service::pipeline, Service::check, Service::repo})
    scene_->watch(service, 0, "labels = { team = \"core\" }");
  scene_->write();
  if (!key.empty()) std::filesystem::copy_file(key, this->key());
}

void RecordedHistory::step(const std::string& what) const { std::cerr << "compare: " << what << std::endl; }

void RecordedHistory::until(const std::string& what, const std::string& sql, long wanted) const {
  if (scene_->until_count(sql, wanted, kPatience)) return;
  throw std::runtime_error("never came about: " + what + ": " + sql + " is " + std::to_string(scene_->count(sql)) +
                           ", not " + std::to_string(wanted) + ":\n" + scene_->log());
}

void RecordedHistory::until_event(const std::string& type, long wanted) const {
  until("the event", "SELECT count(*) FROM events WHERE type = 'noticed." + type + "'", wanted);
}

void RecordedHistory::until_told() const {
  until("deliveries end", "SELECT count(*) FROM deliveries WHERE sink = 'ops' AND state = 'pending'", 0);
}

void RecordedHistory::edit(Service service, std::uint64_t index, const std::string& answer, const std::string& pointer,
                           const Json& value) {
  const long before = scene_->events("settings.changed");
  scene_->set(service, codearts::generated_id(service, index), answer, pointer, value);
  until_event("settings.changed", before + 1);
  until_told();
}

void RecordedHistory::rounds_until(const std::string& type, long wanted) {
  for (int round = 0; round < 12; ++round) {
    scene_->daemon().signal(SIGHUP);
    if (eventually([&] { return scene_->events(type) == wanted; }, std::chrono::seconds{5})) return until_told();
  }
  throw std::runtime_error("never came about: noticed." + type + ":\n" + scene_->log());
}

void RecordedHistory::change_builds_and_pipelines() {
  step("changes of build jobs and pipelines");
  edit(Service::build, 0, "query", "/result/1/enable_map/buildJobFail", false);
  edit(Service::build, 0, "query", "/result/1/enable_map/buildJobFail", true);
  edit(Service::build, 0, "query", "/result/1/enable_map/somethingNew", true);
  edit(Service::build, 1, "query", "/result/1/param_config", "{\"colour\":\"blue\"}");
  edit(Service::pipeline, 0, "5", "/webhook_config", kRobot);
  edit(Service::pipeline, 0, "5", "/webhook_config/url", "https://open.feishu.cn/open-apis/bot/v2/hook/AnotherRobot");
  edit(Service::pipeline, 0, "5", "/webhook_config/url", "https://hooks.example.net/ElsewhereRobot");
  edit(Service::pipeline, 0, "5", "/webhook_config/mentioned_mobile_list", Json{"17812341234", "16712345678"});
  edit(Service::pipeline, 0, "5", "/webhook_config", nullptr);
  edit(Service::pipeline, 0, "status", "/0/enabled", true);
  edit(Service::pipeline, 0, "2", "/events/3/selected", true);
  edit(Service::pipeline, 0, "2", "/events/3/surprise", "yes");
}

void RecordedHistory::change_checks_and_repos() {
  step("changes of checks and repositories");
  edit(Service::check, 0, "notification", "/codeGateFailed/roles", "Developer,Tester");
  edit(Service::check, 0, "notification", "/codeGateFailed/userIds", "");
  edit(Service::check, 0, "notification", "/codeGateFailed/sendRolesEnable", false);
  edit(Service::check, 0, "notification", "/codeGateFailed/sendMail", false);
  edit(Service::repo, 0, "status", "/email/config_source", "project");
  edit(Service::repo, 0, "status", "/email/config_source", "repo");
  edit(Service::repo, 0, "status", "/email/enabled", false);
  edit(Service::repo, 0, "feishu", "/webhook_config/mention_users", "1");
  edit(Service::repo, 0, "feishu", "/waring_repo_usage_rate", 70);
  edit(Service::repo, 0, "feishu", "/subscript_events/0/enabled", false);
}

/// All at once: one event each.
void RecordedHistory::change_many() {
  step("changes of many at once");
  const long before = scene_->events("settings.changed");
  for (int i = 0; i < kEach; ++i)
    scene_->set(Service::build, codearts::generated_id(Service::build, static_cast<std::uint64_t>(i)), "query",
                "/result/2/enable_map/deleteJob", true);
  until_event("settings.changed", before + kEach);
  until_told();
}

void RecordedHistory::fail_single_ones() {
  step("single resources fail in several ways, one after the other");
  const struct {
    Service service;
    const char* kind;
    Json parameters;
  } faults[] = {{Service::build, "status", {{"status", 503}, {"body", "busy"}}},
                {Service::pipeline, "html", Json::object()},
                {Service::check, "wrong_type", {{"form", "text"}}},
                {Service::repo, "duplicate", Json::object()}};
  long failed = 0;
  for (const auto& fault : faults) {
    scene_->fault(codearts::generated_id(fault.service, 1), fault.kind, fault.parameters);
    until_event("resource.unreachable", ++failed);
    scene_->clear_faults();
    until_event("resource.recovered", failed);
    until("gaps end", "SELECT count(*) FROM gaps WHERE to_at IS NULL", 0);
  }
  until_told();
}

void RecordedHistory::fail_together() {
  step("a service, then the account fails");
  scene_->fault("/notification-subscriptions/", "status", {{"status", 500}});
  until_event("service.unreachable", 1);
  scene_->clear_faults();
  until_event("service.recovered", 1);
  scene_->credential("token", "another\n");
  until_event("account.rejected", 1);
  scene_->credential("token", "t1\n");
  until_event("account.restored", 1);
  until("gaps end", "SELECT count(*) FROM gaps WHERE to_at IS NULL", 0);
  until_told();
}

void RecordedHistory::come_and_go() {
  step("a repository is deleted and comes back");
  const Json two{{"service", "repo"}, {"id", codearts::generated_id(Service::repo, 2)}, {"name", "repo-2"}};
  scene_->cloud().control("remove", two);
  until_event("resource.gone", 1);
  scene_->cloud().control("resource", two);
  until_event("resource.returned", 1);
  until_told();
}

void RecordedHistory::discover() {
  step("discovery: a new build job, another name, deleted; then a filter");
  const std::string id(32, 'a');
  scene_->cloud().control("resource", {{"service", "build"}, {"id", id}, {"name", "new-job"}});
  rounds_until("resource.added", 1);
  scene_->cloud().control("rename", {{"service", "build"}, {"id", id}, {"name", "payments"}});
  rounds_until("resource.renamed", 1);
  scene_->cloud().control("remove", {{"service", "build"}, {"id", id}});
  until_event("resource.gone", 2);
  rounds_until("resource.unwatched", 1);
  scene_->add("[[discover]]\nservices = [\"check\"]");
  scene_->add("[coverage]\nfailure_events = [\"buildJobFail\"]");
  scene_->write();
  rounds_until("config.changed", 1);
}

void RecordedHistory::fail_sink() {
  step("a sink fails until a message is given up; then its address is wrong");
  late_->answer({.status = 500});
  edit(Service::build, 3, "query", "/result/0/enable_map/buildJobFail", true);
  until("a dead letter", "SELECT count(*) FROM deliveries WHERE state = 'dead'", 1);
  late_->answer({.status = 410});
  edit(Service::build, 3, "query", "/result/0/enable_map/buildJobFail", false);
  until_event("sink.suspended", 1);
  late_->answer({});
}

void RecordedHistory::restart() {
  step("it is stopped, killed and started again");
  if (scene_->stop() != 0) throw std::runtime_error("it did not stop well:\n" + scene_->log());
  scene_->set(Service::check, codearts::generated_id(Service::check, 4), "notification", "/deleteTask/sendMail", false);
  const long before = scene_->events("settings.changed");
  scene_->start();
  until_event("settings.changed", before + 1);
  scene_->kill_hard();
  scene_->start();
  edit(Service::build, 4, "query", "/result/0/enable_map/buildJobFail", true);
  scene_->fault(codearts::generated_id(Service::pipeline, 5), "status", {{"status", 403}});
  until("a gap that stays", "SELECT min(1, count(*)) FROM gaps WHERE to_at IS NULL AND reason <> 'not_running'", 1);
  if (scene_->stop() != 0) throw std::runtime_error("it did not stop well:\n" + scene_->log());
  scene_->clear_faults();
}

void RecordedHistory::record() {
  step("first sight");
  scene_->start();
  if (!scene_->first_sight()) throw std::runtime_error("no first sight:\n" + scene_->log());
  until("everything is discovered", "SELECT count(*) FROM resources WHERE state = 'ok'", 4 * kEach);
  change_builds_and_pipelines();
  change_checks_and_repos();
  change_many();
  fail_single_ones();
  fail_together();
  come_and_go();
  discover();
  fail_sink();
  restart();
}

}  // namespace noticed::compare
