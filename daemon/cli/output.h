// Tables for people, lines for scripts.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "daemon/cli/cli.h"

namespace noticed {

enum class Tone : std::uint8_t { plain, good, bad, dim };

struct Cell {
  std::string text;
  Tone tone = Tone::plain;
};

/// Rows for a list command: the same data as an aligned table, JSON lines or CSV.
class Printout {
 public:
  /// `titles`: the heads of the table; scripts get the records' own names.
  explicit Printout(std::vector<std::string> titles) : titles_(std::move(titles)) {}

  /// `cells` for the table, `record` for scripts.
  void add(std::vector<Cell> cells, nlohmann::ordered_json record);
  bool empty() const { return rows_.empty(); }
  /// Writes to standard output.
  void print(Form form) const;

 private:
  void print_table() const;
  void print_csv() const;

  std::vector<std::string> titles_;
  std::vector<std::vector<Cell>> rows_;
  std::vector<nlohmann::ordered_json> records_;
};

/// Whether colours belong on standard output: a terminal, and NO_COLOR unset.
bool colours();
std::string paint(const std::string& text, Tone tone);
/// Text from outside, safe to print on a terminal: control characters become "?".
std::string printable(const std::string& text);

}  // namespace noticed
