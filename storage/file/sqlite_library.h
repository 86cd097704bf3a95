// The SQLite library that this program runs with, which the system brings.
#pragma once

#include <string>

namespace noticed {

/// "3.40.1".
std::string sqlite_version();

/// Whether a version, as sqlite3_libversion_number() writes it (3040001 is 3.40.1), has the WAL-reset bug: a commit of
/// one connection during a checkpoint of another can corrupt the database. Source:
/// https://www.sqlite.org/wal.html#walresetbug
bool has_wal_reset_bug(int number);

/// The same of the library that this program runs with.
bool sqlite_has_wal_reset_bug();

}  // namespace noticed
