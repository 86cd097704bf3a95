#include <sstream>

#include "daemon/report/report_page.h"
#include "report_world.h"

namespace noticed {
namespace {

std::size_t count_of(const std::string& page, const std::string& text) {
  std::size_t count = 0;
  for (auto at = page.find(text); at != std::string::npos; at = page.find(text, at + text.size())) ++count;
  return count;
}

TEST(ReportSize, TenThousandResourcesThenBelowTenMegabytesAndFewRowsOpen) {
  World world;
  fill_large(world, 10'000);
  const std::string page = world.page();
  EXPECT_LT(page.size(), 10'000'000U);
  const auto matrix = page.find("<section id=matrix");
  const std::string part = page.substr(matrix, page.find("</section>", matrix) - matrix);
  // What is not folded away: rows of tables before the first fold of each service.
  std::size_t open = count_of(part, "<tr>");
  for (auto fold = part.find("<details class=fold>"); fold != std::string::npos;
       fold = part.find("<details class=fold>", fold + 1))
    open -= count_of(part.substr(fold, part.find("</table>", fold) - fold), "<tr>");
  EXPECT_GT(count_of(part, "<details class=fold>"), 5U);
  EXPECT_LT(open, 1'200U);
  EXPECT_GE(count_of(part, "service-"), 10'000U);  // everyone is in there
}

TEST(ReportSize, MoreChangesThanFitThenTheRestIsCounted) {
  World world;
  std::vector<WatchedResource> wanted;
  for (int i = 0; i < 600; ++i) wanted.push_back(build_job("b" + std::to_string(i), "job-" + std::to_string(i)));
  const auto ids = world.watch(wanted);
  for (int round = 0; round < 10; ++round) {
    std::vector<PollReport> cycles;
    for (const auto& one : ids)
      cycles.push_back(RecordedPoll(one.resource, at(1s + round * 60s)).fetched(0, mail(round % 2 == 0)));
    world.commit(cycles);
  }
  const Report report = gather_report(world.question());
  EXPECT_EQ(report.changes, 5'400);
  EXPECT_EQ(report.left_out, 400);
  EXPECT_EQ(report.timeline.size(), 5'000U);
  EXPECT_EQ(report.states.size(), 500U);
  EXPECT_EQ(report.states_left_out, 100);
}

}  // namespace
}  // namespace noticed
