#include "pollers/answer_reader.h"

#include <nlohmann/json.hpp>

#include "pollers/body.h"
#include "pollers/poller.h"

namespace noticed {
namespace {

std::optional<Settings> settings_of(const StoredAnswer& answer, const RedactedJson& body) {
  const Target target{answer.id, answer.project_id, static_cast<SectionMask>(1U << answer.section)};
  const Request request{answer.section, {}};
  try {
    return poller_for(answer.service).normalize(target, request, body);
  } catch (const Malformed&) {
    return {};  // the next such answer is malformed, too; the poll reports it then
  }
}

AnswerReadAnew read_anew(const Redactor& redactor, const StoredAnswer& answer) {
  try {
    const auto body = redactor.restored(parse_body(answer.body));
    return {settings_of(answer, body), body.json().dump()};
  } catch (const Malformed&) {
    return {{}, std::string(answer.body)};
  }
}

}  // namespace

Normalizers built_in_normalizers(const Redactor& redactor) {
  Normalizers all;
  for (const Service service : all_services()) all.versions[index_of(service)] = poller_for(service).version();
  all.normalize = [redactor](const StoredAnswer& answer) { return read_anew(redactor, answer); };
  return all;
}

}  // namespace noticed
