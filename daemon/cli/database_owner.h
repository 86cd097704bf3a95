// Commands that write to the history act for root and for the database's owner only. Root acts as the owner, so that no
// file beside the database comes to belong to root.
#pragma once

#include <filesystem>
#include <string>

namespace noticed {

/// Throws CommandError (77) for any other user, whatever the modes of the files; it names the owner and the remedy.
/// Opens nothing. No such database: nothing happens, and whoever opens it says so.
void require_owner_or_root(const std::filesystem::path& database, const std::string& command);

/// Gives up root's rights for those of the database's owner, for the rest of the process. Nothing to do for anybody
/// else. What only root may read (configuration, secrets) must be read before. Throws CommandError (77).
void become_owner(const std::filesystem::path& database);

}  // namespace noticed
