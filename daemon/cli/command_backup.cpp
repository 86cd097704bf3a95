#include <iostream>

#include "daemon/cli/cli.h"
#include "daemon/cli/progress.h"
#include "daemon/cli/reader_options.h"
#include "daemon/runtime/exit_status.h"
#include "storage/file/backup.h"

namespace noticed {

int command_backup(const CommandLine& line) {
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
  std::cout << target.string() << ": " << size_text(made.bytes) << ", checked\n"
            << "The fingerprint key is not in it. Copy " << made.key.string()
            << ", too, and keep it elsewhere: without it the\nmasked values in this backup can no longer be told to be "
               "the same as new ones.\n";
  return kExitGood;
}

}  // namespace noticed
