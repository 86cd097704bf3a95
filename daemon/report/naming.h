// How the page calls resources, reasons and settings.
#pragma once

#include <functional>
#include <string>

#include "daemon/html/html.h"
#include "daemon/report/report_data.h"

namespace noticed {

/// "payments-api (build/48c66c600296)", with a link to the resource's page in the console where one is known.
void write_name(Html& page, const StandingRow& resource);
/// The same without a link, short: for long lists.
void write_short_name(Html& page, const StandingRow& resource);

/// "no answer in time", "noticed did not run".
std::string reason_words(const std::string& reason);
/// `email for "build failed"`, "Feishu, webhook address".
std::string setting_words(const Path& path);

/// A list of so many items, each written by `item(index)` between <li> and </li>. Those beyond the first `open` ones
/// are folded away, five hundred at a time, so that a browser has little to lay out.
void write_list(Html& page, std::size_t count, std::size_t open, const std::function<void(std::size_t)>& item);

}  // namespace noticed
