#include "compare/copied_history.h"

#include <stdexcept>

namespace noticed::compare {

namespace fs = std::filesystem;

namespace {

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace

CopiedHistory::CopiedHistory(test::Scene& from, fs::path program, TimePoint now)
    : dir_(from.dir() / "copy"), program_(std::move(program)) {
  const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch());
  now_ = std::to_string(since.count());
  fs::remove_all(dir_);
  fs::create_directory(dir_);
  for (const auto& entry : fs::directory_iterator(from.dir()))
    if (entry.path().filename().string().starts_with("noticed.")) fs::copy(entry.path(), dir_);
  fs::copy(from.dir() / "credentials", dir_ / "credentials");
  std::string text = noticed::read_file(from.config());
  replace_all(text, from.dir().string() + "/noticed.db", database().string());
  test::write_file(config(), text);
}

Answer CopiedHistory::run_plain(std::vector<std::string> arguments) const {
  const std::vector<std::string> before{"env",
                                        "TZ=UTC",
                                        "COLUMNS=200",
                                        "LD_PRELOAD=" CLOCK_SHIFT_LIBRARY,
                                        "NOTICED_CLOCK_FIXED=" + now_,
                                        program_.string()};
  arguments.insert(arguments.begin(), before.begin(), before.end());
  Answer answer;
  answer.status = test::run_program(arguments, &answer.output);
  return answer;
}

Answer CopiedHistory::run(std::vector<std::string> arguments) const {
  arguments.insert(arguments.end(), {"--config", config().string()});
  return run_plain(std::move(arguments));
}

void CopiedHistory::upgrade() const {
  const fs::path keeping = dir_ / "keeping.toml";
  std::string text = noticed::read_file(config());
  replace_all(text, "[storage]\n", "[storage]\nkeep = \"400d\"\n");
  test::write_file(keeping, text);
  const Answer answer = run_plain({"prune", "--config", keeping.string()});
  fs::remove(keeping);
  if (answer.status != 0) throw std::runtime_error(program_.string() + " does not open the history: " + answer.output);
}

std::unique_ptr<test::DaemonProcess> CopiedHistory::start() const {
  return std::make_unique<test::DaemonProcess>(
      std::vector<std::string>{program_.string(), "run", "--config", config().string()}, dir_ / "log");
}

}  // namespace noticed::compare
