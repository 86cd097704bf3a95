// What people call the vendor's channels, events and settings, in English and Chinese side by side. Vendor ids stay
// where no plain word exists.
#pragma once

#include <string_view>

namespace noticed {

struct Word {
  std::string_view id;
  std::string_view en;
  std::string_view zh;
};

/// "email" -> "email", "邮件". These return nothing for an id that has no plain word.
const Word* channel_word(std::string_view id);
/// "buildJobFail" -> "build failed", "构建失败".
const Word* event_word(std::string_view id);
/// A failure as it is called when it alerts somebody: "buildJobFail" -> "failed builds".
const Word* failure_word(std::string_view id);
/// "recipients.roles" -> "notified roles", "通知角色". Switches (see is_switch) have none: their channel says it all.
const Word* attribute_word(std::string_view id);
/// Why something cannot be read, by the words of FailureKind: "server" -> "an error on the cloud's side".
const Word* failure_kind_word(std::string_view kind);

/// Attributes that switch a channel or an event on or off.
bool is_switch(std::string_view attribute);

}  // namespace noticed
