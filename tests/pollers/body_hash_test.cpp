#include "pollers/body_hash.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace noticed {
namespace {

TEST(BodyHash, SameBytesThenEqual) {
  const BodyHasher hasher;
  const std::string copy{std::string_view{"{\"enabled\":true}"}};
  EXPECT_EQ(hasher.hash("{\"enabled\":true}"), hasher.hash(copy));
}

TEST(BodyHash, OneBitThenUnequalInBothHalves) {
  const BodyHasher hasher;
  const BodyHash one = hasher.hash("{\"enabled\":0}");
  const BodyHash other = hasher.hash("{\"enabled\":1}");
  EXPECT_NE(one[0], other[0]);
  EXPECT_NE(one[1], other[1]);
}

TEST(BodyHash, EveryLengthThenItsOwnAndNeverZero) {
  const BodyHasher hasher;
  std::set<BodyHash> distinct{BodyHash{}};
  for (std::size_t size = 0; size < 300; ++size) distinct.insert(hasher.hash(std::string(size, '\0')));
  EXPECT_EQ(distinct.size(), 301U);
}

TEST(BodyHash, OtherHasherThenOtherKey) { EXPECT_NE(BodyHasher().hash("same"), BodyHasher().hash("same")); }

}  // namespace
}  // namespace noticed
