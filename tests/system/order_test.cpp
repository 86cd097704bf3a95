// Permuting what has no order changes nothing, and writes nothing.
#include <gtest/gtest.h>

#include "system/scene.h"

namespace noticed::test {
namespace {

using codearts::Json;
using codearts::Service;

TEST(Order, AServerThatShufflesItsAnswersMakesNoChangeAndNoRow) {
  Scene scene;
  for (std::uint64_t i = 0; i < 5; ++i) scene.watch_all(i);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  scene.cloud().control("shuffle", {{"on", true}, {"seed", 7}});
  const auto requests = scene.cloud().stats()["requests"].get<long>();
  EXPECT_TRUE(eventually([&] { return scene.cloud().stats()["requests"].get<long>() > requests + 5 * 75; }));
  EXPECT_EQ(scene.stop(), 0);
  EXPECT_EQ(scene.count("SELECT count(*) FROM snapshots"), 20);
  EXPECT_EQ(scene.count("SELECT count(*) FROM events"), 1);
  EXPECT_EQ(scene.count("SELECT count(*) FROM gaps WHERE reason <> 'not_running'"), 0);
}

}  // namespace
}  // namespace noticed::test
