#include <iostream>

#include "daemon/cli/command.h"
#include "daemon/cli/progress.h"
#include "daemon/cli/reader_options.h"
#include "daemon/runtime/exit_status.h"
#include "storage/file/backup.h"

namespace noticed {
namespace {

int run_backup(const CommandLine& line) {
  const auto database = database_of(line);
  const std::filesystem::path target = line.resources.front();
  const Backup made = [&] {
    Progress progress;
    return back_up(database, target, [&](std::int64_t done, std::int64_t of) { progress.show("pages", done, of); });
  }();
  if (line.form == Form::json) {
    const nlohmann::ordered_json document{
        {"file", target.string()}, {"bytes", made.bytes}, {"key_file", made.key.string()}};
    std::cout << document.dump() << '\n';
    return kExitGood;
  }
  std::cout << target.string() << ": " << size_text(made.bytes) << ", integrity checked\n"
            << "The fingerprint key is not part of it. Copy " << made.key.string()
            << " as well,\nand store it separately: without the key, masked values in this backup\n"
               "cannot be compared with new ones.\n";
  return kExitGood;
}

void declare_backup(CommandOptions& options) {
  options.reads_one();
  options.argument("FILE", 1, 1, "the file to create");
}

}  // namespace

extern constinit const Command kBackupCommand{"backup", "Copy the history to a file, also while the daemon runs",
                                              declare_backup, run_backup};

}  // namespace noticed
