// Prints tables for people and records for scripts.
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

/// Rows of a list command, printed as an aligned table, JSON lines or CSV.
class Printout {
 public:
  /// `titles`: the table's column titles; scripts get the records' own names.
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

/// Whether to use colours on standard output: it is a terminal, and NO_COLOR is not set.
bool colours();
std::string paint(const std::string& text, Tone tone);
/// External text, made safe for a terminal: control characters become "?".
std::string printable(const std::string& text);

}  // namespace noticed
