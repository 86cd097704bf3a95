#include <gtest/gtest.h>

#include <future>

#include "daemon/runtime/store_thread.h"

namespace noticed {
namespace {

CommitJob commit_of(std::int64_t resource) {
  CommitJob job;
  job.cycle.resource = resource;
  return job;
}

WorkJob work() {
  return {[](Store&) {}, [](std::exception_ptr) {}};
}

/// "1 2" for two commits of resources 1 and 2, "work" for a work item, "" for the end.
std::string taken(StoreQueue& queue) {
  std::string text;
  for (const auto& job : queue.take()) {
    const auto* commit = std::get_if<CommitJob>(&job);
    text += (text.empty() ? "" : " ") + (commit == nullptr ? "work" : std::to_string(commit->cycle.resource));
  }
  return text;
}

TEST(StoreQueue, SeveralCommitsThenTakenTogetherInOrder) {
  StoreQueue queue;
  for (const std::int64_t resource : {3, 1, 2}) queue.push(commit_of(resource));
  EXPECT_EQ(queue.size(), 3U);
  EXPECT_EQ(taken(queue), "3 1 2");
  EXPECT_EQ(queue.size(), 0U);
}

TEST(StoreQueue, WorkBetweenCommitsThenNobodyOvertakes) {
  StoreQueue queue;
  queue.push(commit_of(1));
  queue.push(commit_of(2));
  queue.push(work());
  queue.push(commit_of(3));
  EXPECT_EQ(taken(queue), "1 2");
  EXPECT_EQ(taken(queue), "work");
  EXPECT_EQ(taken(queue), "3");
}

TEST(StoreQueue, SeveralWorksThenOneAtATime) {
  StoreQueue queue;
  queue.push(work());
  queue.push(work());
  EXPECT_EQ(taken(queue), "work");
  EXPECT_EQ(taken(queue), "work");
}

TEST(StoreQueue, ManyCommitsThenAThousandAtATime) {
  StoreQueue queue;
  for (std::int64_t i = 0; i < 1'500; ++i) queue.push(commit_of(i));
  EXPECT_EQ(queue.take().size(), 1'000U);
  EXPECT_EQ(queue.take().size(), 500U);
}

TEST(StoreQueue, ClosedThenDrainedToTheEnd) {
  StoreQueue queue;
  queue.push(commit_of(1));
  queue.push(work());
  queue.close();
  EXPECT_EQ(taken(queue), "1");
  EXPECT_EQ(taken(queue), "work");
  EXPECT_EQ(taken(queue), "");
  EXPECT_EQ(taken(queue), "");
}

TEST(StoreQueue, WaitingTakerThenWokenByPush) {
  StoreQueue queue;
  auto taker = std::async(std::launch::async, [&queue] { return taken(queue); });
  queue.push(work());
  EXPECT_EQ(taker.get(), "work");
}

TEST(StoreQueue, WaitingTakerThenWokenByClose) {
  StoreQueue queue;
  auto taker = std::async(std::launch::async, [&queue] { return taken(queue); });
  queue.close();
  EXPECT_EQ(taker.get(), "");
}

TEST(StoreQueue, TwoPushersThenNothingIsLostAndEachOnesOrderKept) {
  StoreQueue queue;
  const auto push = [&queue](std::int64_t first) {
    for (std::int64_t i = 0; i < 5'000; ++i) queue.push(commit_of(first + i));
  };
  auto one = std::async(std::launch::async, push, 0);
  auto other = std::async(std::launch::async, push, 10'000);
  std::int64_t next_one = 0;
  std::int64_t next_other = 10'000;
  while (next_one < 5'000 || next_other < 15'000)
    for (const auto& job : queue.take()) {
      const std::int64_t resource = std::get<CommitJob>(job).cycle.resource;
      ASSERT_EQ(resource, resource < 10'000 ? next_one++ : next_other++);
    }
  EXPECT_EQ(queue.size(), 0U);
}

}  // namespace
}  // namespace noticed
