#include "storage/file/key_file.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string_view>
#include <system_error>

#include "storage/file/atomic_file.h"
#include "storage/file/database_file.h"
#include "storage/model/digest.h"
#include "storage/model/event.h"
#include "storage/model/store_error.h"

namespace noticed {
namespace {

using Kind = StoreError::Kind;
using Key = std::array<unsigned char, 32>;

/// A descriptor that closes itself.
struct Descriptor {
  int number = -1;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

std::optional<Key> from_hex(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  Key key{};
  if (text.size() != 2 * key.size()) return {};
  for (std::size_t i = 0; i < key.size(); ++i) {
    const auto high = kDigits.find(text[2 * i]);
    const auto low = kDigits.find(text[2 * i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return {};
    key[i] = static_cast<unsigned char>(high * 16 + low);
  }
  return key;
}

Key read_key(const std::filesystem::path& path, const Descriptor& file) {
  struct stat status {};
  fstat(file.number, &status);
  if (!S_ISREG(status.st_mode)) throw StoreError(Kind::key, path.string() + ": is not a regular file; move it away");
  if ((status.st_mode & 077U) != 0)
    throw StoreError(Kind::key,
                     path.string() + ": other users can access the fingerprint key; run chmod 600 " + path.string());
  std::array<char, 256> buffer{};
  const ssize_t size = read(file.number, buffer.data(), buffer.size());
  const auto key = from_hex({buffer.data(), static_cast<std::size_t>(size < 0 ? 0 : size)});
  if (key) return *key;
  throw StoreError(Kind::key, path.string() +
                                  ": is not a fingerprint key (64 hex digits); restore it from your backup, or "
                                  "move it away and start with `noticed run --accept-new-key`");
}

Key make_key(const std::filesystem::path& path) {
  Key key{};
  if (getrandom(key.data(), key.size(), 0) != static_cast<ssize_t>(key.size()))
    throw StoreError(Kind::io, path.string() + ": the system provides no random bytes");
  try {
    AtomicFile file(path, AtomicFile::Existing::replaced);
    file.stream() << to_hex(key) << "\n";
    file.finish(0600);
  } catch (const std::system_error& error) {
    const bool full = error.code() == std::errc::no_space_on_device;
    const bool refused =
        error.code() == std::errc::permission_denied || error.code() == std::errc::read_only_file_system;
    const Kind kind = full ? Kind::full : refused ? Kind::permission : Kind::io;
    throw StoreError(kind, std::string(error.what()) + (full ? "; free disk space" : "; check owner, mode and disk"));
  }
  return key;
}

bool holds_data(const std::filesystem::path& database) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(database, failed);
  return !failed && size > 0;
}

}  // namespace

std::filesystem::path key_path(const std::filesystem::path& database) {
  auto path = database;
  return path.replace_extension(".key");
}

std::string key_id(const Key& key) {
  return sha256_hex("noticed key id" + std::string(key.begin(), key.end())).substr(0, 16);
}

KeyFile load_or_create_key(const std::filesystem::path& database, bool accept_new_key) {
  const auto path = key_path(database);
  const Descriptor file{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  KeyFile result;
  if (file.number >= 0) {
    result.key = read_key(path, file);
  } else if (errno != ENOENT) {
    throw StoreError(Kind::permission, path.string() + ": cannot be read: " + errno_text() + "; check owner and mode");
  } else if (holds_data(database) && !accept_new_key) {
    refuse_foreign_file(database);
    throw StoreError(Kind::key, path.string() + ": the fingerprint key of " + database.string() +
                                    " is missing; restore the file, or start with `noticed run --accept-new-key`");
  } else {
    const auto folder = path.parent_path();
    if (!folder.empty() && mkdir(folder.c_str(), 0750) != 0 && errno != EEXIST)
      throw StoreError(Kind::permission, folder.string() + ": cannot be created: " + errno_text());
    result.key = make_key(path);
    result.created = true;
  }
  result.id = key_id(result.key);
  return result;
}

}  // namespace noticed
