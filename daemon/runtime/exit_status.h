// Exit statuses, numbered as in sysexits.h. Scripts and the unit file rely on them.
#pragma once

namespace noticed {

constexpr int kExitGood = 0;
constexpr int kExitNo = 1;  // the answer is no: faults, damage, differences
constexpr int kExitUsage = 64;
constexpr int kExitData = 65;
constexpr int kExitNoSuchThing = 66;
constexpr int kExitUnavailable = 69;
constexpr int kExitIo = 74;
constexpr int kExitPermission = 77;
constexpr int kExitConfig = 78;

}  // namespace noticed
