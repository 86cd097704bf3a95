// Recognizes the masks that Redactor writes. Only for answers that were kept: in an answer of the cloud such a text is
// the cloud's own, and says nothing about who wrote it. Pure functions, any thread, linear time.
#pragma once

#include <cstddef>
#include <string_view>

namespace noticed {

/// Whether the whole text is one mask, in exactly the form that Redactor::mask writes; or what `forget` puts in the
/// place of one, "forgotten#1".
bool is_mask(std::string_view text);

/// Length of the mask of a phone number or an e-mail address, or of "forgotten#1", that begins at `at`; 0 if none does.
/// Masks of other kinds replace a whole text.
std::size_t mask_at(std::string_view text, std::size_t at);

}  // namespace noticed
