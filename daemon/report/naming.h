// How the page names resources, reasons and settings.
#pragma once

#include <functional>
#include <string>

#include "daemon/html/html.h"
#include "daemon/report/report_data.h"

namespace noticed {

/// "payments-api (build/48c66c600296)", linked to the resource's page in the console if it is known.
void write_name(Html& page, const StandingRow& resource);
/// A short form without link, for long lists.
void write_short_name(Html& page, const StandingRow& resource);

/// "timeout", "noticed was stopped".
std::string reason_words(const std::string& reason);
/// `email for "build failed"`, "Feishu, webhook address".
std::string setting_words(const Path& path);

/// A list of `count` items, each written by `item(index)` between <li> and </li>. Items after the first `open` ones are
/// collapsed, five hundred at a time, to limit the browser's layout work.
void write_list(Html& page, std::size_t count, std::size_t open, const std::function<void(std::size_t)>& item);

}  // namespace noticed
