#include "storage/read/cursor.h"

namespace noticed {

std::string cursor_of(const ChangeRow& row) { return to_text(row.observed_at) + "/" + std::to_string(row.id); }

std::string cursor_of(const GapRow& row) {
  return to_text(row.from) + "/" + std::to_string(row.resource) + "/" + row.section + "/" + row.reason;
}

std::string cursor_of(const DeliveryRow& row) { return std::to_string(row.seq) + "/" + row.sink; }

std::vector<std::string> cursor_parts(const std::string& cursor, std::size_t count) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (parts.size() + 1 < count) {
    const auto slash = cursor.find('/', begin);
    if (slash == std::string::npos)
      throw NotACursor("\"" + cursor +
                       "\" is not a cursor of this list; --after takes the one printed below a list, "
                       "or a row's \"cursor\"");
    parts.push_back(cursor.substr(begin, slash - begin));
    begin = slash + 1;
  }
  parts.push_back(cursor.substr(begin));
  return parts;
}

}  // namespace noticed
