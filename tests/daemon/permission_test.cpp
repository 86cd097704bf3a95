#include "daemon/config/permission.h"

#include <gtest/gtest.h>

#include "temp_dir.h"

namespace noticed {
namespace {

std::string warning(unsigned mode) {
  const TempDir dir;
  const auto file = dir.write("secret", "s\n");
  std::filesystem::permissions(file, std::filesystem::perms{mode});
  std::string text = permission_warning(file);
  for (auto at = text.find(file.string()); at != std::string::npos; at = text.find(file.string()))
    text.replace(at, file.string().size(), "FILE");
  return text;
}

TEST(Permission, GroupMayReadAtMostThenGood) {
  for (const unsigned mode : {0400U, 0440U, 0600U, 0640U, 0700U}) EXPECT_EQ(warning(mode), "") << std::oct << mode;
}

TEST(Permission, OthersMayAnythingThenWarned) {
  const std::string rest = " is wider than 0640: everybody on this machine may use it; run chmod 0640 FILE";
  EXPECT_EQ(warning(0644), "FILE: mode 0644" + rest);
  EXPECT_EQ(warning(0602), "FILE: mode 0602" + rest);
  EXPECT_EQ(warning(0777), "FILE: mode 0777" + rest);
}

TEST(Permission, GroupMayWriteThenWarned) {
  EXPECT_EQ(warning(0660),
            "FILE: mode 0660 is wider than 0640: its group may do more than read it; run chmod 0640 FILE");
}

TEST(Permission, NoFileThenNothing) { EXPECT_EQ(permission_warning("/nowhere/secret"), ""); }

}  // namespace
}  // namespace noticed
