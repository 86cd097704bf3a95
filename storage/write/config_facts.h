// The configuration as the last generation had it, compared with the next one's. Inside the caller's transaction.
#pragma once

#include <map>
#include <string>

#include "storage/file/connection.h"
#include "storage/model/notice.h"

namespace noticed {

/// Stores `facts` and says what differs from those stored before: nothing if there were none.
ConfigChanged replace_facts(Connection& connection, const std::map<std::string, std::string>& facts);

}  // namespace noticed
