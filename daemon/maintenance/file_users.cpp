#include "daemon/maintenance/file_users.h"

#include <unistd.h>

#include <fstream>
#include <set>

namespace noticed {
namespace {

namespace fs = std::filesystem;

bool is_number(const std::string& name) { return name.find_first_not_of("0123456789") == std::string::npos; }

/// Returns false also if access is denied.
bool has_open(const fs::path& process, const fs::path& file) {
  std::error_code failed;
  for (auto entry = fs::directory_iterator(process / "fd", failed); !failed && entry != fs::directory_iterator();
       entry.increment(failed)) {
    std::error_code gone;
    if (fs::read_symlink(entry->path(), gone) == file) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> programs_using(const fs::path& file) {
  std::error_code failed;
  const fs::path real = fs::canonical(file, failed);
  if (failed) return {};
  std::set<std::string> names;
  for (auto entry = fs::directory_iterator("/proc", failed); !failed && entry != fs::directory_iterator();
       entry.increment(failed)) {
    const std::string number = entry->path().filename();
    if (!is_number(number) || number == std::to_string(::getpid()) || !has_open(entry->path(), real)) continue;
    std::string name;
    std::getline(std::ifstream(entry->path() / "comm"), name);
    if (!name.empty()) names.insert(name);
  }
  return {names.begin(), names.end()};
}

}  // namespace noticed
