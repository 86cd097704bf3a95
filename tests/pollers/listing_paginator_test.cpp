// When a listing counts as complete. A scripted server answers the paginator's requests, with one fault at a time.
#include <gtest/gtest.h>

#include <algorithm>

#include "pollers/codearts/listing.h"
#include "samples.h"
#include "tests/support/services.h"

namespace noticed::tests {
namespace {

using nlohmann::json;
using Outcome = ListingPaginator::Completeness;

/// A number in a request: "offset=100", "\"offset\":50".
std::size_t number_in(const ListingRequest& request, const std::string& name) {
  const std::string text = request.target + request.post.value_or("");
  const auto at = text.find_first_of("0123456789", text.find(name) + name.size());
  return std::stoul(text.substr(at));
}

/// A service's listing, correct by default; the functions below change rows or pages (numbered from 0).
class Listed {
 public:
  Listed(std::optional<Service> service, std::size_t rows) : service_(service) {
    for (std::size_t i = 0; i < rows; ++i) add();
  }

  void add() { rows_.push_back(row(made_++)); }
  void add_in_front() { rows_.insert(rows_.begin(), row(made_++)); }
  void remove(std::size_t at) { rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(at)); }
  std::size_t size() const { return rows_.size(); }

  std::function<void(std::size_t page)> before;                // each page
  std::function<void(std::size_t page, json& rows)> spoil;     // each page's rows
  std::function<void(std::size_t page, json& answer)> change;  // each answer
  std::size_t cap = 100;                                       // rows per page, whatever is requested
  std::size_t first_page = 0;                                  // the number of the first page, where pages are numbered
  bool clamps = false;                                         // pages beyond the last repeat the last one

  json answer(const ListingRequest& request) {
    const std::size_t page = pages_++;
    if (before) before(page);
    json rows = rows_at(request);
    if (spoil) spoil(page, rows);
    if (service_ == service::repo) return rows;
    json answer{{"total", rows_.size()}, {list(), std::move(rows)}};
    if (change) change(page, answer);
    return answer;
  }

  std::string list() const {
    if (!service_) return "projects";
    return service_ == service::build ? "jobs" : service_ == service::pipeline ? "pipelines" : "tasks";
  }

 private:
  json row(std::size_t number) const {
    if (service_ == service::repo) return {{"id", number + 1}};
    std::string key = std::to_string(number);
    key.insert(0, 32 - key.size(), '0');
    if (!service_) return {{"project_id", key}};
    if (service_ == service::build) return {{"id", key}};
    return {{service_ == service::pipeline ? "pipeline_id" : "task_id", key}};
  }

  json rows_at(const ListingRequest& request) const {
    const bool pages = service_ == service::build || service_ == service::check;
    const std::size_t limit = std::min(cap, number_in(request, service_ == service::build ? "page_size" : "limit"));
    std::size_t from = number_in(request, service_ == service::build ? "page_index" : "offset");
    if (pages) from = (std::max(from, first_page) - first_page) * limit;
    if (clamps && from >= rows_.size() && !rows_.empty()) from = (rows_.size() - 1) / limit * limit;
    json rows = json::array();
    for (std::size_t i = from; i < std::min(from + limit, rows_.size()); ++i) rows.push_back(rows_[i]);
    return rows;
  }

  std::optional<Service> service_;
  std::vector<json> rows_;
  std::size_t made_ = 0;
  std::size_t pages_ = 0;
};

struct Read {
  Outcome outcome;
  std::size_t rows;
  std::size_t requests;
  std::string anomaly;
  bool operator==(const Read&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Read& read) {
  const char* names[] = {"going", "complete", "partial"};
  return out << names[static_cast<int>(read.outcome)] << ", " << read.rows << " rows, " << read.requests
             << " requests, anomaly: " << read.anomaly;
}

Read read(std::optional<Service> service, Listed& listed) {
  const auto walk = service ? walk_resources(*service, "p") : walk_projects();
  std::size_t requests = 0;
  while (const auto request = walk->next()) {
    walk->take(redactor().redact(listed.answer(*request)));
    ++requests;
  }
  return {walk->outcome(), walk->rows().size(), requests, walk->anomaly()};
}

Read complete(std::size_t rows, std::size_t requests) { return {Outcome::complete, rows, requests, ""}; }
Read partial(std::size_t rows, std::size_t requests, std::string anomaly) {
  return {Outcome::partial, rows, requests, std::move(anomaly)};
}

constexpr std::optional<Service> kProjects;
/// All listings with a total.
const std::vector<std::optional<Service>> kCounted{kProjects, service::build, service::pipeline, service::check};

class CountedWalk : public testing::TestWithParam<std::optional<Service>> {
 protected:
  std::size_t limit() const { return GetParam() == service::pipeline ? 50 : 100; }
  Read read(Listed& listed) const { return tests::read(GetParam(), listed); }
};

TEST_P(CountedWalk, OneShortPageWithAllThenNoFurtherRequest) {
  Listed listed(GetParam(), 7);
  EXPECT_EQ(read(listed), complete(7, 1));
}

TEST_P(CountedWalk, NothingThenCompleteAndEmpty) {
  Listed listed(GetParam(), 0);
  EXPECT_EQ(read(listed), complete(0, 1));
}

TEST_P(CountedWalk, SeveralPagesThenUntilAnEmptyOne) {
  Listed listed(GetParam(), 2 * limit() + 7);
  EXPECT_EQ(read(listed), complete(2 * limit() + 7, 4));
  Listed full(GetParam(), 2 * limit());
  EXPECT_EQ(read(full), complete(2 * limit(), 3));
}

TEST_P(CountedWalk, TotalTooSmallThenNotTrustedToEndTheWalk) {
  Listed listed(GetParam(), 2 * limit() + 7);
  listed.change = [](std::size_t, json& answer) { answer["total"] = 1; };
  EXPECT_EQ(read(listed), complete(2 * limit() + 7, 4));
}

TEST_P(CountedWalk, TotalTooSmallAndAPageLostThenPartial) {
  Listed listed(GetParam(), 4 * limit());
  listed.change = [](std::size_t, json& answer) { answer["total"] = 1; };
  listed.spoil = [](std::size_t page, json& rows) {
    if (page == 2) rows = json::array();
  };
  EXPECT_EQ(read(listed), partial(3 * limit(), 4, "page 4 has rows although the previous page was not full"));
}

TEST_P(CountedWalk, PageLostThenPartial) {
  Listed listed(GetParam(), 4 * limit());
  listed.spoil = [](std::size_t page, json& rows) {
    if (page == 2) rows = json::array();
  };
  EXPECT_EQ(
      read(listed),
      partial(2 * limit(), 3, std::to_string(2 * limit()) + " of " + std::to_string(4 * limit()) + " rows received"));
}

TEST_P(CountedWalk, PageLostWithATotalOfNothingThenTheLargestTotalCounts) {
  Listed listed(GetParam(), 4 * limit());
  listed.change = [&](std::size_t page, json& answer) {
    if (page == 2) answer = json{{listed.list(), json::array()}, {"total", 0}};
  };
  EXPECT_EQ(read(listed).outcome, Outcome::partial);
}

TEST_P(CountedWalk, FirstPageEmptyAgainstItsTotalThenPartial) {
  Listed listed(GetParam(), 7);
  listed.spoil = [](std::size_t, json& rows) { rows = json::array(); };
  const std::size_t requests = GetParam() == service::check ? 2 : 1;  // page 1 may be the first
  EXPECT_EQ(read(listed), partial(0, requests, "0 of 7 rows received"));
}

TEST_P(CountedWalk, PageRepeatedThenPartial) {
  Listed listed(GetParam(), 4 * limit());
  json last;
  listed.spoil = [&](std::size_t page, json& rows) {
    if (page == 2) rows = last;
    last = rows;
  };
  const Read got = read(listed);
  EXPECT_EQ(got.outcome, Outcome::partial) << got;
  EXPECT_EQ(got.requests, 3U);
}

TEST_P(CountedWalk, SecondPageRepeatsTheFirstThenPartial) {
  Listed listed(GetParam(), 4 * limit());
  json first;
  listed.spoil = [&](std::size_t page, json& rows) {
    if (page == 0) first = rows;
    if (page == 1) rows = first;
  };
  const Read got = read(listed);
  EXPECT_EQ(got.outcome, Outcome::partial) << got;
}

TEST_P(CountedWalk, OneRowTwiceThenPartial) {
  Listed listed(GetParam(), 7);
  listed.spoil = [](std::size_t, json& rows) { rows[6] = rows[0]; };
  EXPECT_EQ(read(listed), partial(6, 1, "page 1 repeats rows of this listing"));
}

TEST_P(CountedWalk, RowInsertedInFrontMeanwhileThenPartial) {
  Listed listed(GetParam(), 3 * limit() + 7);
  listed.before = [&](std::size_t page) {
    if (page == 2) listed.add_in_front();
  };
  EXPECT_EQ(read(listed), partial(3 * limit() - 1, 3, "page 3 repeats rows of this listing"));
}

TEST_P(CountedWalk, RowAddedAtTheEndMeanwhileThenReadToo) {
  Listed listed(GetParam(), 3 * limit() - 1);
  listed.before = [&](std::size_t page) {
    if (page == 1) listed.add();
  };
  EXPECT_EQ(read(listed), complete(3 * limit(), 4));
}

TEST_P(CountedWalk, RowDeletedFromAPageReadBeforeThenPartial) {
  Listed listed(GetParam(), 3 * limit());
  listed.before = [&](std::size_t page) {
    if (page == 1) listed.remove(0);  // a row moves to the first page, unseen
  };
  const auto all = std::to_string(3 * limit());
  EXPECT_EQ(read(listed),
            partial(3 * limit() - 1, 4, std::to_string(3 * limit() - 1) + " of " + all + " rows received"));
}

TEST_P(CountedWalk, MoreRowsThanAskedForThenPartial) {
  Listed listed(GetParam(), limit() + 1);
  listed.spoil = [&](std::size_t page, json& rows) {
    if (page == 0) rows.push_back(rows[0]);
  };
  EXPECT_EQ(read(listed), partial(limit(), 1, "page 1 has more rows than requested"));
}

TEST_P(CountedWalk, ServerGivesLessThanAskedForThenOnFromWhereItStopped) {
  Listed listed(GetParam(), 95);
  listed.cap = 30;
  EXPECT_EQ(read(listed), complete(95, 5));
}

TEST_P(CountedWalk, RowsAfterTheEndThenPartial) {
  Listed listed(GetParam(), 3 * limit());
  listed.spoil = [](std::size_t page, json& rows) {
    if (page == 1) rows.erase(rows.begin());
  };
  listed.change = [](std::size_t, json& answer) { answer["total"] = 1; };
  const auto anomaly = "page 3 has rows although the previous page was not full";
  EXPECT_EQ(read(listed), partial(3 * limit() - 1, 3, anomaly));
}

TEST_P(CountedWalk, PagesBeyondTheLastRepeatItThenThatIsTheEndInCheckOnly) {
  Listed listed(GetParam(), 2 * limit() + 7);
  listed.clamps = true;
  const Read got = read(listed);
  EXPECT_EQ(got.outcome, GetParam() == service::check ? Outcome::complete : Outcome::partial) << got;
}

TEST_P(CountedWalk, NoTotalThenThePageBeyondTellsTheEnd) {
  Listed listed(GetParam(), 7);
  listed.change = [](std::size_t, json& answer) { answer.erase("total"); };
  EXPECT_EQ(read(listed), complete(7, 2));
  Listed none(GetParam(), 0);
  none.change = listed.change;
  EXPECT_EQ(read(none), complete(0, 2));
}

TEST_P(CountedWalk, NoTotalAndAPageLostThenPartial) {
  Listed listed(GetParam(), 4 * limit());
  listed.change = [](std::size_t, json& answer) { answer.erase("total"); };
  listed.spoil = [](std::size_t page, json& rows) {
    if (page == 2) rows = json::array();
  };
  EXPECT_EQ(read(listed).outcome, Outcome::partial);
}

INSTANTIATE_TEST_SUITE_P(All, CountedWalk, testing::ValuesIn(kCounted), [](const auto& service) {
  return service.param ? std::string(to_text(*service.param)) : std::string("projects");
});

TEST(ListingPaginator, TenThousandRepositoriesThenAHundredAndTwoRequests) {
  Listed listed(service::repo, 10'000);
  EXPECT_EQ(read(service::repo, listed), complete(10'000, 102));
  Listed odd(service::repo, 10'050);
  EXPECT_EQ(read(service::repo, odd), complete(10'050, 102));
}

TEST(ListingPaginator, RepositoriesWithAPageLostOrCutThenPartial) {
  for (const std::size_t left : {0U, 40U, 99U}) {
    Listed listed(service::repo, 1'000);
    listed.spoil = [left](std::size_t page, json& rows) {
      if (page == 4) rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(left), rows.end());
    };
    EXPECT_EQ(read(service::repo, listed),
              partial(500 + left, 6, "page 6 has rows although the previous page was not full"));
  }
}

TEST(ListingPaginator, RepositoriesWithAPageRepeatedThenPartial) {
  Listed listed(service::repo, 1'000);
  json last;
  listed.spoil = [&](std::size_t page, json& rows) {
    if (page == 4) rows = last;
    last = rows;
  };
  EXPECT_EQ(read(service::repo, listed), partial(400, 5, "page 5 repeats rows of this listing"));
}

TEST(ListingPaginator, RepositoriesWithoutAnyThenSeenTwice) {
  Listed listed(service::repo, 0);
  EXPECT_EQ(read(service::repo, listed), complete(0, 2));
  Listed lost(service::repo, 150);
  lost.spoil = [](std::size_t page, json& rows) {
    if (page == 0) rows = json::array();
  };
  EXPECT_EQ(read(service::repo, lost).outcome, Outcome::partial);
}

TEST(ListingPaginator, CheckPagesNumberedFromOneThenAllTheSame) {
  for (const std::size_t rows : {150U, 200U, 250U}) {
    Listed listed(service::check, rows);
    listed.first_page = 1;
    EXPECT_EQ(read(service::check, listed), complete(rows, rows == 250 ? 5 : 4)) << rows;
  }
}

TEST(ListingPaginator, CheckPageZeroEmptyBecausePagesAreNumberedFromOneThenPageOneIsAsked) {
  Listed listed(service::check, 150);
  listed.first_page = 1;
  listed.spoil = [](std::size_t page, json& rows) {
    if (page == 0) rows = json::array();
  };
  EXPECT_EQ(read(service::check, listed), complete(150, 4));
}

TEST(ListingPaginator, CheckPagesBeyondTheLastRepeatItThenThatIsTheEnd) {
  for (const std::size_t first : {0U, 1U}) {
    Listed listed(service::check, 250);
    listed.clamps = true;
    listed.first_page = first;
    EXPECT_EQ(read(service::check, listed), complete(250, 4 + first));
  }
}

TEST(ListingPaginator, CheckRepeatsWithoutATotalThenPartial) {
  Listed listed(service::check, 250);
  listed.first_page = 1;
  listed.change = [](std::size_t, json& answer) { answer.erase("total"); };
  EXPECT_EQ(read(service::check, listed), partial(100, 2, "page 2 repeats rows of this listing"));
}

TEST(ListingPaginator, MoreThanAHundredThousandRowsThenPartial) {
  Listed listed(service::repo, 100'150);
  EXPECT_EQ(read(service::repo, listed), partial(100'100, 1'001, "more than 100000 rows"));
}

TEST(ListingPaginator, EndlessListingThenPartialAfterTwoThousandPages) {
  Listed listed(service::build, 5'000);
  listed.cap = 1;
  EXPECT_EQ(read(service::build, listed), partial(2'000, 2'000, "more than 2000 pages"));
}

}  // namespace
}  // namespace noticed::tests
