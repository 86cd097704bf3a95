#include "pollers/gzip.h"

#include <zlib.h>

#include <array>
#include <new>

namespace noticed {
namespace {

/// zlib's state, released on destruction.
class Inflater {
 public:
  explicit Inflater(std::string_view in) {
    constexpr int kGzipOnly = 16 + MAX_WBITS;
    if (inflateInit2(&stream_, kGzipOnly) != Z_OK) throw std::bad_alloc();
    // zlib does not write to its input, but its pointer is not const.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
    stream_.avail_in = static_cast<uInt>(in.size());
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  /// Appends output to `out`; returns zlib's status.
  int step(std::string& out) {
    std::array<char, 16'384> room;
    stream_.next_out = reinterpret_cast<Bytef*>(room.data());
    stream_.avail_out = static_cast<uInt>(room.size());
    const int status = inflate(&stream_, Z_NO_FLUSH);
    out.append(room.data(), room.size() - stream_.avail_out);
    return status;
  }
  /// Whether another member follows; then step() continues with it.
  bool next_member() {
    return is_gzip({reinterpret_cast<const char*>(stream_.next_in), stream_.avail_in}) &&
           inflateReset(&stream_) == Z_OK;
  }

 private:
  z_stream stream_{};
};

}  // namespace

bool is_gzip(std::string_view body) { return body.starts_with("\x1f\x8b"); }

Gunzipped gunzip(std::string_view body, std::size_t most) {
  using Outcome = Gunzipped::Outcome;
  Gunzipped result;
  Inflater inflater(body);
  for (;;) {
    const int status = inflater.step(result.text);
    if (result.text.size() > most) {
      result.text.resize(most);
      result.outcome = Outcome::too_large;
      return result;
    }
    if (status == Z_OK || (status == Z_STREAM_END && inflater.next_member())) continue;
    if (status != Z_STREAM_END) result.outcome = Outcome::broken;  // damaged, or truncated (Z_BUF_ERROR)
    return result;
  }
}

}  // namespace noticed
