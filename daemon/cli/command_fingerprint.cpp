#include <array>
#include <iostream>

#include "daemon/cli/output.h"
#include "daemon/cli/reader_options.h"
#include "daemon/cli/secret_argument.h"
#include "daemon/runtime/exit_status.h"

namespace noticed {
namespace {

int run_fingerprint(const CommandLine& line) {
  const Redactor redactor = redactor_of(database_of(line));
  const std::string value = value_of(line);
  constexpr std::array<std::pair<const char*, MaskKind>, 4> kKinds{
      {{"url", MaskKind::url}, {"secret", MaskKind::secret}, {"phone", MaskKind::phone}, {"email", MaskKind::email}}};
  nlohmann::ordered_json document;
  for (const auto& [name, kind] : kKinds) document[name] = redactor.mask(kind, value);
  if (line.form == Form::json) {
    std::cout << document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
    return kExitGood;
  }
  Printout listing({"AS", "MASKED"});
  for (const auto& [name, kind] : kKinds) listing.add({{name}, {redactor.mask(kind, value)}}, {});
  listing.print(line.form);
  return kExitGood;
}

void declare_fingerprint(CommandOptions& options) {
  options.reads_one();
  options.argument("VALUE", 1, 1, CommandOptions::kPlainValue);
}

}  // namespace

extern constinit const Command kFingerprintCommand{"fingerprint", "Show the masked form of a known value",
                                                   declare_fingerprint, run_fingerprint};

}  // namespace noticed
