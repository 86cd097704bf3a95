#include "pollers/body.h"

#include <string>
#include <vector>

#include "pollers/poller.h"

namespace noticed {
namespace {

using nlohmann::json;

/// Builds the document from parser events with its own stack: no recursion on external input.
class Builder final : public nlohmann::json_sax<json> {
 public:
  json take() { return std::move(root_); }
  const std::string& fault() const { return fault_; }

  bool null() override { return add(nullptr) != nullptr; }
  bool boolean(bool value) override { return add(value) != nullptr; }
  bool number_integer(number_integer_t value) override { return add(value) != nullptr; }
  bool number_unsigned(number_unsigned_t value) override { return add(value) != nullptr; }
  bool number_float(number_float_t value, const string_t&) override { return add(value) != nullptr; }
  bool string(string_t& value) override { return add(std::move(value)) != nullptr; }
  bool binary(binary_t&) override { return refuse("not JSON"); }
  bool start_object(std::size_t) override { return open(json::object()); }
  bool start_array(std::size_t) override { return open(json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    const auto [place, fresh] = open_.back()->get_ref<json::object_t&>().emplace(std::move(name), nullptr);
    member_ = &place->second;
    return fresh || refuse("a key occurs twice in one object");
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) override {
    // The exception's own text quotes the input.
    const bool encoding = std::string_view(error.what()).find("UTF-8") != std::string_view::npos;
    const std::string what = error.id == 406 ? "a number is out of range" : encoding ? "invalid UTF-8" : "not JSON";
    return refuse(what + " at byte " + std::to_string(position));
  }

 private:
  template <typename T>
  json* add(T&& value) {
    if (open_.empty()) {
      root_ = json(std::forward<T>(value));
      return &root_;
    }
    if (open_.back()->is_array()) return &open_.back()->get_ref<json::array_t&>().emplace_back(std::forward<T>(value));
    *member_ = json(std::forward<T>(value));
    return member_;
  }

  bool open(json container) {
    if (open_.size() == static_cast<std::size_t>(kMaxDepth))
      return refuse("nested deeper than " + std::to_string(kMaxDepth) + " levels");
    // A growing array moves its elements only while none of them is open, so these pointers stay valid.
    open_.push_back(add(std::move(container)));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  bool refuse(std::string fault) {
    fault_ = std::move(fault);
    return false;
  }

  json root_;
  std::vector<json*> open_;
  json* member_ = nullptr;
  std::string fault_;
};

}  // namespace

json parse_body(std::string_view body) {
  if (body.empty()) throw Malformed("empty");
  // The parser takes a NUL for the end and would accept the text before it.
  if (const auto nul = body.find('\0'); nul != std::string_view::npos)
    throw Malformed("a NUL at byte " + std::to_string(nul + 1));
  Builder builder;
  if (!json::sax_parse(body.begin(), body.end(), &builder)) throw Malformed(builder.fault());
  return builder.take();
}

}  // namespace noticed
