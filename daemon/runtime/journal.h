// Writes records with fields to systemd's journal, searchable by `journalctl NAME=value`. Thread-safe.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace noticed {

class Journal {
 public:
  /// Field name and value; the value may be any bytes. Names consist of capitals, digits and underscores.
  using Record = std::vector<std::pair<std::string, std::string>>;
  /// Writes one record; returns false if that failed.
  using Send = std::function<bool(const Record&)>;

  /// The local journal, by sd_journal_sendv(3).
  Journal();
  /// Another implementation, for tests.
  explicit Journal(Send send) : send_(std::move(send)) {}

  bool send(const Record& record) const { return send_(record); }

 private:
  Send send_;
};

/// The journal's name for a log field: "next_try" becomes NOTICED_NEXT_TRY.
std::string journal_name(std::string_view field);

}  // namespace noticed
