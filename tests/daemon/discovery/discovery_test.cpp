#include "daemon/discovery/discovery.h"

#include <set>

#include "discovery_fixture.h"
#include "tests/support/services.h"

namespace noticed::tests {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;
using Lines = std::vector<std::string>;

const std::vector<Service> kAll{service::build, service::pipeline, service::check, service::repo};
const std::string kShop(32, '1');
const std::string kBank(32, '2');
const std::string kBuild = "build " + kShop;

TEST_F(DiscoveryTest, StartThenProjectsAndEveryListingAreHandedOn) {
  projects_.push_back({kBank, "Bank"});
  rows_in_ = {{kBuild, 3}, {"pipeline " + kShop, 60}, {"check " + kShop, 120}, {"repo " + kBank, 1}};
  start({rule("prod", kAll)});
  EXPECT_THAT(heard_,
              ElementsAre("0 projects: 11=Shop 22=Bank", "prod build 11=Shop: 3", "prod pipeline 11=Shop: 60",
                          "prod check 11=Shop: 120", "prod repo 11=Shop: 0", "prod build 22=Bank: 0",
                          "prod pipeline 22=Bank: 0", "prod check 22=Bank: 0", "prod repo 22=Bank: 1", "0 complete"));
}

TEST_F(DiscoveryTest, StartThenNothingIsAskedFromInside) {
  Discovery discovery(loop_, hooks(), {"prod"}, {rule("prod", kAll)}, 1);
  discovery.start();
  EXPECT_THAT(asked_, IsEmpty());
}

TEST_F(DiscoveryTest, RulesThenOnlyWhatOneOfThemWants) {
  projects_ = {{kShop, "Shop"}, {kBank, "Bank"}, {project('3'), "Play"}};
  DiscoverRule by_name = rule("prod", {service::build});
  by_name.projects = {"B*"};
  DiscoverRule by_id = rule("prod", {service::repo});
  by_id.projects = {kShop, kBank};
  start({by_name, by_id, rule("other", kAll)});
  EXPECT_THAT(heard_, ElementsAre("0 projects: 11=Shop 22=Bank 33=Play", "prod repo 11=Shop: 0",
                                  "prod build 22=Bank: 0", "prod repo 22=Bank: 0", "0 complete"));
}

TEST_F(DiscoveryTest, AccountWithoutRulesThenNothing) {
  start({rule("b", {service::build})}, {"a", "b", "c"});
  EXPECT_EQ(asked_, (Lines{"1 projects", "1 " + kBuild}));
  EXPECT_EQ(loop_.waiting(), 1U);
}

TEST_F(DiscoveryTest, SmallestEveryThenNextRoundWithinFivePercent) {
  std::set<milliseconds> delays;
  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    DiscoverRule seldom = rule("prod", {service::build});
    DiscoverRule often = rule("prod", {service::build});
    often.every = 1000s;
    start({seldom, often}, {"prod"}, seed);
    delays.insert(loop_.next().value_or(0ms));
  }
  EXPECT_GE(*delays.begin(), 950s);
  EXPECT_LT(*delays.begin(), 960s);
  EXPECT_LE(*delays.rbegin(), 1050s);
  EXPECT_GT(*delays.rbegin(), 1040s);
}

TEST_F(DiscoveryTest, SameSeedThenSameDelay) {
  start({rule("prod", {service::build})}, {"prod"}, 3);
  const auto delay = loop_.next();
  start({rule("prod", {service::build})}, {"prod"}, 3);
  EXPECT_EQ(loop_.next(), delay);
}

TEST_F(DiscoveryTest, RoundTakesLongThenTheNextCountsFromItsBeginning) {
  start({rule("prod", {service::build})}, {"prod"}, 3);
  const milliseconds quick = loop_.next().value_or(0ms);
  hold_answers_ = true;
  start({rule("prod", {service::build})}, {"prod"}, 3);
  loop_.advance(600s);
  hold_answers_ = false;
  answer_next();
  run();
  EXPECT_EQ(loop_.next(), quick - 600s);
}

TEST_F(DiscoveryTest, RoundTakesLongerThanEveryThenTheNextFollowsAtOnce) {
  hold_answers_ = true;
  start({rule("prod", {service::build})});
  loop_.advance(3h);
  EXPECT_EQ(asked_, Lines{"0 projects"});
  answer_next();
  run();
  answer_next();
  run();
  EXPECT_EQ(asked_, (Lines{"0 projects", "0 " + kBuild, "0 projects"}));
}

TEST_F(DiscoveryTest, EndOfTheRoundNotTakenThenNoNextOneIsPlanned) {
  hold_end_ = true;
  start({rule("prod", {service::build})});
  EXPECT_EQ(heard_.back(), "0 complete");
  EXPECT_EQ(loop_.waiting(), 0U);
  held_end_();
  EXPECT_EQ(loop_.waiting(), 1U);
}

/// Ways in which a listing of 350 rows can fail. None may be stored as complete.
class FaultyListing : public DiscoveryTest, public testing::WithParamInterface<std::string> {
 protected:
  std::optional<Answer> spoiled(std::size_t page) {
    const std::string& fault = GetParam();
    if (fault == "grows" && page == 1) rows_in_[kBuild] = 351;
    if (fault == "grows" && page > 0) return shifted(page);
    if (fault == "empty") return answer_of(kBuild, nlohmann::json::array(), 350);
    if (page != 2) return {};
    if (fault == "loses") return answer_of(kBuild, nlohmann::json::array(), 350);
    if (fault == "repeats") return page_of(kBuild, 1);
    if (fault == "malformed") return Redactor(FingerprintKey{}).redact(nlohmann::json{{"jobs", 7}});
    return failure(FailureKind::server, "HTTP 500");
  }
  /// A row was inserted at the front after the first page.
  std::optional<Answer> shifted(std::size_t page) const {
    nlohmann::json rows = nlohmann::json::array();
    for (std::size_t i = page * 100; i < std::min<std::size_t>(351, page * 100 + 100); ++i)
      rows.push_back(row(kBuild, i - 1));
    return answer_of(kBuild, std::move(rows), 351);
  }
};

TEST_P(FaultyListing, ThenNotHandedOnAndTheOthersAre) {
  rows_in_ = {{kBuild, 350}, {"check " + kShop, 5}};
  faults_[kBuild] = [this](std::size_t page) { return spoiled(page); };
  const std::map<std::string, std::string> details{
      {"loses", "the listing is incomplete: 200 of 350 rows received"},
      {"repeats", "the listing is incomplete: page 3 repeats rows of this listing"},
      {"empty", "the listing is incomplete: 0 of 350 rows received"},
      {"error", "HTTP 500"},
      {"malformed", "/jobs: number instead of an array"},
      {"grows", "the listing is incomplete: page 2 repeats rows of this listing"}};
  const std::string& detail = details.at(GetParam());
  start({rule("prod", {service::build, service::check})});
  EXPECT_THAT(heard_, ElementsAre("0 projects: 11=Shop", "0 trouble " + kBuild + ": " + detail, "prod check 11=Shop: 5",
                                  "0 incomplete: 1 of 3 listings failed; the first: " + kBuild + ": " + detail));
  faults_.clear();
  next_round();
  EXPECT_EQ(heard_.at(1), "prod build 11=Shop: " + std::to_string(rows_in_[kBuild]));
  EXPECT_EQ(heard_.back(), "0 complete");
}

INSTANTIATE_TEST_SUITE_P(All, FaultyListing,
                         testing::Values("loses", "repeats", "empty", "error", "malformed", "grows"),
                         [](const auto& fault) { return fault.param; });

TEST_F(DiscoveryTest, TroubleThatStaysThenToldOnceAndAgainWhenItChangesOrReturns) {
  Failure now = failure(FailureKind::forbidden, "HTTP 403");
  faults_[kBuild] = [&](std::size_t) { return std::optional<Answer>(now); };
  const auto told = [this] {
    return std::count_if(heard_.begin(), heard_.end(), [](const auto& line) { return line.starts_with("0 trouble"); });
  };
  start({rule("prod", {service::build})});
  EXPECT_EQ(told(), 1);
  next_round();
  EXPECT_EQ(told(), 0);
  EXPECT_EQ(heard_.back(), "0 incomplete: 1 of 2 listings failed; the first: " + kBuild + ": HTTP 403");
  now = failure(FailureKind::server, "HTTP 500");
  next_round();
  EXPECT_THAT(heard_, testing::Contains("0 trouble " + kBuild + ": HTTP 500"));
  faults_.clear();
  next_round();
  EXPECT_EQ(told(), 0);
  faults_[kBuild] = [&](std::size_t) { return std::optional<Answer>(now); };
  next_round();
  EXPECT_EQ(told(), 1);
}

TEST_F(DiscoveryTest, DoubtOfACompleteListingThenToldAndHandedOn) {
  faults_[kBuild] = [this](std::size_t) -> std::optional<Answer> {
    return answer_of(kBuild, {row(kBuild, 0), {{"id", "folder"}}}, 2);
  };
  start({rule("prod", {service::build})});
  EXPECT_THAT(heard_, ElementsAre("0 projects: 11=Shop",
                                  "0 trouble " + kBuild + ": rows skipped because their ids have an unknown form: 1",
                                  "prod build 11=Shop: 1", "0 complete"));
}

TEST_F(DiscoveryTest, NoProjectsWereEverReadThenOnlyThoseNamedById) {
  faults_["projects"] = [](std::size_t) { return std::optional<Answer>(failure(FailureKind::timeout, "slow")); };
  DiscoverRule named = rule("prod", {service::build});
  named.projects = {"Shop", "*", kBank, kBank, project('?')};
  start({named});
  EXPECT_THAT(heard_, ElementsAre("0 trouble projects: slow", "prod build 22=: 0",
                                  "0 incomplete: 1 of 2 listings failed; the first: projects: slow"));
}

TEST_F(DiscoveryTest, ProjectsCameOnceThenKnownWhenTheyComeNoMore) {
  projects_.push_back({kBank, "Bank"});
  start({rule("prod", {service::build})});
  faults_["projects"] = [this](std::size_t) -> std::optional<Answer> {
    return answer_of("projects", nlohmann::json::array(), 2);
  };
  next_round();
  EXPECT_THAT(heard_, ElementsAre("0 trouble projects: the listing is incomplete: 0 of 2 rows received",
                                  "prod build 11=Shop: 0", "prod build 22=Bank: 0",
                                  testing::StartsWith("0 incomplete: 1 of 3 listings")));
}

TEST_F(DiscoveryTest, ProjectGoneFromACompleteListThenNoMoreAsked) {
  projects_.push_back({kBank, "Bank"});
  start({rule("prod", {service::build})});
  projects_.erase(projects_.begin());
  next_round();
  EXPECT_THAT(heard_, ElementsAre("0 projects: 22=Bank", "prod build 22=Bank: 0", "0 complete"));
}

TEST_F(DiscoveryTest, StoreIsSlowThenTheNextListingWaits) {
  hold_store_ = true;
  start({rule("prod", {service::build, service::check})});
  EXPECT_EQ(asked_, Lines{"0 projects"});
  held_.at(0)(true);
  run();
  EXPECT_EQ(asked_, (Lines{"0 projects", "0 " + kBuild}));
  loop_.advance(24h);
  EXPECT_EQ(asked_.size(), 2U);
  held_.at(1)(true);
  run();
  EXPECT_EQ(asked_, (Lines{"0 projects", "0 " + kBuild, "0 check " + kShop}));
}

TEST_F(DiscoveryTest, StoreDoesNotTakeItThenTheRoundIsIncomplete) {
  store_takes_ = false;
  start({rule("prod", {service::build})});
  EXPECT_THAT(heard_,
              ElementsAre("0 projects: 11=Shop", "0 trouble projects: the result could not be stored",
                          "prod build 11=Shop: 0", "0 trouble " + kBuild + ": the result could not be stored",
                          "0 incomplete: 2 of 2 listings failed; the first: projects: the result could not be stored"));
}

TEST_F(DiscoveryTest, OneAccountIsStuckThenTheOtherGoesOn) {
  hold_answers_ = true;
  start({rule("a", {service::build}), rule("b", {service::build})}, {"a", "b"});
  EXPECT_EQ(asked_, (Lines{"0 projects", "1 projects"}));
  std::swap(answers_.front(), answers_.back());
  answer_next();
  run();
  EXPECT_EQ(asked_, (Lines{"0 projects", "1 projects", "1 " + kBuild}));
}

TEST_F(DiscoveryTest, TenThousandRepositoriesThenAHundredAndTwoRequests) {
  rows_in_["repo " + kShop] = 10'000;
  start({rule("prod", {service::repo})});
  EXPECT_THAT(heard_, ElementsAre("0 projects: 11=Shop", "prod repo 11=Shop: 10000", "0 complete"));
  EXPECT_EQ(std::count(asked_.begin(), asked_.end(), "0 repo " + kShop), 102);
  EXPECT_EQ(rows_.front().id, "1");
  EXPECT_EQ(rows_.back().id, "10000");
}

TEST_F(DiscoveryTest, StoppedThenAnswersHaveNoEffectAndNothingWaits) {
  hold_answers_ = true;
  start({rule("prod", {service::build})});
  discovery_->stop();
  answer_next();
  loop_.advance(24h);
  EXPECT_THAT(heard_, IsEmpty());
  EXPECT_EQ(asked_, Lines{"0 projects"});
}

TEST_F(DiscoveryTest, DestroyedThenNothingRuns) {
  hold_store_ = true;
  start({rule("prod", {service::build})});
  discovery_.reset();
  held_.at(0)(true);
  loop_.advance(24h);
  EXPECT_EQ(asked_, Lines{"0 projects"});
}

TEST_F(DiscoveryTest, StoppedBetweenRoundsThenNoNextOne) {
  start({rule("prod", {service::build})});
  discovery_->stop();
  EXPECT_EQ(loop_.waiting(), 0U);
}

/// Its owner may destroy it inside any hook.
TEST_F(DiscoveryTest, DestroyedInsideAHookThenThatWasTheLastCall) {
  faults_[kBuild] = [](std::size_t) { return std::optional<Answer>(failure(FailureKind::server, "HTTP 500")); };
  faults_["check " + kShop] = [this](std::size_t) -> std::optional<Answer> {
    return answer_of("check", {row("check", 0), {{"task_id", "no id"}}}, 2);  // complete, with an anomaly
  };
  std::size_t asked = 0;
  for (std::size_t last = 1; last <= 5; ++last) {
    heard_.clear();
    on_hearing_ = [this, last, &asked] {
      if (heard_.size() != last) return;
      discovery_.reset();
      asked = asked_.size();
    };
    start({rule("prod", {service::build, service::check})});
    loop_.advance(24h);
    EXPECT_EQ(heard_.size(), last);
    EXPECT_EQ(asked_.size(), asked) << "after " << heard_.back();
  }
}

TEST_F(DiscoveryTest, StartedAgainThenANewFirstRound) {
  start({rule("prod", {service::build})});
  heard_.clear();
  discovery_->start();
  run();
  EXPECT_THAT(heard_, ElementsAre("0 projects: 11=Shop", "prod build 11=Shop: 0", "0 complete"));
  EXPECT_EQ(loop_.waiting(), 1U);
}

}  // namespace
}  // namespace noticed::tests
