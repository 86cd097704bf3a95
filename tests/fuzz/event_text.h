// Events made of names, as a text that people can read: a word that says what happened, then lines that name whom.
//
//     changed prod ap-southeast-3
//     build 48c66c6002964721be537cdc6ce0297b
//     payments-api
//     Shop
//     {"email/buildJobFail/enabled":true}
//     {"email/buildJobFail/enabled":false}
#pragma once

#include <string_view>
#include <vector>

#include "storage/model/event.h"

namespace noticed::fuzz {

/// Takes any text: what is missing is empty. Names become valid UTF-8, as all names that reach an event are. At most
/// twelve.
std::vector<Event> events_from(std::string_view text);

}  // namespace noticed::fuzz
