// Discovery of what exists: periodic rounds per account that list its projects and the resources of each service in
// them. A round passes on only listings that were read completely. Memory: each account's last complete project list.
// Network thread only. No HTTP, no SQL: both are hooks. Nothing survives a restart; a new round finds everything again.
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

/// Dependencies of discovery. A hook calls its callback exactly once, later, never from within the hook.
struct DiscoveryHooks {
  /// Requests one page; the answer is redacted JSON or a Failure. Without a service: the project service.
  std::function<void(std::size_t account, std::optional<Service> service, ListingRequest request,
                     std::function<void(std::variant<RedactedJson, Failure>)> answered)>
      ask;
  /// Stores all projects that an account can see. done(false): they were not stored.
  std::function<void(std::size_t account, std::vector<ProjectInfo> projects, std::function<void(bool)> done)> projects;
  /// Stores a complete listing. Its project has no name if only the configuration mentions the project.
  std::function<void(Listing listing, std::function<void(bool)> done)> listing;
  /// complete: the projects and every listing were read to the end and stored; otherwise `trouble` is a sentence that
  /// says what failed. The next round is planned once `done` is called.
  std::function<void(std::size_t account, bool complete, std::string trouble, std::function<void()> done)> round_ended;
  /// Logs a failure. `what` is "projects", or a service and a project id: "build 48c6…". Called when a failure begins
  /// or changes, not again in each round.
  std::function<void(std::size_t account, std::string_view what, const std::string& detail)> trouble;
};

class Discovery {
 public:
  /// `accounts`: by the index that the hooks get; those without rules do nothing. `loop` must outlive it.
  Discovery(Loop& loop, DiscoveryHooks hooks, std::vector<std::string> accounts, std::vector<DiscoverRule> rules,
            std::uint32_t seed);
  /// The same as stop().
  ~Discovery();
  Discovery(const Discovery&) = delete;
  Discovery& operator=(const Discovery&) = delete;

  /// Begins each account's first round, later. The next round begins `every` (the smallest of its rules', +/- 5 %)
  /// after the previous one began, or when that one has ended, whichever is later.
  void start();
  /// Calls no more hooks; answers that are still to come have no effect. May be called from within a hook.
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
