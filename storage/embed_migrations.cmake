# Embeds the SQL files in migrations/ into one C++ source, in the order given. A changed file triggers a new configure.
# noticed_embed_migrations(OUTPUT name...)
function(noticed_embed_migrations output)
  set(entries "")
  foreach(name IN LISTS ARGN)
    set(file ${PROJECT_SOURCE_DIR}/migrations/${name}.sql)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    string(REGEX MATCH "^([0-9]+)_(.+)$" matched ${name})
    if(NOT matched)
      message(FATAL_ERROR "migrations/${name}.sql: the name must be NNNN_name")
    endif()
    string(REGEX REPLACE "^0+" "" number ${CMAKE_MATCH_1})
    file(READ ${file} sql)
    string(APPEND entries "    {${number}, \"${name}\", R\"sql(${sql})sql\"},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${output} @ONLY CONTENT [[
// Made from migrations/*.sql. Do not edit.
#include <array>

#include "storage/file/migrate.h"

namespace noticed {
namespace {
constexpr std::array kMigrations = std::to_array<Migration>({
@entries@});
}  // namespace

std::span<const Migration> built_in_migrations() { return kMigrations; }

}  // namespace noticed
]])
endfunction()
