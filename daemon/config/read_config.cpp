#include <algorithm>
#include <fstream>
#include <sstream>

#include "daemon/config/config.h"
#include "daemon/config/config_reader.h"

namespace noticed {

namespace fs = std::filesystem;

std::string to_text(const Fault& fault) {
  std::string where = fault.at.file;
  if (fault.at.line > 0) where += ":" + std::to_string(fault.at.line) + ":" + std::to_string(fault.at.column);
  return where + ": " + (fault.warning ? "warning: " : "") + fault.message;
}

bool ConfigResult::usable() const {
  return std::all_of(faults.begin(), faults.end(), [](const Fault& fault) { return fault.warning; });
}

namespace {

void read_file(const fs::path& path, ConfigReader& reader, std::vector<Fault>& faults) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream content;
  content << stream.rdbuf();
  std::error_code ignored;
  if (!stream || fs::is_directory(path, ignored)) {
    faults.push_back({{path.string()}, "cannot be read; is the path right, and may this user read it?"});
    return;
  }
  try {
    const auto root = toml::parse(content.view(), path.string());
    reader.read(root, path.string());
  } catch (const toml::parse_error& error) {
    const auto& begin = error.source().begin;
    faults.push_back({{path.string(), begin.line, begin.column}, std::string(error.description())});
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

ConfigResult read_config(const fs::path& file) {
  ConfigResult result;
  std::error_code ignored;
  const fs::path absolute = fs::absolute(file, ignored);
  result.config.file = absolute;
  ConfigReader reader(result);
  read_file(absolute, reader, result.faults);
  for (const auto& extra : drop_ins(absolute)) read_file(extra, reader, result.faults);
  // Without a file that parses there is nothing to say about what it lacks.
  if (result.usable() || !result.config.accounts.empty()) reader.finish();
  return result;
}

}  // namespace noticed
