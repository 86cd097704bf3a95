#include "daemon/control/socket_path.h"

#include <cstdlib>
#include <string>

namespace noticed {
namespace {

constexpr const char* kName = "control.sock";

/// The first one, if there are several; empty: none.
std::filesystem::path runtime_directory() {
  const char* named = std::getenv("RUNTIME_DIRECTORY");
  const std::string all = named == nullptr ? "" : named;
  return all.substr(0, all.find(':'));
}

std::filesystem::path beside(const std::filesystem::path& database) { return database.string() + ".sock"; }

}  // namespace

std::filesystem::path control_place(const std::filesystem::path& database) {
  const auto directory = runtime_directory();
  return directory.empty() ? beside(database) : directory / kName;
}

std::vector<std::filesystem::path> control_places(const std::filesystem::path& database) {
  const std::filesystem::path installed = std::filesystem::path("/run/noticed") / kName;
  std::vector<std::filesystem::path> places;
  if (const auto directory = runtime_directory(); !directory.empty()) places.push_back(directory / kName);
  if (places.empty() || places.front() != installed) places.push_back(installed);
  places.push_back(beside(database));
  return places;
}

}  // namespace noticed
