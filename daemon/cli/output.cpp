#include "daemon/cli/output.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string_view>

namespace noticed {
namespace {

/// Width in terminal columns: wide East Asian characters take two.
std::size_t width_of(const std::string& text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) == 0x80U) continue;
    const bool is_cjk = byte >= 0xE3U && byte <= 0xEDU;  // U+3000 to U+D7FF: CJK and Hangul
    const std::string_view rest = std::string_view(text).substr(i);
    const bool is_full_width = rest >= "\xEF\xBC\x81" && rest < "\xEF\xBD\xA1";  // U+FF01 to U+FF60
    width += is_cjk || is_full_width || byte >= 0xF0U ? 2 : 1;
  }
  return width;
}

std::string csv_field(const nlohmann::ordered_json& value) {
  const std::string text = value.is_null() ? "" : value.is_string() ? value.get<std::string>() : value.dump();
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

}  // namespace

bool colours() {
  static const bool wanted = ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
  return wanted;
}

std::string paint(const std::string& text, Tone tone) {
  if (!colours() || tone == Tone::plain) return text;
  const char* code = tone == Tone::good ? "\x1b[32m" : tone == Tone::bad ? "\x1b[31m" : "\x1b[2m";
  return code + text + "\x1b[0m";
}

std::string printable(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // U+0080 to U+009F: some terminals interpret these too.
    const bool is_c1 = byte == 0xC2U && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0U;
    out += byte < 0x20U || byte == 0x7FU || is_c1 ? '?' : text[i];
    if (is_c1) ++i;
  }
  return out;
}

void Printout::add(std::vector<Cell> cells, nlohmann::ordered_json record) {
  for (auto& cell : cells) cell.text = printable(cell.text);
  rows_.push_back(std::move(cells));
  records_.push_back(std::move(record));
}

void Printout::print(Form form) const {
  if (form == Form::table) return print_table();
  if (form == Form::csv) return print_csv();
  for (const auto& record : records_) std::cout << record.dump() << '\n';
}

void Printout::print_csv() const {
  if (records_.empty()) return;
  std::string head;
  for (const auto& [key, value] : records_.front().items()) head += (head.empty() ? "" : ",") + key;
  std::cout << head << '\n';
  for (const auto& record : records_) {
    std::string line;
    bool first = true;
    for (const auto& value : record) {
      if (!std::exchange(first, false)) line += ',';
      line += csv_field(value);
    }
    std::cout << line << '\n';
  }
}

void Printout::print_table() const {
  std::vector<std::size_t> widths;
  for (const auto& title : titles_) widths.push_back(width_of(title));
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i].text));
  const auto pad = [&](const std::string& text, std::size_t column) {
    return column + 1 == titles_.size() ? "" : std::string(widths[column] - width_of(text) + 2, ' ');
  };
  for (std::size_t i = 0; i < titles_.size(); ++i) std::cout << paint(titles_[i], Tone::dim) << pad(titles_[i], i);
  std::cout << '\n';
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) std::cout << paint(row[i].text, row[i].tone) << pad(row[i].text, i);
    std::cout << '\n';
  }
}

}  // namespace noticed
