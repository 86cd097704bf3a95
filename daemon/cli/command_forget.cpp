#include <iostream>

#include "daemon/cli/database_owner.h"
#include "daemon/cli/output.h"
#include "daemon/cli/reader_options.h"
#include "daemon/cli/secret_argument.h"
#include "daemon/runtime/exit_status.h"
#include "storage/retention/forget.h"

namespace noticed {
namespace {

/// "178****1234#5f0c4b7d9e21a3c8": the visible part of a mask, and 16 hex digits.
bool is_masked(const std::string& value) {
  constexpr std::size_t kDigits = 16;
  const auto sign = value.rfind('#');
  return sign != std::string::npos && sign > 0 && value.size() - sign - 1 == kDigits &&
         value.find_first_not_of("0123456789abcdef", sign + 1) == std::string::npos;
}

/// The masked forms of a value: a masked one unchanged, a plain one as a phone number and as an e-mail address.
std::vector<std::string> masked_forms(const std::string& value, const std::filesystem::path& database) {
  if (is_masked(value)) return {value};
  const Redactor redactor = redactor_of(database);
  return {redactor.mask(MaskKind::phone, value), redactor.mask(MaskKind::email, value)};
}

std::string text_of(const Forgotten& found) {
  std::string text = std::to_string(found.documents) + " settings documents, " + std::to_string(found.answers) +
                     " answers, " + std::to_string(found.changes) + " changes, " + std::to_string(found.events) +
                     " events, " + std::to_string(found.others) + " error texts";
  if (found.first_event > 0)
    text += "; the chain is recomputed from #" + std::to_string(found.first_event) + " to #" +
            std::to_string(found.newest_event) + ", and anchors in that range no longer match";
  return text;
}

void print_json(const Forgotten& found, bool done) {
  const nlohmann::ordered_json document{{"done", done},
                                        {"replacement", found.replacement},
                                        {"documents", found.documents},
                                        {"answers", found.answers},
                                        {"changes", found.changes},
                                        {"events", found.events},
                                        {"others", found.others},
                                        {"first_event", found.first_event},
                                        {"newest_event", found.newest_event}};
  std::cout << document.dump() << '\n';
}

bool confirmed() {
  std::cerr << "Erase it permanently? This cannot be undone. Type yes: " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "yes";
}

int run_forget(const CommandLine& line) {
  const auto database = database_of(line);
  if (line.resources.front() == "-" && !line.yes && !line.dry_run)
    throw CommandError(
        kExitUsage,
        "- reads the value from standard input, which leaves none for the confirmation: add --yes or --dry-run");
  require_owner_or_root(database, "forget");  // --dry-run too: it deletes and rolls back
  become_owner(database);
  const auto masked = masked_forms(value_of(line), database);
  const TimePoint now = SystemClock().wall();
  const Forgotten found = forget(database, masked, now, true);
  const bool json = line.form == Form::json;
  if (found.total() == 0 || line.dry_run) {
    if (json)
      print_json(found, false);
    else
      std::cout << (found.total() == 0 ? "not found in the history" : "found in " + text_of(found)) << '\n';
    return kExitGood;
  }
  if (!line.yes) {
    std::cerr << "found in " << text_of(found) << '\n';
    if (!confirmed()) throw CommandError(kExitNo, "nothing was changed");
  }
  const Forgotten gone = forget(database, masked, now, false);
  if (json) {
    print_json(gone, true);
    return kExitGood;
  }
  std::cout << "erased and replaced by " << gone.replacement << ": " << text_of(gone) << '\n'
            << "Backups, logs and messages that were sent still contain it; check also " << database.filename().string()
            << ".schema-*.backup.\n";
  return kExitGood;
}

void declare_forget(CommandOptions& options) {
  options.reads_one();
  options.argument("VALUE", 1, 1, std::string(CommandOptions::kPlainValue) + "; or the masked form");
  options.flag("--dry-run", &CommandLine::dry_run, "only count the records that contain it");
  options.flag("--yes", &CommandLine::yes, "do not ask for confirmation");
}

}  // namespace

extern constinit const Command kForgetCommand{
    "forget", "Erase a phone number or an e-mail address from the whole history", declare_forget, run_forget};

}  // namespace noticed
