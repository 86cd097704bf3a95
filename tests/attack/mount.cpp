#include "attack/mount.h"

#include <unistd.h>

#include <stdexcept>

#include "attack/attack.h"
#include "system/scene.h"

namespace noticed::attack {

namespace fs = std::filesystem;

void demand(const std::vector<std::string>& arguments) {
  std::string output;
  const int status = test::run_program(arguments, &output);
  if (status == 0) return;
  std::string line;
  for (const auto& argument : arguments) line += (line.empty() ? "" : " ") + argument;
  throw std::runtime_error(line + ": status " + std::to_string(status) + ": " + output);
}

Mount::Mount(const std::vector<std::string>& what, fs::path place) : place_(std::move(place)) {
  fs::create_directories(place_);
  std::vector<std::string> arguments{"mount"};
  arguments.insert(arguments.end(), what.begin(), what.end());
  arguments.push_back(place_.string());
  demand(arguments);
}

Mount::~Mount() {
  // A killed process may keep files open for a moment.
  for (int tries = 0; tries < 50; ++tries) {
    if (test::run_program({"umount", place_.string()}) == 0) return;
    pass(std::chrono::milliseconds{100});
  }
  test::run_program({"umount", "-l", place_.string()});
}

void make_image(const fs::path& file, int mebibytes) {
  test::write_file(file, "");
  fs::resize_file(file, static_cast<std::uintmax_t>(mebibytes) << 20U);
  demand({"mkfs.ext4", "-q", "-F", file.string()});
}

namespace {

std::optional<std::string> try_mount(const std::vector<std::string>& what, const fs::path& place) {
  try {
    const Mount mount(what, place);
    return {};
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace

std::optional<std::string> no_memory_disk(const fs::path& folder) {
  if (::geteuid() != 0) return "only root may mount a file system";
  return try_mount({"-t", "tmpfs", "-o", "size=1m", "tmpfs"}, folder / "try");
}

std::optional<std::string> no_loop_device(const fs::path& folder) {
  if (::geteuid() != 0) return "only root may mount a file system";
  try {
    make_image(folder / "try.img", 8);
  } catch (const std::exception& error) {
    return error.what();
  }
  return try_mount({"-o", "loop", (folder / "try.img").string()}, folder / "try");
}

}  // namespace noticed::attack
