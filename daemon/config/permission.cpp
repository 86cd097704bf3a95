#include "daemon/config/permission.h"

#include <sys/stat.h>

#include <array>
#include <cstdio>

namespace noticed {

std::string permission_warning(const std::filesystem::path& file) {
  constexpr mode_t kTooWide = 0037;  // the group may read; nobody else may anything
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0 || (status.st_mode & kTooWide) == 0) return "";
  std::array<char, 8> mode{};
  std::snprintf(mode.data(), mode.size(), "%04o", static_cast<unsigned>(status.st_mode & 0777U));
  const bool others = (status.st_mode & 0007U) != 0;
  return file.string() + ": mode " + mode.data() + " is wider than 0640: " +
         (others ? "everybody on this machine may use it" : "its group may do more than read it") +
         "; run chmod 0640 " + file.string();
}

}  // namespace noticed
