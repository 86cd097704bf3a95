#include "storage/file/sqlite_library.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

TEST(SqliteLibraryTest, WalResetBugIsKnownByTheVersion) {
  for (const int with : {3'007'000, 3'040'001, 3'044'005, 3'045'000, 3'046'001, 3'050'006, 3'051'000, 3'051'002})
    EXPECT_TRUE(has_wal_reset_bug(with)) << with;
  for (const int without : {3'006'023, 3'044'006, 3'050'007, 3'051'003, 3'052'000, 4'000'000})
    EXPECT_FALSE(has_wal_reset_bug(without)) << without;
}

}  // namespace
}  // namespace noticed
