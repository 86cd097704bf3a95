// report-pages FOLDER: reports on databases made for the purpose, for a browser to look at.
#include <fstream>
#include <iostream>

#include "report_world.h"

int main(int argc, char** argv) {
  using namespace noticed;
  if (argc != 2) {
    std::cerr << "usage: report-pages FOLDER\n";
    return 64;
  }
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder);
  const auto make = [&](const char* name, const auto& fill) {
    World world;
    fill(world);
    std::ofstream(folder / name) << world.page();
  };
  make("empty.html", [](World&) {});
  make("small.html", fill_small);
  make("hostile.html", fill_hostile);
  make("medium.html", [](World& world) { fill_large(world, 300); });
  make("large.html", [](World& world) { fill_large(world, 10'000); });
  return 0;
}
