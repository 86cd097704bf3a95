// The plain sqlite3 program reads every view: while the daemon runs, after a clean stop, after a kill.
#include <gtest/gtest.h>

#include "system/scene.h"

namespace noticed::test {
namespace {

using codearts::Service;

/// Views that the program could not read, with what it said.
std::string unreadable(const Scene& scene) {
  std::string problems;
  for (const std::string view :
       {"resources", "settings", "snapshots", "changes", "events", "gaps", "coverage", "deliveries"}) {
    std::string output;
    const int status =
        run_program({"sqlite3", "-readonly", scene.database().string(), "SELECT * FROM " + view + ";"}, &output);
    if (status != 0) problems += view + ": " + output;
    if (output.empty() && view != "gaps") problems += view + ": no rows\n";
  }
  return problems;
}

TEST(Reader, ReadsEveryViewBesideTheDaemonAfterAStopAndAfterAKill) {
  Scene scene;
  scene.watch_all(0);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  scene.set(Service::build, codearts::generated_id(Service::build, 0), "query", "/result/1/enable_map/buildJobFail",
            false);
  ASSERT_TRUE(scene.until_count("SELECT count(*) FROM changes", 1));
  EXPECT_EQ(unreadable(scene), "") << "while it runs";
  EXPECT_EQ(scene.stop(), 0);
  EXPECT_EQ(unreadable(scene), "") << "after a clean stop";
  scene.start();
  ASSERT_TRUE(scene.until_count("SELECT count(*) FROM gaps WHERE reason = 'not_running'", 4));
  scene.set(Service::build, codearts::generated_id(Service::build, 0), "query", "/result/1/enable_map/buildJobFail",
            true);
  ASSERT_TRUE(scene.until_count("SELECT count(*) FROM changes", 2));
  scene.kill_hard();
  EXPECT_EQ(unreadable(scene), "") << "after a kill";
}

}  // namespace
}  // namespace noticed::test
