#include "daemon/runtime/journal.h"

#include <sys/uio.h>
#include <unistd.h>

// The source location of a record is of no use to the reader.
#define SD_JOURNAL_SUPPRESS_LOCATION
#include <systemd/sd-journal.h>

namespace noticed {
namespace {

/// sd_journal_sendv() reports no error without a journal, so the socket is checked: the journal may be absent only
/// briefly.
constexpr const char* kSocket = "/run/systemd/journal/socket";

bool send_to_journal(const Journal::Record& record) {
  if (::access(kSocket, W_OK) != 0) return false;
  std::vector<std::string> fields;
  fields.reserve(record.size());
  for (const auto& [name, value] : record) fields.push_back(name + '=' + value);
  std::vector<iovec> parts;
  parts.reserve(fields.size());
  for (std::string& field : fields) parts.push_back({field.data(), field.size()});
  return ::sd_journal_sendv(parts.data(), static_cast<int>(parts.size())) == 0;
}

}  // namespace

Journal::Journal() : send_(send_to_journal) {}

std::string journal_name(std::string_view field) {
  std::string name = "NOTICED_";
  for (const char letter : field) {
    const bool lower = letter >= 'a' && letter <= 'z';
    const bool plain = (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
    name += lower ? static_cast<char>(letter - 'a' + 'A') : plain ? letter : '_';
  }
  return name;
}

}  // namespace noticed
