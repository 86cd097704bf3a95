// Reads one page of a listing by a description of its form. Pure functions, any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pollers/codearts/listing.h"

namespace noticed::codearts {

/// Accepted by all listings but those of pipelines, and the maximum for projects; some documents allow more.
inline constexpr std::size_t kRowsPerPage = 100;

/// How one listing differs from another.
struct ListingForm {
  enum class Counting : std::uint8_t { rows, pages };
  using Names = std::array<std::string_view, 2>;  // either may be used; "": none

  std::size_t limit = 0;          // maximum rows on a page
  Counting counting{};            // what the number in a request counts; starts at 0
  bool maybe_from_one = false;    // pages may be numbered from 1, with page 0 equal to page 1
  Names lists{}, ids{}, names{};  // members; without a list member the answer itself is the list
  IdForm id{};
  ListingRequest (*request)(const std::string& project_id, std::size_t number) = nullptr;
};

struct ListingPage {
  struct Row {
    ListedResource resource;
    bool odd = false;  // its id has another form
  };
  std::vector<Row> rows;
  std::optional<std::size_t> total;  // of the whole listing; nullopt if not stated
};

/// The list and the total are at the top or inside `result`. The list may be missing if there is a total. Throws
/// Malformed.
ListingPage read_page(const ListingForm& form, const RedactedJson& answer);

/// Reads a listing of that form, which must outlive it.
std::unique_ptr<ListingPaginator> walk_listing(const ListingForm& form, std::string project_id);

}  // namespace noticed::codearts
