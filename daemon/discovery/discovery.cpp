#include "daemon/discovery/discovery.h"

#include <algorithm>
#include <array>
#include <random>
#include <set>

#include "pollers/backoff.h"
#include "pollers/poller.h"
#include "storage/model/ascii.h"

namespace noticed {
namespace {

using std::chrono::milliseconds;

/// Whether the text is a project id, as opposed to a pattern that may match one.
bool is_project_id(std::string_view text) {
  return text.size() == 32 && all_are(text, [](char c) { return is_digit(c) || is_lower(c); });
}

/// The projects to list before any project list was complete.
std::vector<ProjectInfo> projects_named_in(const std::vector<DiscoverRule>& rules) {
  std::vector<ProjectInfo> named;
  for (const DiscoverRule& rule : rules) {
    for (const std::string& id : rule.projects) {
      const bool known = std::any_of(named.begin(), named.end(), [&](const auto& project) { return project.id == id; });
      if (is_project_id(id) && !known) named.push_back({id, {}});
    }
  }
  return named;
}

}  // namespace

/// One account's rounds, one after another; within a round the listings one after another, page by page. Callbacks hold
/// it weakly, so that none runs after its owner released it.
class Discovery::Rounds : public std::enable_shared_from_this<Rounds> {
 public:
  Rounds(Loop& loop, std::shared_ptr<const DiscoveryHooks> hooks, std::size_t index, std::string account,
         std::vector<DiscoverRule> rules, std::uint32_t seed)
      : loop_(loop),
        hooks_(std::move(hooks)),
        index_(index),
        account_(std::move(account)),
        rules_(std::move(rules)),
        projects_(projects_named_in(rules_)),
        random_(seed) {}

  void begin_after(milliseconds delay) {
    alarm_ = loop_.after(delay, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->begin();
    });
  }

  /// Ends the running round without another hook; it is then released, with its alarm.
  void stop() { stopped_ = true; }

 private:
  /// One listing to be read.
  struct Step {
    std::optional<Service> service;  // none: the projects
    ProjectInfo project;
  };

  /// A callback to `method`, without effect once this object is destroyed.
  template <typename... Arguments>
  auto back_to(void (Rounds::*method)(Arguments...)) {
    return [weak = weak_from_this(), method](Arguments... arguments) {
      const auto self = weak.lock();
      if (self) (self.get()->*method)(std::move(arguments)...);
    };
  }

  void begin() {
    began_ = loop_.clock().steady();
    steps_.assign(1, Step{});
    at_ = 0;
    failed_ = 0;
    first_failure_.clear();
    troubles_.clear();
    begin_step();
  }

  void begin_step() {
    if (stopped_) return;
    if (at_ == steps_.size()) return end();
    const Step& step = steps_[at_];
    paginator_ = step.service ? walk_resources(*step.service, step.project.id) : walk_projects();
    request_page();
  }

  void request_page() {
    auto request = paginator_->next();
    if (request) hooks_->ask(index_, steps_[at_].service, std::move(*request), back_to(&Rounds::answered));
  }

  void answered(std::variant<RedactedJson, Failure> answer) {
    if (const auto* failure = std::get_if<Failure>(&answer)) return fail(to_text(failure->kind), failure->detail);
    try {
      paginator_->take(std::get<RedactedJson>(answer));
    } catch (const Malformed& fault) {
      return fail(to_text(FailureKind::malformed), fault.what());
    }
    switch (paginator_->outcome()) {
      case ListingPaginator::Completeness::going: return request_page();
      case ListingPaginator::Completeness::partial:
        return fail("partial", "the listing is incomplete: " + paginator_->anomaly());
      case ListingPaginator::Completeness::complete: return store_listing();
    }
  }

  void store_listing() {
    if (!paginator_->anomaly().empty()) report("anomaly", paginator_->anomaly());
    if (stopped_) return;
    const Step& step = steps_[at_];
    if (step.service)
      return hooks_->listing({account_, *step.service, step.project, std::move(paginator_->rows())},
                             back_to(&Rounds::stored));
    projects_.clear();
    for (ListedResource& row : paginator_->rows()) projects_.push_back({std::move(row.id), std::move(row.name)});
    hooks_->projects(index_, projects_, back_to(&Rounds::stored));
  }

  void stored(bool taken) {
    if (!taken) return fail("storage", "the result could not be stored");
    next();
  }

  void fail(std::string_view kind, const std::string& detail) {
    report(kind, detail);
    if (failed_++ == 0) first_failure_ = what(steps_[at_]) + ": " + detail;
    next();
  }

  void next() {
    paginator_.reset();
    if (!steps_[at_].service) plan();
    ++at_;
    begin_step();
  }

  /// Plans the listings that follow the projects: for all known projects, whether listed just now or in an earlier
  /// round.
  void plan() {
    for (const ProjectInfo& project : projects_)
      for (const Service service : all_services())
        if (wanted(service, project)) steps_.push_back({service, project});
  }

  bool wanted(Service service, const ProjectInfo& project) const {
    return std::any_of(rules_.begin(), rules_.end(), [&](const DiscoverRule& rule) {
      return rule.wants(service) && rule.wants_project(project.id, project.name);
    });
  }

  void end() {
    reported_.swap(troubles_);
    const std::size_t listings = steps_.size();
    steps_.clear();
    std::string trouble;
    if (failed_ > 0)
      trouble = std::to_string(failed_) + " of " + std::to_string(listings) +
                " listings failed; the first: " + first_failure_;
    hooks_->round_ended(index_, failed_ == 0, std::move(trouble), back_to(&Rounds::wait_for_next_round));
  }

  void wait_for_next_round() {
    const auto sooner = [](const DiscoverRule& a, const DiscoverRule& b) { return a.every < b.every; };
    const milliseconds every = std::min_element(rules_.begin(), rules_.end(), sooner)->every;
    const SteadyPoint due = began_ + every + jitter(every, random_);
    begin_after(std::max(milliseconds{0}, due - loop_.clock().steady()));
  }

  void report(std::string_view kind, const std::string& detail) {
    const std::string about = what(steps_[at_]);
    const auto [trouble, is_new] = troubles_.emplace(about, kind);
    if (is_new && !reported_.contains(*trouble)) hooks_->trouble(index_, about, detail);
  }

  static std::string what(const Step& step) {
    if (!step.service) return "projects";
    std::string text(to_text(*step.service));
    text += ' ';
    text += step.project.id;
    return text;
  }

  Loop& loop_;
  const std::shared_ptr<const DiscoveryHooks> hooks_;
  const std::size_t index_;
  const std::string account_;
  const std::vector<DiscoverRule> rules_;
  std::vector<ProjectInfo> projects_;  // the last complete list
  std::mt19937 random_;                // its first number varies widely with the seed
  Alarm alarm_;
  bool stopped_ = false;

  // State of the current round.
  SteadyPoint began_{};
  std::vector<Step> steps_;
  std::size_t at_ = 0;  // the current step
  std::unique_ptr<ListingPaginator> paginator_;
  std::size_t failed_ = 0;
  std::string first_failure_;
  std::set<std::pair<std::string, std::string>> troubles_;  // `what` and kind
  std::set<std::pair<std::string, std::string>> reported_;  // those of the previous round
};

Discovery::Discovery(Loop& loop, DiscoveryHooks hooks, std::vector<std::string> accounts,
                     std::vector<DiscoverRule> rules, std::uint32_t seed)
    : loop_(loop),
      hooks_(std::make_shared<const DiscoveryHooks>(std::move(hooks))),
      accounts_(std::move(accounts)),
      rules_(std::move(rules)),
      seed_(seed) {}

Discovery::~Discovery() { stop(); }

void Discovery::start() {
  stop();
  for (std::size_t i = 0; i < accounts_.size(); ++i) {
    std::vector<DiscoverRule> rules;
    for (const DiscoverRule& rule : rules_)
      if (rule.account == accounts_[i]) rules.push_back(rule);
    if (rules.empty()) continue;
    const auto seed = seed_ + static_cast<std::uint32_t>(i);
    rounds_.push_back(std::make_shared<Rounds>(loop_, hooks_, i, accounts_[i], std::move(rules), seed));
    rounds_.back()->begin_after(milliseconds{0});
  }
}

void Discovery::stop() {
  for (const auto& rounds : rounds_) rounds->stop();
  rounds_.clear();
}

}  // namespace noticed
