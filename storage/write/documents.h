// Settings documents: each distinct state of a service is stored once, with its coverage. Inside the caller's
// transaction.
#pragma once

#include <string>
#include <vector>

#include "storage/file/connection.h"
#include "storage/model/coverage.h"
#include "storage/model/policy.h"
#include "storage/model/service.h"

namespace noticed {

struct DocumentRef {
  std::int64_t id = 0;
  std::string digest;
};

/// Returns the row with these settings; creates it, with its coverage, if it is new.
DocumentRef store_document(Connection& connection, Service service, const Settings& settings, const Policy& policy);

Settings load_document(Connection& connection, std::int64_t document);
/// By event; by the document's settings alone.
std::vector<Coverage> load_coverage(Connection& connection, std::int64_t document);

/// Removes the row and its coverage unless a snapshot uses it. True if removed.
bool remove_unused_document(Connection& connection, std::int64_t document);

/// Recomputes all coverage if `policy` assesses it differently from the policy it was computed with.
void judge_documents(Connection& connection, const Policy& policy);

}  // namespace noticed
