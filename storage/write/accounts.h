// The table of accounts: few, all in memory while it is used. Inside the caller's transaction.
#pragma once

#include <map>
#include <string>

#include "storage/file/connection.h"

namespace noticed {

class Accounts {
 public:
  explicit Accounts(Connection& connection);

  /// Makes sure of a row, with this region. Returns its id.
  std::int64_t keep(const std::string& name, const std::string& region);
  /// 0: no such account.
  std::int64_t id(const std::string& name) const;
  /// Empty: no such row.
  const std::string& name(std::int64_t id) const;

 private:
  struct Row {
    std::int64_t id = 0;
    std::string region;
  };
  Connection& connection_;
  std::map<std::string, Row> rows_;
  std::map<std::int64_t, std::string> names_;
};

}  // namespace noticed
