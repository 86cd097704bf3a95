// The answers of a resource that nobody gave any: the examples of the documentation. For generated resources they
// can differ by a few flags, chosen by the index; 64 variants are kept at most, so a million resources cost nothing.
// Server thread only.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "codearts/answer_body.h"
#include "codearts/cloud_service.h"
#include "codearts/json.h"

namespace codearts {

/// Ways in which answers are seen to differ from their examples, or documents from each other.
struct Quirks {
  // The pipeline detail:
  bool event_object = false;  ///< `event`, one object, as the English documentation says, instead of the array `events`
  bool type_present = false;  ///< `type` is there
  // Listings, for the whole cloud only:
  bool documented_lists = false;  ///< build's `jobs` and pipelines' `pipelineId`, as documented, not as observed
  bool check_from_zero = false;   ///< check counts pages from 0, not from 1
  bool check_records = false;     ///< check's offset counts records, as the European documentation says
};

/// `quirks` members of a JSON object over `base`: {"event_object":true,"type_present":true}.
Quirks quirks_of(const Json& object, Quirks base);

inline constexpr std::uint64_t kVariants = 64;

/// The documented example for one answer of the resource `id`. Bit n of `variant` turns the n-th flag over.
Json default_answer(Service service, std::size_t slot, std::string_view id, std::uint64_t variant = 0);

/// The pipeline detail `answer` of type `slot` as `quirks` have it; other answers come back unchanged.
Json with_quirks(Json answer, Service service, std::size_t slot, Quirks quirks);

/// Serialized default answers, made once per service, answer and variant.
class DefaultBodies {
 public:
  explicit DefaultBodies(Quirks quirks = {}) : quirks_(quirks) {}
  BodyPtr body(Service service, std::size_t slot, std::string_view id, std::uint64_t variant);

 private:
  struct Form {
    BodyPtr whole;          ///< null until made
    std::size_t id_at = 0;  ///< where the resource's own id is written, when id_length is not 0
    std::size_t id_length = 0;
  };
  Form& form(Service service, std::size_t slot, std::uint64_t variant);

  Quirks quirks_;
  std::array<std::array<std::vector<Form>, kMaxSlots>, kServices> forms_{};
};

}  // namespace codearts
