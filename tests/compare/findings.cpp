#include "compare/findings.h"

#include <fnmatch.h>

#include <fstream>
#include <optional>
#include <ostream>
#include <set>
#include <sstream>
#include <stdexcept>

#include "support/temp_dir.h"
#include "system/scene.h"

namespace noticed::compare {

using Json = nlohmann::json;

namespace {

constexpr std::size_t kMostLines = 24;  // of one difference's detail

std::string first_lines(const std::string& text) {
  std::istringstream stream(text);
  std::string out;
  std::size_t count = 0;
  for (std::string line; std::getline(stream, line); ++count)
    if (count < kMostLines) out += "    " + line.substr(0, 240) + "\n";
  if (count > kMostLines) out += "    (and " + std::to_string(count - kMostLines) + " lines more)\n";
  return out;
}

std::string diff_of(const std::string& before, const std::string& after) {
  const TempDir dir;
  test::write_file(dir.path() / "OLD", before);
  test::write_file(dir.path() / "NEW", after);
  std::string text;
  test::run_program({"diff", "-U0", "--label=OLD", "--label=NEW", dir.path() / "OLD", dir.path() / "NEW"}, &text);
  return text;
}

/// nullopt: some line is no JSON.
std::optional<std::vector<Json>> documents_of(const std::string& text) {
  std::vector<Json> documents;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    documents.push_back(Json::parse(line, nullptr, false));
    if (documents.back().is_discarded()) return {};
  }
  return documents;
}

}  // namespace

bool holds_all(const Json& before, const Json& after, const std::string& path, std::vector<std::string>& added) {
  if (before.is_object() && after.is_object()) {
    for (const auto& [name, value] : before.items())
      if (!after.contains(name) || !holds_all(value, after[name], path + "/" + name, added)) return false;
    for (const auto& [name, value] : after.items())
      if (!before.contains(name)) added.push_back(path + "/" + name);
    return true;
  }
  if (!before.is_array() || !after.is_array()) return before == after;
  if (before.size() != after.size()) return false;
  for (std::size_t i = 0; i < before.size(); ++i)
    if (!holds_all(before[i], after[i], path + "/*", added)) return false;
  return true;
}

Findings::Findings(const std::filesystem::path& allow) {
  if (allow.empty()) return;
  std::ifstream stream(allow);
  if (!stream) throw std::runtime_error("cannot read " + allow.string());
  for (std::string line; std::getline(stream, line);) {
    if (line.empty() || line.front() == '#') continue;
    const auto mark = line.find(" # ");
    if (mark == std::string::npos || mark + 3 == line.size())
      throw std::runtime_error(allow.string() + ": no reason behind \" # \": " + line);
    known_.push_back({line.substr(0, mark), line.substr(mark + 3)});
  }
}

const Findings::Known* Findings::known(const std::string& subject) const {
  for (const auto& one : known_)
    if (::fnmatch(one.pattern.c_str(), subject.c_str(), 0) == 0) return &one;
  return nullptr;
}

void Findings::differs(const std::string& area, const std::string& subject, const std::string& detail) {
  differences_.push_back({area + ": " + subject, detail});
}

void Findings::added(const std::string& area, const std::string& subject) { ++added_[area + ": " + subject]; }

void Findings::texts(const std::string& area, const std::string& subject, const std::string& before,
                     const std::string& after) {
  compared(area);
  if (before != after) differs(area, subject, diff_of(before, after));
}

void Findings::documents(const std::string& area, const std::string& subject, const std::string& before,
                         const std::string& after) {
  const auto old_ones = documents_of(before);
  const auto new_ones = documents_of(after);
  if (!old_ones || !new_ones || old_ones->size() != new_ones->size()) return texts(area, subject, before, after);
  compared(area);
  std::vector<std::string> more;
  for (std::size_t i = 0; i < old_ones->size(); ++i)
    if (!holds_all((*old_ones)[i], (*new_ones)[i], "", more))
      return differs(area, subject, diff_of((*old_ones)[i].dump(1), (*new_ones)[i].dump(1)));
  for (const auto& path : std::set<std::string>(more.begin(), more.end())) added(area, subject + ": " + path);
}

bool Findings::report(std::ostream& out) const {
  out << "compared:\n";
  for (const auto& [area, count] : counts_) out << "  " << area << ": " << count << "\n";
  if (!added_.empty()) out << "only added:\n";
  for (const auto& [what, count] : added_) out << "  " << what << "\n";
  std::size_t unknown = 0;
  for (const auto& difference : differences_) {
    const Known* reason = known(difference.subject);
    if (reason == nullptr) {
      ++unknown;
      out << "DIFFERS  " << difference.subject << "\n" << first_lines(difference.detail);
    } else {
      out << "known    " << difference.subject << " (" << reason->reason << ")\n";
    }
  }
  out << unknown << " differences, " << differences_.size() - unknown << " known ones\n";
  return unknown == 0;
}

}  // namespace noticed::compare
