// Recognizes the masks that Redactor writes. Only for stored answers: in an answer of the cloud such a text is the
// cloud's own and may have any author. Pure functions, any thread, linear time.
#pragma once

#include <cstddef>
#include <string_view>

namespace noticed {

/// Whether the whole text is one mask, exactly as Redactor::mask writes it, or "forgotten#1", which `forget` writes in
/// place of a mask.
bool is_mask(std::string_view text);

/// Length of the mask of a phone number or an e-mail address, or of "forgotten#1", that begins at `at`; 0 if there is
/// none. Masks of other kinds always replace a whole text.
std::size_t mask_at(std::string_view text, std::size_t at);

}  // namespace noticed
