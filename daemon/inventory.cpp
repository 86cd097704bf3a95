#include "daemon/inventory.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>

#include "pollers/credential.h"

namespace noticed {
namespace {

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

std::map<std::string, std::size_t> account_numbers(const Config& config) {
  std::map<std::string, std::size_t> numbers;
  for (std::size_t i = 0; i < config.accounts.size(); ++i) numbers.emplace(config.accounts[i].name, i);
  return numbers;
}

}  // namespace

std::vector<WatchedResource> inventory_of(const Config& config) {
  const auto accounts = account_numbers(config);
  std::vector<WatchedResource> inventory;
  inventory.reserve(config.resources.size());
  for (const auto& resource : config.resources) {
    WatchedResource watched;
    watched.info.account = resource.account;
    watched.info.region = config.accounts[accounts.at(resource.account)].region;
    watched.info.service = resource.service;
    watched.info.id = resource.id;
    watched.info.name = resource.name;
    watched.info.project_id = resource.project_id;
    watched.info.labels = resource.labels;
    watched.interval = resource.interval;
    watched.sections = resource.sections;
    inventory.push_back(std::move(watched));
  }
  return inventory;
}

PolicyPtr policy_of(const Config& config, const Redactor& redactor, std::uint32_t generation) {
  auto policy = std::make_shared<Policy>();
  policy->generation = generation;
  policy->host = host_name();
  policy->told_by = config.told_by;
  policy->failure_events = config.failure_events;
  for (const auto& destination : config.destinations) {
    Credential url(destination.url_file);
    if (const auto* text = url.text()) policy->destinations.emplace(redactor.mask(Kind::url, *text), destination.name);
  }
  for (const auto& sink : config.sinks) policy->routes.push_back(sink.route);
  return policy;
}

std::shared_ptr<Generation> generation_of(const Config& config, const std::vector<Remembered>& remembered,
                                          std::uint32_t number) {
  const auto accounts = account_numbers(config);
  auto generation = std::make_shared<Generation>();
  generation->number = number;
  generation->timeout = config.timeout;
  generation->concurrency = config.concurrency;
  for (const auto& account : config.accounts)
    generation->accounts.push_back(std::make_unique<Account>(account.name, account.endpoints, account.token_file));
  generation->list.reserve(config.resources.size());
  for (std::size_t i = 0; i < config.resources.size(); ++i) {
    const ResourceConfig& resource = config.resources[i];
    const auto account = static_cast<std::uint8_t>(accounts.at(resource.account));
    Watched& watched = generation->list.add(resource.service, account, resource.id, resource.project_id);
    watched.interval_s = static_cast<std::uint32_t>(resource.interval.count());
    watched.wanted = resource.sections;
    remember(watched, remembered[i]);
  }
  return generation;
}

}  // namespace noticed
