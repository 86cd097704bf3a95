// The queries behind storage/model/survey.h. Inside the caller's transaction.
#pragma once

#include "storage/file/connection.h"
#include "storage/model/survey.h"

namespace noticed {

/// Leaves out the sizes, which are those of the files.
StoreNumbers load_numbers(Connection& connection);

/// The watched resources among the next `limit` rows after row `after`, and at most `most_failing` of the failing ones.
SurveyPart load_survey(Connection& connection, std::int64_t after, std::size_t limit, std::size_t most_failing);

}  // namespace noticed
