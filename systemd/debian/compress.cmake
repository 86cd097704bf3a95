# Debian wants man pages, changelogs and news compressed, without names and times in them. CPack runs this on the staged tree.
file(GLOB_RECURSE pages ${CPACK_TEMPORARY_DIRECTORY}/usr/share/man/*.[1-8])
file(GLOB changelogs ${CPACK_TEMPORARY_DIRECTORY}/usr/share/doc/noticed/changelog*
  ${CPACK_TEMPORARY_DIRECTORY}/usr/share/doc/noticed/NEWS*)
list(FILTER changelogs EXCLUDE REGEX "\\.gz$")
foreach(file IN LISTS pages changelogs)
  execute_process(COMMAND gzip -9n ${file} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
