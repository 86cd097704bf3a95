// Makes the texts of a message fit to show.
#pragma once

#include "daemon/message/message.h"

namespace noticed {

/// Cleans every text of the message. Removes URLs that are not https.
void clean(MessageContent& message);

}  // namespace noticed
