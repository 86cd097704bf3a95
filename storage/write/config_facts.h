// Compares the configuration of the last generation with the next one. Inside the caller's transaction.
#pragma once

#include <map>
#include <string>

#include "storage/file/connection.h"
#include "storage/model/notice.h"

namespace noticed {

/// Stores `facts` and returns the differences from those stored before; empty if there were none.
ConfigChanged replace_facts(Connection& connection, const std::map<std::string, std::string>& facts);

}  // namespace noticed
