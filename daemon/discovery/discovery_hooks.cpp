#include "daemon/discovery/discovery_hooks.h"

#include "daemon/discovery/page_call.h"

namespace noticed {
namespace {

constexpr std::chrono::minutes kPagePatience{2};  // for one page, all attempts included

using Answer = PageCall::Answer;

void ask(const DiscoveryParts& parts, std::size_t number, std::optional<Service> service, ListingRequest request,
         std::function<void(Answer)> answered) {
  const auto& generation = parts.watcher.generation();
  Account& account = *generation->accounts[number];
  const std::string& endpoint = account.endpoint(service);
  if (endpoint.empty()) {
    Failure failure;
    failure.kind = FailureKind::server;
    failure.detail = "no host is documented for this region; set it in the account's endpoints";
    parts.loop.post([answered = std::move(answered), failure] { answered(failure); });
    return;
  }
  auto call = std::make_shared<PageCall>(parts.redactor, service, std::move(request), std::move(answered));
  call->timeout = generation->timeout;
  call->give_up = parts.loop.clock().steady() + kPagePatience;
  parts.fetcher.fetch(
      parts.fetcher.line(account, endpoint, service ? std::string(to_text(*service)) + " listing" : "projects"),
      std::move(call));
}

/// Stores a list, and passes the resources that it added or removed to the watcher.
void apply(const DiscoveryParts& parts, std::function<ListingResult(Store&)> question, std::function<void(bool)> done) {
  const auto take = [parts, generation = parts.watcher.generation(), done = std::move(done)](std::exception_ptr error,
                                                                                             ListingResult result) {
    if (parts.watcher.generation() != generation) return;
    if (!error) {
      parts.watcher.drop(result.dropped);
      parts.watcher.add(result.added);
      if (!result.events.empty()) parts.on_committed(result.events);
    }
    done(!error);
  };
  parts.store.ask<ListingResult>(std::move(question), take);
}

}  // namespace

DiscoveryHooks discovery_hooks(const DiscoveryParts& parts) {
  DiscoveryHooks hooks;
  const auto name_of = [parts](std::size_t account) { return parts.watcher.generation()->accounts[account]->name(); };
  hooks.ask = [parts](std::size_t account, std::optional<Service> service, ListingRequest request,
                      std::function<void(Answer)> answered) {
    ask(parts, account, service, std::move(request), std::move(answered));
  };
  hooks.projects = [parts, name_of](std::size_t account, std::vector<ProjectInfo> projects,
                                    std::function<void(bool)> done) {
    const TimePoint now = parts.loop.clock().wall();
    auto question = [name = name_of(account), projects = std::move(projects), now](Store& store) {
      return store.apply_projects(name, projects, now);
    };
    apply(parts, std::move(question), std::move(done));
  };
  hooks.listing = [parts](Listing listing, std::function<void(bool)> done) {
    const TimePoint now = parts.loop.clock().wall();
    auto question = [listing = std::move(listing), now](Store& store) { return store.apply_listing(listing, now); };
    apply(parts, std::move(question), std::move(done));
  };
  hooks.round_ended = [parts, name_of](std::size_t account, bool complete, std::string trouble,
                                       std::function<void()> done) {
    const TimePoint now = parts.loop.clock().wall();
    const auto work = [name = name_of(account), complete, trouble, now](Store& store) {
      store.end_round(name, complete, trouble, now);
    };
    parts.log.info("discovery_round", {{"account", name_of(account)}, {"complete", complete ? "yes" : "no"}});
    parts.store.run(work, [parts, complete, done = std::move(done)](std::exception_ptr) {
      parts.round_ended(complete);
      done();
    });
  };
  hooks.trouble = [parts, name_of](std::size_t account, std::string_view what, const std::string& detail) {
    parts.log.warn("discovery_trouble",
                   {{"account", name_of(account)}, {"listing", std::string(what)}, {"detail", detail}});
  };
  return hooks;
}

}  // namespace noticed
