// One page of a listing, read by a description of the listing's form. Pure functions, any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pollers/codearts/listing.h"

namespace noticed::codearts {

/// What tells one listing from another.
struct ListingForm {
  enum class Counting : std::uint8_t { rows, pages };
  enum class Id : std::uint8_t {
    key,    // 32 of [0-9a-z]
    word,   // 1 to 128 of [0-9A-Za-z_-]
    number  // 1 to 2147483647
  };
  using Names = std::array<std::string_view, 2>;  // either may be used; "": none

  std::size_t limit = 0;          // rows on a page, at most
  Counting counting{};            // what the number in a request counts; it begins with 0
  bool maybe_from_one = false;    // or pages are numbered from 1, and page 0 is page 1
  Names lists{}, ids{}, names{};  // members; without a list the answer itself is one
  Id id{};
  ListingRequest (*request)(const std::string& project_id, std::size_t number) = nullptr;
};

struct ListingPage {
  struct Row {
    ListedResource resource;
    bool odd = false;  // its id is of another form
  };
  std::vector<Row> rows;
  std::optional<std::size_t> total;  // of the whole listing, as far as the page says
};

/// The list and the total stand at the top or inside `result`. A list may be missing where a total is given.
/// Throws Malformed.
ListingPage read_page(const ListingForm& form, const RedactedJson& answer);

/// The walk through a listing of that form. The form must outlive it.
std::unique_ptr<ListingPaginator> walk_listing(const ListingForm& form, std::string project_id);

}  // namespace noticed::codearts
