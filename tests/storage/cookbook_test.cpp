// Every recipe of storage/cookbook.md, run on a known database; the expected answers are in cookbook.golden. To accept
// a change: NOTICED_ACCEPT=1 storage_test --gtest_filter='Cookbook*', and read what git shows.
#include <cstdlib>
#include <fstream>

#include "tests/storage/store_fixture.h"
#include "tests/support/file_text.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

struct Recipe {
  std::string question, sql;
};

std::vector<Recipe> recipes() {
  std::ifstream file(NOTICED_COOKBOOK);
  std::vector<Recipe> all;
  std::string question;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("### ")) question = line.substr(4);
    if (line == "```sql") {
      all.push_back({question, ""});
      inside = true;
    } else if (line == "```") {
      inside = false;
    } else if (inside) {
      all.back().sql += line + "\n";
    }
  }
  return all;
}

Settings robot(const std::string& address, bool on) {
  return {{"feishu/*/webhook.url", address}, {"feishu/pipelineRun.failed/webhook.subscribed", on}};
}

class Cookbook : public StoreTest {
 protected:
  Cookbook() {
    const auto name = [](Service service, const std::string& id, const std::string& known, SectionMask sections = 1) {
      WatchedResource resource = watched(service, id, sections);
      resource.info.name = known;
      return resource;
    };
    all_ = {name(service::build, "b1", "payments-api"), name(service::build, "b2", "orders"),
            name(service::pipeline, "p1", "web", 0b100000), name(service::pipeline, "p2", "shop", 0b100000),
            name(service::build, "b3", "old")};
    const auto rows = watch(all_);
    const auto row = [&](std::size_t number) { return rows[number].resource; };
    for (const std::size_t build : {0U, 1U, 4U}) commit(RecordedPoll(row(build), at(1s)).fetched(0, mail(true)));
    for (const std::size_t pipeline : {2U, 3U})
      commit(RecordedPoll(row(pipeline), at(2s)).fetched(5, robot("https://open.feishu.cn/#0123456789abcdef", true)));
    commit(RecordedPoll(row(0), at(30min)).fetched(0, mail(false)));
    commit(RecordedPoll(row(1), at(31min))
               .fetched(0, {{"email/buildJobFail/enabled", true}, {"email/deleteJob/enabled", true}}));
    commit(RecordedPoll(row(2), at(4h)).failed(5, FailureKind::server, "HTTP 503"));
    commit(RecordedPoll(row(2), at(5h)).fetched(5, robot("https://open.feishu.cn/#0123456789abcdef", false)));
    commit(RecordedPoll(row(3), at(6h)).failed(5, FailureKind::timeout, "no answer"));
    record_result();
    all_.pop_back();
    watch(all_, at(7h));
  }
  /// The first event arrived, the second was refused.
  void record_result() {
    for (const std::int64_t event : {1, 2}) {
      AttemptResult outcome;
      outcome.attempt = store_->begin_attempt({"ops", {event}, 1, 1, at(32min), at(32min)});
      outcome.sink = "ops";
      outcome.event_ids = outcome.completed = {event};
      outcome.verdict = event == 1 ? Verdict::delivered : Verdict::drop;
      outcome.reason = event == 1 ? "" : "HTTP 400: invalid_blocks";
      outcome.at = at(33min);
      store_->record_result(outcome);
    }
  }
  std::string answers() const {
    std::string text;
    for (const auto& recipe : recipes()) {
      text += "### " + recipe.question + "\n";
      for (const auto& line : rows(recipe.sql)) text += line + "\n";
      text += "\n";
    }
    return text;
  }
  std::vector<WatchedResource> all_;
};

TEST_F(Cookbook, EveryRecipeAnswersAsWrittenDown) {
  const std::string file = std::string(NOTICED_SCHEMAS) + "/cookbook.golden";
  const std::string now = answers();
  if (std::getenv("NOTICED_ACCEPT") != nullptr) std::ofstream(file) << now;
  EXPECT_EQ(now, read_file(file));
}

TEST_F(Cookbook, NoRecipeIsWithoutAnAnswer) {
  EXPECT_GE(recipes().size(), 15U);
  for (const auto& recipe : recipes()) EXPECT_FALSE(rows(recipe.sql).empty()) << recipe.question;
}

}  // namespace
}  // namespace noticed
