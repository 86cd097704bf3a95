// What was measured, as rows of the table of budgets: for people, and for programs.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace noticed::bench {

/// Of several measurements.
struct Spread {
  double median = 0;
  double least = 0;
  double most = 0;
};
/// Throws std::invalid_argument if there are none.
Spread spread(std::vector<double> values);

/// What a bound is about.
enum class Bound { none, at_least, at_most };

struct Row {
  std::string key;   // for programs: "unchanged.http1.rate"
  std::string what;  // for people, with the unit
  Spread measured;
  std::string reference_name{};       // "bare loop"; empty: there is none
  std::optional<double> reference{};  // median, in the same unit
  std::optional<Spread> ratio{};      // of each measurement to its own reference
  Bound bound = Bound::none;
  double budget = 0;  // for the ratio if there is one, else for the measurement
  int digits = 0;
  int ratio_digits = 2;

  std::optional<bool> kept() const;
};

/// A table in Markdown: what, budget, measured (least to most), reference, ratio, kept.
std::string table_of(const std::vector<Row>& rows);
nlohmann::ordered_json json_of(const std::vector<Row>& rows);

}  // namespace noticed::bench
