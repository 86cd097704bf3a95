// The table of accounts; small, held in memory while in use. Inside the caller's transaction.
#pragma once

#include <map>
#include <string>

#include "storage/file/connection.h"

namespace noticed {

class Accounts {
 public:
  explicit Accounts(Connection& connection);

  /// Creates or updates the row. Returns its id.
  std::int64_t keep(const std::string& name, const std::string& region);
  /// 0: unknown account.
  std::int64_t id(const std::string& name) const;
  /// Empty: unknown row.
  const std::string& name(std::int64_t id) const;

 private:
  struct AccountRow {
    std::int64_t id = 0;
    std::string region;
  };
  Connection& connection_;
  std::map<std::string, AccountRow> rows_;
  std::map<std::int64_t, std::string> names_;
};

}  // namespace noticed
