#include "daemon/config/advice.h"

#include <algorithm>

#include "daemon/config/listen.h"
#include "daemon/config/pace.h"
#include "daemon/config/rate.h"
#include "daemon/config/url.h"
#include "storage/model/event.h"

namespace noticed {
namespace {

/// Determines who can be alerted of what. Unknown properties count as matching a sink: the project's name, the change's
/// effect, and the resource's name if a listing may still provide it.
class Audience {
 public:
  explicit Audience(const Config& config) : config_(config) {
    for (const auto& sink : config.sinks) {
      Route to = sink.route;
      to.projects.clear();
      to.effects.clear();
      named_.routes.push_back(to);
      to.names.clear();
      nameless_.routes.push_back(std::move(to));
    }
  }

  bool may_receive(const ResourceConfig& resource) const {
    ResourceInfo info;
    info.account = resource.account;
    info.service = resource.service;
    info.id = resource.id;
    info.name = resource.name;
    info.labels = resource.labels;
    const EventFacts facts{"noticed.settings.changed", Severity::critical, &info, {}, {}, {}};
    return !route(name_may_be_listed(resource) ? nameless_ : named_, facts).empty();
  }

 private:
  bool name_may_be_listed(const ResourceConfig& resource) const {
    return resource.name.empty() && std::any_of(config_.discovers.begin(), config_.discovers.end(), [&](const auto& d) {
             return d.rule.account == resource.account && d.rule.wants(resource.service);
           });
  }

  const Config& config_;
  Policy named_, nameless_;
};

void advise_on_sinks(const Config& config, std::vector<Fault>& advice) {
  if (config.sinks.empty()) return;  // already reported
  if (config.sinks.size() == 1)
    advice.push_back({config.sinks.front().at,
                      "[[sink]]: this is the only sink; if it cannot be reached, nobody is notified. Add a second one",
                      FaultLevel::warning});
  const Audience audience(config);
  std::size_t unnotified = 0;
  const ResourceConfig* first = nullptr;
  for (const auto& resource : config.resources) {
    if (audience.may_receive(resource)) continue;
    if (unnotified++ == 0) first = &resource;
  }
  if (first == nullptr) return;
  std::string whom = std::string(to_text(first->service)) + "/" + first->id;
  if (unnotified > 1) whom += " and " + std::to_string(unnotified - 1) + " more";
  advice.push_back(
      {first->at, "[[resource]]: no [[sink]] is notified of " + whom + "; widen a sink's match", FaultLevel::warning});
}

void advise_on_rates(const Config& config, const std::vector<AskedHost>& hosts, std::vector<Fault>& advice) {
  for (const auto& host : hosts) {
    const auto capped = std::find_if(host.uses.begin(), host.uses.end(), [&](const std::string& use) {
      const auto service = service_from(use);
      return service && info_of(*service).cap > 0 && host.load.per_operation > info_of(*service).cap;
    });
    if (capped == host.uses.end()) continue;
    const ServiceInfo& service = info_of(*service_from(*capped));
    const auto sets = std::find_if(config.accounts.begin(), config.accounts.end(), [&](const AccountConfig& account) {
      return account.rate_limit == host.load.per_operation;
    });
    advice.push_back({sets == config.accounts.end() ? host.at : sets->at,
                      "[[account]] rate_limit: " + rate_text(host.load.per_operation) + " on " +
                          short_origin(host.origin) + " is above the documented cap of " + std::string(service.word) +
                          ", " + rate_text(service.cap) +
                          ", which all users of the region share; requests of others would be rejected, too",
                      FaultLevel::warning});
  }
}

void advise_on_being_watched(const Config& config, std::vector<Fault>& advice) {
  if (config.heartbeat.url_file.empty())
    advice.push_back(
        {{config.file.string()},
         "no [heartbeat]: if noticed or its machine stops, nobody is notified. Put the address of a dead man's "
         "switch into its url_file",
         FaultLevel::warning});
  const auto address = parse_listen(config.listen);
  const auto* port = address ? std::get_if<boost::asio::ip::tcp::endpoint>(&*address) : nullptr;
  if (port != nullptr && !port->address().is_loopback())
    advice.push_back(
        {{config.file.string()},
         "[daemon] listen: " + config.listen +
             " is plain HTTP without authentication; whoever can reach it can read what is watched and what fails",
         FaultLevel::warning});
}

}  // namespace

std::vector<Fault> advice_on(const Config& config, const std::vector<AskedHost>& hosts) {
  std::vector<Fault> advice;
  advise_on_sinks(config, advice);
  advise_on_rates(config, hosts, advice);
  advise_on_being_watched(config, advice);
  for (const auto& host : hosts)
    for (auto& warning : budget_warnings(short_origin(host.origin), host.load))
      advice.push_back({host.at, std::move(warning), FaultLevel::warning});
  return advice;
}

}  // namespace noticed
