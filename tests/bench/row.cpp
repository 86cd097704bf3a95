#include "bench/row.h"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace noticed::bench {

namespace {

std::string number(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  std::string out = text;
  const std::size_t end = std::min(out.find('.'), out.size());
  for (std::size_t at = end; at > 3 && out[at - 4] != '-'; at -= 3) out.insert(at - 3, " ");
  return out;
}

int digits_of_bound(const Row& row) { return row.ratio ? row.ratio_digits : row.digits; }

std::string budget_text(const Row& row) {
  if (row.bound == Bound::none) return "-";
  return (row.bound == Bound::at_least ? ">= " : "<= ") + number(row.budget, digits_of_bound(row)) +
         (row.ratio ? " x" : "");
}

std::string range_text(const Spread& all, int digits) {
  return number(all.median, digits) + " (" + number(all.least, digits) + " to " + number(all.most, digits) + ")";
}

std::string verdict(const Row& row) {
  const auto kept = row.kept();
  if (!kept) return "-";
  return *kept ? "yes" : "NO";
}

nlohmann::ordered_json json_of(const Spread& all) {
  return {{"median", all.median}, {"least", all.least}, {"most", all.most}};
}

}  // namespace

Spread spread(std::vector<double> values) {
  if (values.empty()) throw std::invalid_argument("nothing was measured");
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  const double median = values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  return {median, values.front(), values.back()};
}

std::optional<bool> Row::kept() const {
  if (bound == Bound::none) return {};
  const double value = ratio ? ratio->median : measured.median;
  return bound == Bound::at_least ? value >= budget : value <= budget;
}

std::string table_of(const std::vector<Row>& rows) {
  std::string out = "| what | budget | measured | reference | ratio | kept |\n|---|---|---|---|---|---|\n";
  for (const auto& row : rows) {
    out += "| " + row.what + " | " + budget_text(row) + " | " + range_text(row.measured, row.digits) + " | ";
    out += row.reference ? number(*row.reference, row.digits) + " " + row.reference_name : std::string("-");
    out += " | " + (row.ratio ? range_text(*row.ratio, row.ratio_digits) : std::string("-")) + " | " + verdict(row) +
           " |\n";
  }
  return out;
}

nlohmann::ordered_json json_of(const std::vector<Row>& rows) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& row : rows) {
    nlohmann::ordered_json item{{"key", row.key}, {"what", row.what}, {"measured", json_of(row.measured)}};
    if (row.reference) item["reference"] = {{"name", row.reference_name}, {"median", *row.reference}};
    if (row.ratio) item["ratio"] = json_of(*row.ratio);
    if (row.bound != Bound::none) {
      item[row.bound == Bound::at_least ? "at_least" : "at_most"] = row.budget;
      item["kept"] = *row.kept();
    }
    list.push_back(std::move(item));
  }
  return list;
}

}  // namespace noticed::bench
