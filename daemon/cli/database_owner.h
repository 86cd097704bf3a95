// Restricts commands that write to the history to root and the database's owner. Root switches to the owner, so that no
// file next to the database becomes root's.
#pragma once

#include <filesystem>
#include <string>

namespace noticed {

/// Throws CommandError (77) for any other user, whatever the modes of the files; it names the owner and the remedy.
/// Opens nothing. Does nothing if the database does not exist: opening it reports that.
void require_owner_or_root(const std::filesystem::path& database, const std::string& command);

/// Switches from root to the database's owner, for the rest of the process; does nothing for other users. Read what
/// only root may read (configuration, secrets) before. Throws CommandError (77).
void become_owner(const std::filesystem::path& database);

}  // namespace noticed
