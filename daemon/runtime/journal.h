// The way into systemd's journal: records with fields of their own, to be found by `journalctl NAME=value`.
// Thread-safe.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace noticed {

class Journal {
 public:
  /// A field's name, and its value: any bytes. The journal takes names of capitals, digits and underscores.
  using Record = std::vector<std::pair<std::string, std::string>>;
  /// Takes one record; false: it could not.
  using Send = std::function<bool(const Record&)>;

  /// The journal of this machine, by sd_journal_sendv(3).
  Journal();
  /// Another way, for tests.
  explicit Journal(Send send) : send_(std::move(send)) {}

  bool send(const Record& record) const { return send_(record); }

 private:
  Send send_;
};

/// The name under which a field of the log stands in the journal: "next_try" is NOTICED_NEXT_TRY.
std::string journal_name(std::string_view field);

}  // namespace noticed
