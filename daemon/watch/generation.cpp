#include "daemon/watch/generation.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>

#include "daemon/config/config.h"
#include "daemon/config/pace.h"
#include "daemon/config/url.h"
#include "daemon/watch/account_factory.h"
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

std::map<std::string, Fetcher::Pace> paces_of(const Config& config) {
  const auto allowed = pace_of(config.accounts);
  std::map<std::string, Fetcher::Pace> paces;
  const auto add = [&](const std::string& endpoint) {
    const std::string host = origin_of(endpoint);
    const auto pace = allowed.find(host);
    if (pace != allowed.end())
      paces.emplace(endpoint, Fetcher::Pace{host, pace->second.per_operation, pace->second.total});
  };
  for (const auto& account : config.accounts) {
    for (const auto& [service, endpoint] : account.endpoints) add(endpoint);
    add(account.project_endpoint);
  }
  return paces;
}

/// The configuration of an account and of the network settings that it may share; equal texts mean equal credentials.
std::string signature_of(const Config& config, const std::string& account) {
  std::string text;
  const std::string mine = "account." + account + ".";
  for (const auto& [key, value] : config.facts)
    if (key.starts_with(mine) || key.starts_with("network.")) text += key + "=" + value + "\n";
  return text;
}

}  // namespace

WantedInventory inventory_of(const Config& config) {
  WantedInventory wanted;
  wanted.facts = config.facts;
  for (const auto& account : config.accounts) wanted.regions.emplace(account.name, account.region);
  for (const auto& discover : config.discovers) wanted.rules.push_back(discover.rule);
  wanted.resources.reserve(config.resources.size());
  for (const auto& resource : config.resources) {
    WatchedResource watched;
    watched.info.account = resource.account;
    watched.info.region = wanted.regions.at(resource.account);
    watched.info.service = resource.service;
    watched.info.id = resource.id;
    watched.info.name = resource.name;
    watched.info.project_id = resource.project_id;
    watched.info.labels = resource.labels;
    watched.interval = resource.interval;
    watched.sections = resource.sections;
    wanted.resources.push_back(std::move(watched));
  }
  return wanted;
}

Inventory WantedInventory::inventory() const { return {resources, rules, regions, facts}; }

PolicyPtr policy_of(const Config& config, const Redactor& redactor, std::uint32_t generation) {
  auto policy = std::make_shared<Policy>();
  policy->generation = generation;
  policy->host = host_name();
  policy->notify_channels = config.notify_channels;
  policy->failure_events = config.failure_events;
  policy->fail_after = config.fail_after;
  policy->gone_after = config.gone_after;
  for (const auto& destination : config.destinations) {
    Credential url(destination.url_file);
    if (const auto* text = url.text())
      policy->destinations.emplace(redactor.mask(MaskKind::url, *text), destination.name);
  }
  for (const auto& sink : config.sinks) policy->routes.push_back(sink.route);
  return policy;
}

std::shared_ptr<Generation> generation_of(const Config& config, const Started& started, std::uint32_t number,
                                          const SignInParts& parts, const Generation* before) {
  const auto accounts = account_numbers(config);
  auto generation = std::make_shared<Generation>();
  generation->number = number;
  generation->timeout = config.timeout;
  generation->concurrency = config.concurrency;
  generation->fail_after = config.fail_after;
  generation->gone_after = config.gone_after;
  generation->paces = paces_of(config);
  generation->outages = started.outages;
  for (const auto& account : config.accounts) {
    const std::string signature = signature_of(config, account.name);
    std::shared_ptr<CredentialProvider> sign_in;
    if (before != nullptr)
      if (const auto known = before->sign_ins.find(signature); known != before->sign_ins.end()) sign_in = known->second;
    if (!sign_in) sign_in = make_sign_in(account, parts.loop, parts.transport, parts.redactor);
    generation->sign_ins.emplace(signature, sign_in);
    generation->accounts.push_back(make_account(account, std::move(sign_in)));
  }
  for (const auto& remembered : started.watched) {
    add_remembered(generation->list, static_cast<std::uint8_t>(accounts.at(remembered.account)), remembered);
    generation->times.insert(generation->times.end(), remembered.times.begin(), remembered.times.end());
  }
  if (before != nullptr) keep_hashes(before->list, generation->list);
  return generation;
}

}  // namespace noticed
