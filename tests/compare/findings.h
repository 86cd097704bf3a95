// What was compared, what differs, and which differences are known. Plain value, one thread.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace noticed::compare {

class Findings {
 public:
  /// `allow`: known differences, one a line as "PATTERN # reason", PATTERN a glob over "AREA: SUBJECT"; empty: none are
  /// known. Throws std::runtime_error for a line without a reason.
  explicit Findings(const std::filesystem::path& allow);

  /// One thing of an area was compared.
  void compared(const std::string& area, std::size_t count = 1) { counts_[area] += count; }
  /// It differs; `detail` is printed below it.
  void differs(const std::string& area, const std::string& subject, const std::string& detail);
  /// It has something that it did not have before, which breaks no reader.
  void added(const std::string& area, const std::string& subject);

  /// Counts one comparison of two texts; shows at most a screen of what differs.
  void texts(const std::string& area, const std::string& subject, const std::string& before, const std::string& after);
  /// The same of JSON, one document or one a line: members may be added. Text that is no JSON is compared as text.
  void documents(const std::string& area, const std::string& subject, const std::string& before,
                 const std::string& after);

  /// Prints everything; whether no difference is unknown.
  bool report(std::ostream& out) const;

 private:
  struct Known {
    std::string pattern;
    std::string reason;
  };
  struct Difference {
    std::string subject;
    std::string detail;
  };
  const Known* known(const std::string& subject) const;

  std::vector<Known> known_;
  std::map<std::string, std::size_t> counts_;
  std::map<std::string, std::size_t> added_;
  std::vector<Difference> differences_;
};

/// Whether every member of `before` is in `after` with the same value; paths of members that only `after` has are
/// appended to `added`. Lists must be equally long.
bool holds_all(const nlohmann::json& before, const nlohmann::json& after, const std::string& path,
               std::vector<std::string>& added);

}  // namespace noticed::compare
