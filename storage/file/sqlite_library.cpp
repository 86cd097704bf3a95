#include "storage/file/sqlite_library.h"

#include <sqlite3.h>

namespace noticed {

std::string sqlite_version() { return ::sqlite3_libversion(); }

bool has_wal_reset_bug(int number) {
  constexpr int kFirst = 3'007'000;
  constexpr int kMended = 3'051'003;
  const bool mended_branch = (number >= 3'044'006 && number < 3'045'000) || (number >= 3'050'007 && number < 3'051'000);
  return number >= kFirst && number < kMended && !mended_branch;
}

bool sqlite_has_wal_reset_bug() { return has_wal_reset_bug(::sqlite3_libversion_number()); }

}  // namespace noticed
