// Plain words for the vendor's channels, events and settings, in English and Chinese. Vendor ids without a plain word
// are shown as they are.
#pragma once

#include <string_view>

#include "storage/model/word.h"

namespace noticed {

/// "email" -> "email", "邮件". These functions return nullptr for an id without a plain word.
const Word* channel_word(std::string_view id);
/// "buildJobFail" -> "build failed", "构建失败".
const Word* event_word(std::string_view id);
/// A failure event as the subject of an alert: "buildJobFail" -> "failed builds".
const Word* failure_word(std::string_view id);
/// "recipients.roles" -> "notified roles", "通知角色". Switches (see is_switch) have none: the channel's word suffices.
const Word* attribute_word(std::string_view id);
/// Why something cannot be read, by name of FailureKind: "server" -> "server error".
const Word* failure_kind_word(std::string_view kind);

/// Attributes that switch a channel or an event on or off.
bool is_switch(std::string_view attribute);

}  // namespace noticed
