# The Debian package, by CPack: `./dev package`. It holds whatever install() installs.
set(NOTICED_MAINTAINER "The noticed authors <noticed@packages.invalid>")
# A package depends on its release's libraries: its version says which release that is, so that an upgrade of the system
# finds a newer one.
set(NOTICED_DEB_RELEASE 1)
if(NOTICED_DISTRIBUTION_ID STREQUAL "debian" AND NOTICED_DISTRIBUTION_VERSION_ID)
  string(APPEND NOTICED_DEB_RELEASE "~deb${NOTICED_DISTRIBUTION_VERSION_ID}u1")
elseif(NOTICED_DISTRIBUTION_ID AND NOTICED_DISTRIBUTION_VERSION_ID)
  string(APPEND NOTICED_DEB_RELEASE "~${NOTICED_DISTRIBUTION_ID}${NOTICED_DISTRIBUTION_VERSION_ID}.1")
endif()
set(NOTICED_DEB_CODENAME "${NOTICED_DISTRIBUTION_VERSION_CODENAME}")
if(NOT NOTICED_DEB_CODENAME)
  set(NOTICED_DEB_CODENAME unstable)
endif()
set(NOTICED_DEB_VERSION "${PROJECT_VERSION}-${NOTICED_DEB_RELEASE}")
# Of the source, not of the build: the same source gives the same package.
set(NOTICED_DEB_DATE "Sun, 22 Nov 2026 00:00:00 +0000")

configure_file(debian/changelog.in debian/changelog @ONLY)
configure_file(debian/NEWS.in debian/NEWS @ONLY)
set(doc ${CMAKE_INSTALL_DATADIR}/doc/noticed)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/storage/cookbook.md DESTINATION ${doc})
install(FILES ${PROJECT_SOURCE_DIR}/CHANGELOG.md DESTINATION ${doc} RENAME changelog)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/debian/changelog DESTINATION ${doc} RENAME changelog.Debian)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/debian/NEWS DESTINATION ${doc} RENAME NEWS.Debian)
install(FILES debian/copyright DESTINATION ${doc})
install(FILES debian/lintian-overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides RENAME noticed)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME noticed)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_SOURCE_DIR}/build/package)
set(CPACK_STRIP_FILES ON)
set(CPACK_SET_DESTDIR ON)  # the unit's folder is outside the prefix
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_SOURCE_DIR}/debian/sbom.cmake ${CMAKE_CURRENT_SOURCE_DIR}/debian/compress.cmake)

file(READ debian/description CPACK_PACKAGE_DESCRIPTION)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "change tracking for CodeArts notification settings")
set(CPACK_DEBIAN_PACKAGE_MAINTAINER ${NOTICED_MAINTAINER})
set(CPACK_DEBIAN_PACKAGE_RELEASE ${NOTICED_DEB_RELEASE})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# procps: the unit's kill. ca-certificates: the cloud's certificates are verified by them.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates, init-system-helpers (>= 1.54~), procps, systemd (>= 252)")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "sqlite3, tzdata")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${CMAKE_CURRENT_SOURCE_DIR}/debian/postinst ${CMAKE_CURRENT_SOURCE_DIR}/debian/prerm
  ${CMAKE_CURRENT_SOURCE_DIR}/debian/postrm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
