#include "compare/copied_history.h"

#include "storage/file/database.h"

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

void CopiedHistory::upgrade() const { open_for_writing(database(), built_in_migrations()); }

std::unique_ptr<test::DaemonProcess> CopiedHistory::start() const {
  return std::make_unique<test::DaemonProcess>(
      std::vector<std::string>{program_.string(), "run", "--config", config().string()}, dir_ / "log");
}

}  // namespace noticed::compare
