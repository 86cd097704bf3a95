// Errors as gateways and services say them, in any form and in none.
#include "fuzz/canary.h"
#include "fuzz/reply_text.h"
#include "fuzz/targets.h"
#include "fuzz/text.h"
#include "tests/support/services.h"

namespace noticed::fuzz {
namespace {

constexpr std::size_t kMostDetail = 400;  // bytes: status, a code of 40, a text of 300

void check_pause(std::optional<std::chrono::seconds> pause) {
  require(!pause || (pause->count() >= 0 && *pause <= std::chrono::hours{24}), "a pause beyond a day, or before now");
}

void check_failure(const Failure& failure) {
  require(!failure.detail.empty(), "a failure without a word");
  require(is_utf8(failure.detail) && is_one_line(failure.detail), "a detail that is no line of text");
  require(failure.detail.size() <= kMostDetail, "a detail that is too long: " + failure.detail);
  require(failure.code.size() <= 40 && is_utf8(failure.code) && is_one_line(failure.code), "a code that is none");
  check_pause(failure.retry_after);
  if (!failure.limit) return;
  require(failure.limit->requests >= 0, "a limit below nothing");
  check_pause(failure.limit->window);
}

bool same(const Failure& a, const Failure& b) {
  return a.kind == b.kind && a.detail == b.detail && a.code == b.code && a.retry_after == b.retry_after &&
         reaction_to(a) == reaction_to(b);
}

/// What is said of a refusal; empty of what is believed.
std::string words_of(const Reply& reply) {
  const auto read = read_reply(reply, redactor(), info_of(service::build).good_status);
  const auto* failure = std::get_if<Failure>(&read);
  return failure == nullptr ? std::string() : failure->detail + " " + failure->code;
}

/// A secret after the server's own words, as gateways repeat what they were sent. What is added makes text of a body
/// that was JSON, and so shows what was not shown before.
void check_secrecy_of_refusal(Reply reply) {
  if (holds(reply.body, kCanary) || holds(words_of(reply), kCanary)) return;  // the input contained it by chance
  reply.body += " password=canary-1 token: canary-2";
  require(!holds(words_of(reply), kCanary), "a secret in " + words_of(reply));
}

}  // namespace

void read_refusal(std::string_view input) {
  const Reply reply = reply_from(input);
  check_pause(pause_asked(reply));
  for (const Service service : all_services()) {
    const auto read = read_reply(reply, redactor(), info_of(service).good_status);
    const auto again = read_reply(reply, redactor(), info_of(service).good_status);
    const auto* failure = std::get_if<Failure>(&read);
    require(read.index() == again.index(), "believed once, and once not");
    if (failure == nullptr) {
      require(reply.status == 200, "believed without a 200");
      continue;
    }
    check_failure(*failure);
    require(same(*failure, std::get<Failure>(again)), "read differently again");
  }
  check_secrecy_of_refusal(reply);
}

}  // namespace noticed::fuzz
