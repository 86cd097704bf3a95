#include "pollers/codearts/listing_page.h"

#include <algorithm>
#include <limits>

#include "pollers/error_text.h"
#include "pollers/json_reader.h"
#include "pollers/poller.h"
#include "storage/model/unicode.h"

namespace noticed::codearts {
namespace {

/// The first of these members that is present.
Node one_of(Object& row, const ListingForm::Names& names) {
  const Node first = row[names[0]];
  if (first.present() || names[1].empty()) return first;
  const Node second = row[names[1]];
  return second.present() ? second : first;
}

ListingPage::Row read_row(const ListingForm& form, const Node& node) {
  constexpr std::size_t kLongestName = 512;  // bytes
  Object row(node);
  const Node id = one_of(row, form.ids);
  if (!id.present()) id.fail("missing");
  ListingPage::Row out;
  if (form.id == IdForm::number) {
    const std::int64_t number = id.integer().value_or(0);
    out.resource.id = std::to_string(number);
    out.odd = number < 1 || number > std::numeric_limits<std::int32_t>::max();  // what the listing documents
  } else {
    out.resource.id = id.text().value_or("");
    out.odd = !has_form(out.resource.id, form.id);
  }
  const std::string name = one_line(one_of(row, form.names).text().value_or(""));
  out.resource.name = first_bytes(name, kLongestName);
  return out;
}

std::optional<std::size_t> read_total(const Node& node) {
  const auto total = node.integer();
  if (!total) return {};
  if (*total < 0) node.fail("a negative count");
  return static_cast<std::size_t>(*total);
}

/// The list, wherever it is; nullopt if there is none. Malformed if there are two.
std::optional<Node> list_in(const ListingForm& form, Object& top, Object& inner) {
  std::optional<Node> found;
  for (Object* place : {&top, &inner}) {
    for (const std::string_view name : form.lists) {
      if (name.empty()) continue;
      const Node list = (*place)[name];
      if (found && list.present()) list.fail("a second list");
      if (list.present()) found = list;
    }
  }
  return found;
}

}  // namespace

ListingPage read_page(const ListingForm& form, const RedactedJson& answer) {
  ListingPage page;
  std::optional<Node> list;
  const Node whole(answer.json());
  if (form.lists[0].empty()) {
    list = whole;
  } else {
    Object top(whole);
    Object inner(top["result"]);
    list = list_in(form, top, inner);
    page.total = std::max(read_total(top["total"]), read_total(inner["total"]));
    if (!list && !page.total) whole.fail("neither a list nor a total");
  }
  if (!list) return page;
  for (const Node& item : list->items()) page.rows.push_back(read_row(form, item));
  return page;
}

}  // namespace noticed::codearts
