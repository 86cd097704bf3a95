#include "daemon/cli/libraries_text.h"

#include "pollers/libraries.h"
#include "storage/file/sqlite_library.h"

namespace noticed {

std::string libraries_text() {
  std::string text = "libcurl " + curl_version() + ", SQLite " + sqlite_version() + ", OpenSSL " + openssl_version();
  if (sqlite_has_wal_reset_bug())
    text += "\nSQLite " + sqlite_version() +
            " has the WAL-reset bug (fixed in 3.51.3): two connections that write at the same moment can, very rarely, "
            "corrupt the database. The daemon writes by one connection only; with this SQLite, stop it before "
            "`noticed prune` and `noticed replay`, and never write with another program";
  return text;
}

}  // namespace noticed
