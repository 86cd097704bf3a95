#include "daemon/cli/check_online.h"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <functional>
#include <memory>

#include "daemon/discovery/page_call.h"
#include "daemon/runtime/version.h"
#include "daemon/watch/account_factory.h"
#include "pollers/asio_loop.h"
#include "pollers/poller.h"

namespace noticed {
namespace {

constexpr std::chrono::seconds kPatience{60};

class OnlineCheck {
 public:
  explicit OnlineCheck(const Config& config)
      : config_(config),
        loop_(io_.get_executor(), clock_),
        http_(io_.get_executor(), {config.network.ca_file.string(), std::string("noticed/") + kVersion}),
        fetcher_(loop_, http_, 1) {
    fetcher_.reset({}, 4, nullptr);
    for (const auto& account : config.accounts) plan(account);
  }

  std::vector<OnlineRow> run() {
    next();
    io_.run();
    return std::move(rows_);
  }

 private:
  void plan(const AccountConfig& config);
  void plan_service(const AccountConfig& config, Account& account, Service service);
  void next();
  void ask(Account& account, std::optional<Service> service, ListingRequest request,
           std::function<std::string(const RedactedJson&)> read);
  std::string take_projects(const AccountConfig& config, const RedactedJson& page);

  const Config& config_;
  SystemClock clock_;
  boost::asio::io_context io_{1};
  AsioLoop loop_;
  Redactor redactor_{FingerprintKey{}};  // masked values are discarded
  HttpClient http_;
  Fetcher fetcher_;
  std::vector<std::unique_ptr<Account>> accounts_;
  std::map<std::string, ProjectInfo> first_project_;  // that matches a rule, by account
  std::deque<std::function<void()>> steps_;
  std::vector<OnlineRow> rows_;
};

void OnlineCheck::plan(const AccountConfig& config) {
  accounts_.push_back(make_account(config, make_sign_in(config, loop_, http_, redactor_)));
  Account& account = *accounts_.back();
  const bool discovers = std::any_of(config_.discovers.begin(), config_.discovers.end(),
                                     [&](const auto& one) { return one.rule.account == config.name; });
  if (discovers)
    steps_.push_back([this, &config, &account] {
      ask(account, {}, *walk_projects()->next(),
          [this, &config](const RedactedJson& page) { return take_projects(config, page); });
    });
  for (const auto service : all_services()) plan_service(config, account, service);
}

std::string OnlineCheck::take_projects(const AccountConfig& config, const RedactedJson& page) {
  const auto walk = walk_projects();
  walk->take(page);
  const auto& rows = walk->rows();
  for (const auto& discover : config_.discovers)
    for (const auto& row : rows)
      if (discover.rule.account == config.name && discover.rule.wants_project(row.id, row.name))
        first_project_.try_emplace(config.name, ProjectInfo{row.id, row.name});
  return std::to_string(rows.size()) + (rows.size() == 1 ? " project" : " projects") + " on the first page";
}

/// Polls a resource named in the configuration as the daemon would; else requests the first page of the first project's
/// listing.
void OnlineCheck::plan_service(const AccountConfig& config, Account& account, Service service) {
  const auto mine = [&](const ResourceConfig& one) { return one.account == config.name && one.service == service; };
  const auto resource = std::find_if(config_.resources.begin(), config_.resources.end(), mine);
  if (resource != config_.resources.end()) {
    steps_.push_back([this, &account, service, resource] {
      const Target target{resource->id, resource->project_id, resource->sections};
      const Request request = poller_for(service).requests(target).front();
      ask(account, service, {request.target, {}}, [service, resource, request](const RedactedJson& body) {
        const Target again{resource->id, resource->project_id, resource->sections};
        return std::to_string(poller_for(service).normalize(again, request, body).size()) + " settings of " +
               (resource->name.empty() ? resource->id : resource->name);
      });
    });
    return;
  }
  const bool wanted = std::any_of(config_.discovers.begin(), config_.discovers.end(), [&](const auto& one) {
    return one.rule.account == config.name && one.rule.wants(service);
  });
  if (!wanted) return;
  steps_.push_back([this, &config, &account, service] {
    const auto project = first_project_.find(config.name);
    if (project == first_project_.end()) return next();  // the projects' row has the error
    ask(account, service, *walk_resources(service, project->second.id)->next(),
        [service, where = project->second](const RedactedJson& page) {
          const auto walk = walk_resources(service, where.id);
          walk->take(page);
          return std::to_string(walk->rows().size()) + " in project " + where.name + ", on the first page";
        });
  });
}

void OnlineCheck::next() {
  if (steps_.empty()) return http_.close();  // idle connections would keep the loop running
  const auto step = std::move(steps_.front());
  steps_.pop_front();
  step();
}

void OnlineCheck::ask(Account& account, std::optional<Service> service, ListingRequest request,
                      std::function<std::string(const RedactedJson&)> read) {
  OnlineRow row;
  row.account = account.name();
  row.what = service ? std::string(to_text(*service)) : "projects";
  row.host = account.endpoint(service);
  if (row.host.empty()) {
    row.detail = "no host is documented for this region; set it in the account's endpoints";
    rows_.push_back(std::move(row));
    return next();
  }
  auto held = std::make_shared<std::weak_ptr<PageCall>>();
  const auto answered = [this, row, held, read = std::move(read)](const PageCall::Answer& answer) mutable {
    const auto call = held->lock();
    if (call && call->sent() != SteadyPoint{}) row.latency = clock_.steady() - call->sent();
    if (const auto* failure = std::get_if<Failure>(&answer)) {
      row.detail = std::string(to_text(failure->kind)) + ": " + failure->detail;
    } else {
      try {
        row.detail = read(std::get<RedactedJson>(answer));
        row.good = true;
      } catch (const Malformed& malformed) {
        row.detail = std::string("malformed: ") + malformed.what();
      }
    }
    rows_.push_back(std::move(row));
    next();
  };
  auto call = std::make_shared<PageCall>(redactor_, service, std::move(request), answered);
  *held = call;
  call->timeout = config_.timeout;
  call->give_up = clock_.steady() + kPatience;
  fetcher_.fetch(fetcher_.line(account, row.host, "check"), std::move(call));
}

}  // namespace

std::vector<OnlineRow> ask_online(const Config& config) { return OnlineCheck(config).run(); }

}  // namespace noticed
