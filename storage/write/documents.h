// Settings documents: each distinct state of a service is stored once, with its coverage computed once.
// Inside the caller's transaction.
#pragma once

#include <string>

#include "storage/file/connection.h"
#include "storage/model/policy.h"
#include "storage/model/service.h"

namespace noticed {

struct DocumentRef {
  std::int64_t id = 0;
  std::string digest;
};

/// The row that holds these settings; made, with its coverage, if it is new.
DocumentRef store_document(Connection& connection, Service service, const Settings& settings, const Policy& policy);

Settings load_document(Connection& connection, std::int64_t document);

/// Removes the row, with its coverage, unless a snapshot uses it. True if it did.
bool remove_unused_document(Connection& connection, std::int64_t document);

/// Computes all coverage anew if `policy` judges it differently from the policy that the stored one was made with.
void judge_documents(Connection& connection, const Policy& policy);

}  // namespace noticed
