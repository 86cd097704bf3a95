// Finding out what exists: one account's rounds over its projects and what they hold of each service. A round hands on
// only what was read completely. Memory: each account's last complete list of projects.
// Network thread only. No HTTP, no SQL: both are hooks. Nothing survives a restart; a new round finds it all again.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "pollers/codearts/listing.h"
#include "pollers/loop.h"
#include "pollers/reply.h"

namespace noticed {

/// What discovery needs from outside. Whatever a hook is given to call, it calls once, later, never from inside.
struct DiscoveryHooks {
  /// Asks one page; the answer is redacted JSON or a Failure. No service: the project service.
  std::function<void(std::size_t account, std::optional<Service> service, ListingRequest request,
                     std::function<void(std::variant<RedactedJson, Failure>)> answered)>
      ask;
  /// Takes all projects that an account sees. done(false): the store did not take them.
  std::function<void(std::size_t account, std::vector<ProjectInfo> projects, std::function<void(bool)> done)> projects;
  /// Takes a complete listing. Its project has no name where only the configuration names the project.
  std::function<void(Listing listing, std::function<void(bool)> done)> listing;
  /// complete: the projects and every listing were read to the end and stored; else `trouble` says in a sentence what
  /// was not. The next round is planned once `done` is called.
  std::function<void(std::size_t account, bool complete, std::string trouble, std::function<void()> done)> round_ended;
  /// For the log. `what` is "projects", or a service and a project's id: "build 48c6…". Said when a trouble begins or
  /// becomes another one, not again each round.
  std::function<void(std::size_t account, std::string_view what, const std::string& detail)> trouble;
};

class Discovery {
 public:
  /// `accounts` by index, as the hooks are told; those without rules do nothing. `loop` must outlive it.
  Discovery(Loop& loop, DiscoveryHooks hooks, std::vector<std::string> accounts, std::vector<DiscoverRule> rules,
            std::uint32_t seed);
  /// As stop().
  ~Discovery();
  Discovery(const Discovery&) = delete;
  Discovery& operator=(const Discovery&) = delete;

  /// Begins each account's first round, later; the next one begins `every` (the smallest of its rules', give or take
  /// 5 %) after the one before began, or when that one has ended, whichever is later.
  void start();
  /// No hook is called any more; answers still to come have no effect. May be called from inside a hook.
  void stop();

 private:
  class Rounds;

  Loop& loop_;
  std::shared_ptr<const DiscoveryHooks> hooks_;
  std::vector<std::string> accounts_;
  std::vector<DiscoverRule> rules_;
  std::uint32_t seed_;
  std::vector<std::shared_ptr<Rounds>> rounds_;
};

}  // namespace noticed
