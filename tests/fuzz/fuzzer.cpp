// One program for all targets, which saves linking each: NOTICED_TARGET names the one to run. Arguments are
// libFuzzer's.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "fuzz/targets.h"

namespace noticed::fuzz {
namespace {

const Target* wanted() {
  const char* name = std::getenv("NOTICED_TARGET");
  const auto all = targets();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Target& t) { return name != nullptr && t.name == name; });
  return found == all.end() ? nullptr : &*found;
}

const Target* running = nullptr;

}  // namespace
}  // namespace noticed::fuzz

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  using namespace noticed::fuzz;
  running = wanted();
  if (running != nullptr) return 0;
  for (const Target& target : targets()) std::printf("%s\n", std::string(target.name).c_str());
  std::fflush(stdout);
  std::_Exit(std::getenv("NOTICED_TARGET") == nullptr ? 0 : 64);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  noticed::fuzz::running->run({reinterpret_cast<const char*>(data), size});
  return 0;
}
