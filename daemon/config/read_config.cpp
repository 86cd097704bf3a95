#include <algorithm>
#include <string_view>
#include <tuple>

#include "daemon/config/config.h"
#include "daemon/config/config_reader.h"
#include "daemon/config/toml_depth.h"
#include "pollers/regular_file.h"

namespace noticed {

namespace fs = std::filesystem;

namespace {

std::string text_of(const Fault& fault, bool as_warning) {
  std::string where = fault.at.file;
  if (fault.at.line > 0) where += ":" + std::to_string(fault.at.line) + ":" + std::to_string(fault.at.column);
  return where + ": " + (as_warning ? "warning: " : "") + fault.message;
}

}  // namespace

std::string to_text(const Fault& fault) { return text_of(fault, fault.level == FaultLevel::warning); }
std::string to_run_text(const Fault& fault) { return text_of(fault, fault.level != FaultLevel::error); }

bool ConfigResult::usable() const {
  return std::none_of(faults.begin(), faults.end(), [](const auto& fault) { return fault.level == FaultLevel::error; });
}

bool ConfigResult::passes_check() const {
  return std::all_of(faults.begin(), faults.end(),
                     [](const auto& fault) { return fault.level == FaultLevel::warning; });
}

namespace {

/// Returns whether the file could be read and parsed.
bool read_file(const fs::path& path, ConfigReader& reader, std::vector<Fault>& faults) {
  constexpr std::size_t kMost = std::size_t{16} << 20U;
  const RegularFile file = read_regular_file(path, kMost);
  if (!file.trouble.empty() || !file.whole) {
    const std::string why = file.trouble.empty() ? "is larger than 16 MiB" : file.trouble;
    faults.push_back({{path.string()}, why + "; check the path, and that this user may read it"});
    return false;
  }
  if (const auto deep = find_too_deep(file.text)) {
    faults.push_back({{path.string(), deep->line, deep->column},
                      "nested deeper than " + std::to_string(kDeepestToml) + " levels; no configuration key is"});
    return false;
  }
  try {
    const auto root = toml::parse(std::string_view(file.text), path.string());
    reader.read(root, path.string());
    return true;
  } catch (const toml::parse_error& error) {
    const auto& begin = error.source().begin;
    faults.push_back({{path.string(), begin.line, begin.column}, std::string(error.description())});
    return false;
  }
}

std::vector<fs::path> drop_ins(const fs::path& file) {
  std::vector<fs::path> found;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(file.parent_path() / "conf.d", ignored))
    if (entry.path().extension() == ".toml") found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

ConfigResult read_config(const fs::path& file, SinkTypes types) {
  ConfigResult result;
  std::error_code ignored;
  const fs::path absolute = fs::absolute(file, ignored);
  result.config.file = absolute;
  ConfigReader reader(result, types);
  bool whole = read_file(absolute, reader, result.faults);
  for (const auto& extra : drop_ins(absolute)) whole = read_file(extra, reader, result.faults) && whole;
  // A file that does not parse may contain what seems to be missing.
  if (whole) reader.finish();
  if (result.usable()) result.config.facts = reader.facts();
  const auto position = [main = absolute.string()](const Fault& fault) {
    return std::tuple(fault.at.file != main, std::string_view(fault.at.file), fault.at.line, fault.at.column);
  };
  std::stable_sort(result.faults.begin(), result.faults.end(),
                   [&](const Fault& a, const Fault& b) { return position(a) < position(b); });
  return result;
}

}  // namespace noticed
