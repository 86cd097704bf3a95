#include "daemon/cli/output.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include "storage/model/unicode.h"

namespace noticed {
namespace {

/// Width in terminal columns: wide East Asian characters take two.
std::size_t width_of(const std::string& text) {
  std::size_t width = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const Character next = first_character(rest);
    const char32_t code = next.code.value_or(0);
    const bool is_cjk = code >= 0x3000U && code <= 0xD7FFU;  // and Hangul
    const bool is_full_width = code >= 0xFF01U && code <= 0xFF60U;
    width += is_cjk || is_full_width || code > 0xFFFFU ? 2 : 1;
    rest.remove_prefix(next.bytes.size());
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
  for (std::string_view rest = text; !rest.empty();) {
    const Character next = first_character(rest);
    out += next.code && is_control(*next.code) ? "?" : next.bytes;  // some terminals interpret C1, too
    rest.remove_prefix(next.bytes.size());
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
