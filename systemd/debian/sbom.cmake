# What the package was built with, in CycloneDX (https://cyclonedx.org/docs/1.5/json/): /usr/share/doc/noticed/noticed.cdx.json.
# CPack runs this on the staged tree. Each library is known by a file of the Debian package that it was built from; those that
# are linked and those whose headers were compiled in are listed alike.
set(files
  boost/version.hpp curl/curl.h openssl/ssl.h sqlite3.h zlib.h systemd/sd-daemon.h SQLiteCpp/SQLiteCpp.h nlohmann/json.hpp
  spdlog/spdlog.h fmt/core.h toml++/toml.h utf8cpp/utf8.h CLI/CLI.hpp prometheus/registry.h)

string(TIMESTAMP time "%Y-%m-%dT%H:%M:%SZ" UTC)  # SOURCE_DATE_EPOCH, if that is set
file(STRINGS /etc/os-release distribution REGEX "^ID=")
string(REGEX REPLACE "^ID=\"?([a-z]*)\"?$" "\\1" distribution "${distribution}")

set(components "")
foreach(name IN LISTS files)
  file(GLOB found /usr/include/${name} /usr/include/*-linux-gnu/${name})
  if(NOT found)
    message(FATAL_ERROR "the list of libraries cannot be made: there is no header ${name}")
  endif()
  list(GET found 0 header)
  execute_process(COMMAND dpkg-query --search ${header} OUTPUT_VARIABLE owner COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX REPLACE ":.*" "" package "${owner}")
  execute_process(COMMAND dpkg-query --show --showformat=\${Version}\;\${source:Package}\;\${source:Version} ${package}
    OUTPUT_VARIABLE facts COMMAND_ERROR_IS_FATAL ANY)
  list(GET facts 0 version)
  list(GET facts 1 source)
  string(REPLACE "+" "%2B" escaped "${version}")
  string(APPEND components "${separator}    {\"type\": \"library\", \"name\": \"${source}\", \"version\": \"${version}\", "
    "\"purl\": \"pkg:deb/${distribution}/${package}@${escaped}\"}")
  set(separator ",\n")
endforeach()

file(WRITE ${CPACK_TEMPORARY_DIRECTORY}/usr/share/doc/noticed/noticed.cdx.json "{
  \"bomFormat\": \"CycloneDX\",
  \"specVersion\": \"1.5\",
  \"version\": 1,
  \"metadata\": {
    \"timestamp\": \"${time}\",
    \"component\": {\"type\": \"application\", \"name\": \"noticed\", \"version\": \"${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}\"}
  },
  \"components\": [
${components}
  ]
}
")
file(CHMOD ${CPACK_TEMPORARY_DIRECTORY}/usr/share/doc/noticed/noticed.cdx.json
  PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
