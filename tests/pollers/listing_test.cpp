// The requests for listings, and the rows of their pages: whole answers, passed through the redactor.
#include "pollers/codearts/listing.h"

#include <gtest/gtest.h>

#include "pollers/body.h"
#include "pollers/poller.h"
#include "samples.h"
#include "tests/support/services.h"

namespace noticed::tests {
namespace {

using Outcome = ListingPaginator::Completeness;
using Walk = std::unique_ptr<ListingPaginator>;

const std::string kProject = "41b9ae8ebc9a4a2f8b3f0c0fd2fd1c0a";
const std::string kKey = "48c66c6002964721be537cdc6ce0297b";

RedactedJson page(const std::string& body) { return redactor().redact(parse_body(body)); }

RedactedJson fixture(const std::string& name) {
  return page(read_file(std::filesystem::path(NOTICED_FIXTURES) / "listing" / (name + ".json")));
}

/// One line a row, "id name".
std::vector<std::string> rows(ListingPaginator& walk) {
  std::vector<std::string> lines;
  for (const ListedResource& row : walk.rows()) lines.push_back(row.id + " " + row.name);
  return lines;
}

std::string fault_of(ListingPaginator& walk, const std::string& body) {
  try {
    walk.take(page(body));
  } catch (const Malformed& fault) {
    return fault.what();
  }
  return "";
}

/// A page of `count` rows for any listing, so that the next page is requested.
std::string full_page(const std::string& before, const std::string& id, std::size_t count, const std::string& after) {
  std::string body = before;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string digits = std::to_string(1'000 + i);
    const bool number = id == "id" && before == "[";
    const std::string value = number ? digits : "\"" + std::string(28, 'a') + digits + "\"";
    body += (i == 0 ? "{\"" : ",{\"") + id + "\":" + value + "}";
  }
  return body + after;
}

TEST(Listing, EachThenItsDocumentedRequest) {
  EXPECT_EQ(walk_projects()->next()->target, "/v4/projects?offset=0&limit=100");
  EXPECT_EQ(walk_resources(service::build, kProject)->next()->target,
            "/v1/job/41b9ae8ebc9a4a2f8b3f0c0fd2fd1c0a/list?page_index=0&page_size=100");
  EXPECT_EQ(walk_resources(service::check, kProject)->next()->target,
            "/v2/41b9ae8ebc9a4a2f8b3f0c0fd2fd1c0a/tasks?offset=0&limit=100");
  EXPECT_EQ(walk_resources(service::repo, kProject)->next()->target,
            "/v4/projects/41b9ae8ebc9a4a2f8b3f0c0fd2fd1c0a/repositories?offset=0&limit=100&order_by=id&sort=asc");
  EXPECT_EQ(walk_resources(service::build, "a/b?c")->next()->target,
            "/v1/job/a%2Fb%3Fc/list?page_index=0&page_size=100");
  for (const Service get : {service::build, service::check, service::repo})
    EXPECT_FALSE(walk_resources(get, kProject)->next()->post);
  EXPECT_FALSE(walk_projects()->next()->post);
}

TEST(Listing, PipelinesThenPostedAndDisabledOnesToo) {
  const auto request = walk_resources(service::pipeline, kProject)->next();
  EXPECT_EQ(request->target, "/v5/41b9ae8ebc9a4a2f8b3f0c0fd2fd1c0a/api/pipelines/list");
  EXPECT_EQ(request->post, R"({"is_banned":true,"limit":50,"offset":0})");
}

TEST(Listing, FullPageThenTheNextByRowsOrByPages) {
  const auto second = [](Walk walk, const std::string& before, const std::string& id, std::size_t count,
                         const std::string& after) {
    walk->take(page(full_page(before, id, count, after)));
    return walk->next().value_or(ListingRequest{"none", {}});
  };
  EXPECT_EQ(second(walk_projects(), "{\"total\":200,\"projects\":[", "project_id", 100, "]}").target,
            "/v4/projects?offset=100&limit=100");
  EXPECT_EQ(second(walk_resources(service::build, "p"), "{\"total\":200,\"jobs\":[", "id", 100, "]}").target,
            "/v1/job/p/list?page_index=1&page_size=100");
  EXPECT_EQ(
      second(walk_resources(service::pipeline, "p"), "{\"total\":60,\"pipelines\":[", "pipeline_id", 50, "]}").post,
      R"({"is_banned":true,"limit":50,"offset":50})");
  EXPECT_EQ(second(walk_resources(service::check, "p"), "{\"total\":200,\"tasks\":[", "task_id", 100, "]}").target,
            "/v2/p/tasks?offset=1&limit=100");
  EXPECT_EQ(second(walk_resources(service::repo, "p"), "[", "id", 100, "]").target,
            "/v4/projects/p/repositories?offset=100&limit=100&order_by=id&sort=asc");
}

TEST(Listing, ProjectsThenIdAndName) {
  const Walk walk = walk_projects();
  walk->take(fixture("projects"));
  EXPECT_EQ(rows(*walk), (std::vector<std::string>{"41b9ae8ebc9a4a2f8b3f0c0fd2fd1c0a Shop",
                                                   "9c5e2d17f0ab4c3e8d6610aa52b7e4f1 支付"}));
  EXPECT_EQ(walk->outcome(), Outcome::complete);
}

TEST(Listing, ProjectsInsideResultThenReadAsWell) {
  const Walk walk = walk_projects();
  walk->take(page(R"({"status":"success","result":{"total":1,"projects":[{"project_id":")" + kProject +
                  R"(","project_name":"Shop"}]}})"));
  EXPECT_EQ(rows(*walk), std::vector<std::string>{kProject + " Shop"});
  EXPECT_EQ(walk->outcome(), Outcome::complete);
}

TEST(Listing, BuildJobsThenBothForms) {
  const Walk answered = walk_resources(service::build, kProject);
  answered->take(fixture("build_answered"));
  EXPECT_EQ(rows(*answered), (std::vector<std::string>{"48c66c6002964721be537cdc6ce0297b payments-api",
                                                       "7d1b0e5f4c3a42968e7f6a5b4c3d2e1f payments-web"}));
  EXPECT_EQ(answered->outcome(), Outcome::complete);
  const Walk documented = walk_resources(service::build, kProject);
  documented->take(fixture("build_documented"));
  EXPECT_EQ(rows(*documented), std::vector<std::string>{"48c66c6002964721be537cdc6ce0297b payments-api"});
  EXPECT_EQ(documented->outcome(), Outcome::complete);
}

TEST(Listing, PipelinesThenBothSpellings) {
  const Walk answered = walk_resources(service::pipeline, kProject);
  answered->take(fixture("pipelines_answered"));
  EXPECT_EQ(rows(*answered), (std::vector<std::string>{"0747d5a7099e45f69dc1d099945909a9 release",
                                                       "b5a1c3d2e4f60718293a4b5c6d7e8f90 nightly"}));
  EXPECT_EQ(answered->outcome(), Outcome::complete);
  const Walk documented = walk_resources(service::pipeline, kProject);
  documented->take(fixture("pipelines_documented"));
  EXPECT_EQ(rows(*documented), std::vector<std::string>{"0747d5a7099e45f69dc1d099945909a9 release"});
  EXPECT_EQ(documented->outcome(), Outcome::complete);
}

TEST(Listing, CheckTasksThenAnIdMayLookLikeAPhoneNumberAndANameMayNot) {
  const Walk walk = walk_resources(service::check, kProject);
  walk->take(fixture("tasks"));
  const std::string masked = redactor().mask(MaskKind::phone, "13812345678");
  EXPECT_EQ(rows(*walk),
            (std::vector<std::string>{"897acf5exxx48a5013cd payments-check", "13812345678 call " + masked}));
  EXPECT_EQ(walk->outcome(), Outcome::complete);
}

TEST(Listing, RepositoriesThenNumbersAreIds) {
  const Walk walk = walk_resources(service::repo, kProject);
  walk->take(fixture("repositories"));
  EXPECT_EQ(rows(*walk), (std::vector<std::string>{"2111978605 payments-api", "2111978606 payments-web"}));
}

TEST(Listing, NotAsDocumentedThenMalformedWithItsPlace) {
  const std::pair<const char*, const char*> faults[] = {
      {"[]", "the answer: array instead of an object"},
      {"{}", "the answer: neither a list nor a total"},
      {R"({"jobs":null})", "the answer: neither a list nor a total"},
      {R"({"jobs":{}})", "/jobs: object instead of an array"},
      {R"({"jobs":[7]})", "/jobs/0: number instead of an object"},
      {R"({"jobs":[{}]})", "/jobs/0/id: missing"},
      {R"({"jobs":[{"id":7}]})", "/jobs/0/id: number instead of a string"},
      {R"({"jobs":[{"id":"a","job_name":7}]})", "/jobs/0/job_name: number instead of a string"},
      {R"({"jobs":[],"total":"1"})", "/total: string instead of an integer"},
      {R"({"jobs":[],"total":-1})", "/total: a negative count"},
      {R"({"jobs":[],"result":[]})", "/result: array instead of an object"},
      {R"({"jobs":[],"result":{"job_list":[]}})", "/result/job_list: a second list"}};
  for (const auto& [body, fault] : faults)
    EXPECT_EQ(fault_of(*walk_resources(service::build, kProject), body), fault) << body;
  EXPECT_EQ(fault_of(*walk_resources(service::repo, kProject), "{}"), "the answer: object instead of an array");
  EXPECT_EQ(fault_of(*walk_resources(service::repo, kProject), R"([{"id":"7"}])"),
            "/0/id: string instead of an integer");
}

TEST(Listing, IdOfAnotherFormThenLeftOutWithADoubt) {
  const Walk walk = walk_resources(service::build, kProject);
  walk->take(page(R"({"total":4,"jobs":[{"id":"../../x"},{"id":")" + kKey + R"("},{"id":"A)" + kKey.substr(1) +
                  R"("},{"id":""}]})"));
  EXPECT_EQ(rows(*walk), std::vector<std::string>{kKey + " "});
  EXPECT_EQ(walk->outcome(), Outcome::complete);
  EXPECT_EQ(walk->anomaly(), "rows skipped because their ids have an unknown form: 3");
}

TEST(Listing, EveryIdOfAnotherFormThenPartial) {
  const Walk walk = walk_resources(service::build, kProject);
  walk->take(page(R"({"total":1,"jobs":[{"id":"48c66c60-0296-4721-be53-7cdc6ce0297b"}]})"));
  EXPECT_EQ(walk->outcome(), Outcome::partial);
  EXPECT_EQ(walk->anomaly(), "rows skipped because their ids have an unknown form: 1");
}

TEST(Listing, NumberOutsideItsRangeThenLeftOut) {
  const Walk walk = walk_resources(service::repo, kProject);
  walk->take(page(R"([{"id":0},{"id":1},{"id":2147483647},{"id":2147483648},{"id":-1}])"));
  EXPECT_EQ(rows(*walk), (std::vector<std::string>{"1 ", "2147483647 "}));
}

TEST(Listing, TaskIdsThenUpTo128PlainCharacters) {
  const Walk walk = walk_resources(service::check, kProject);
  const std::string longest(128, 'a');
  walk->take(page(R"({"total":4,"tasks":[{"task_id":"A_-9"},{"task_id":")" + longest + R"("},{"task_id":"b)" + longest +
                  R"("},{"task_id":"a b"}]})"));
  EXPECT_EQ(rows(*walk), (std::vector<std::string>{"A_-9 ", longest + " "}));
}

TEST(Listing, LongNameThenCutBetweenCharacters) {
  const auto name_of = [](const std::string& name) {
    const Walk walk = walk_resources(service::repo, kProject);
    walk->take(page(nlohmann::json::array({{{"id", 7}, {"name", name}}}).dump()));
    return walk->rows().at(0).name;
  };
  EXPECT_EQ(name_of(std::string(600, 'x')), std::string(512, 'x'));
  EXPECT_EQ(name_of(std::string(511, 'x') + "支付"), std::string(511, 'x'));
  EXPECT_EQ(name_of("two\nlines\x1b[31m"), "two lines[31m");
  EXPECT_EQ(name_of(""), "");
}

TEST(Listing, ListWhereNoDocumentHasItThenItsTextsStayFingerprinted) {
  const Walk walk = walk_resources(service::build, kProject);
  walk->take(page(R"({"total":1,"job_list":[{"id":")" + kKey + R"(","job_name":"payments"}]})"));
  EXPECT_EQ(rows(*walk), std::vector<std::string>{});
  EXPECT_EQ(walk->outcome(), Outcome::partial);
}

TEST(Listing, RowsOfAnUnknownListThenNotTheListing) {
  const std::string body = R"({"total":1,"items":[{"id":")" + kKey + R"("}]})";
  const Walk walk = walk_resources(service::build, kProject);
  walk->take(page(body));
  EXPECT_EQ(walk->outcome(), Outcome::partial);
  EXPECT_EQ(walk->anomaly(), "0 of 1 rows received");
}

}  // namespace
}  // namespace noticed::tests
