// The listings: projects, and what a project has of each service, page by page. Sources: the API pages ListProjectsV4,
// ListProjectJobs, ListPipelines, ShowTaskListByProjectId and ListProjectRepositories. Server thread only.
#pragma once

#include "codearts/json.h"
#include "codearts/result_page.h"
#include "codearts/route.h"
#include "codearts/state.h"

namespace codearts {

/// Whether there is the project that the listing is of.
bool listable(const State& state, const Route& route);

/// The answer to a request for `page`.
Json listing(const State& state, const Route& route, Page page);

/// The array of rows in such an answer; null when it has none.
Json* rows_in(Json& answer);

}  // namespace codearts
