#include "daemon/message/parts.h"

#include <algorithm>
#include <map>
#include <utility>

#include "storage/model/unicode.h"

namespace noticed {
namespace {

/// The largest n in [0, most] for which `good` holds, or 0; `good` must be monotone: if true for n, also for smaller n.
template <typename Good>
std::size_t largest(std::size_t most, const Good& good) {
  std::size_t low = 0;
  while (low < most) {
    const std::size_t middle = low + (most - low + 1) / 2;
    if (good(middle)) {
      low = middle;
    } else {
      most = middle - 1;
    }
  }
  return low;
}

std::size_t lines_of(const Block& block) {
  std::size_t count = 0;
  for (const auto& fact : block.facts) count += fact.lines.size();
  return count;
}

/// Lines [first, first + count) of all facts, each with its label.
std::vector<Fact> facts_between(const std::vector<Fact>& facts, std::size_t first, std::size_t count) {
  std::vector<Fact> out;
  std::size_t at = 0;
  for (const auto& fact : facts) {
    Fact kept{fact.label, {}};
    for (const auto& line : fact.lines) {
      if (at >= first && at < first + count) kept.lines.push_back(line);
      ++at;
    }
    if (!kept.lines.empty()) out.push_back(std::move(kept));
  }
  return out;
}

std::string cut(const std::string& text, std::size_t characters) {
  if (length_of(text) <= characters) return text;
  return std::string(first_of(text, characters)) + "…";
}

Line cut(const Line& line, std::size_t characters) {
  Line out;
  for (const auto& span : line) {
    const std::size_t length = length_of(span.text);
    out.push_back(span);
    out.back().text = cut(span.text, characters);
    if (length > characters) break;
    characters -= length;
  }
  return out;
}

std::size_t measure(const std::string& text) { return length_of(text); }
std::size_t measure(const Line& line) {
  std::size_t length = 0;
  for (const auto& span : line) length += length_of(span.text);
  return length;
}

/// Fills the parts one after another.
class Cutter {
 public:
  /// `most`: upper bound of the part numbers, which are not known yet.
  Cutter(const MessageContent& message, const Fits& fits, unsigned most) : message_(message), fits_(fits), most_(most) {
    open();
  }

  void add(const Block& block) {
    if (try_to_add(block)) return;
    if (!part_.content.blocks.empty()) close();
    if (!try_to_add(block)) add_in_pieces(block);
  }

  std::vector<Part> finish() {
    if (!part_.content.blocks.empty() || parts_.empty()) close();
    return std::move(parts_);
  }

 private:
  void open() {
    part_ = {};
    part_.number = part_.of = most_;
    part_.content.title = message_.title;
    part_.content.footer = message_.footer;
    if (parts_.empty()) part_.content.notes = message_.notes;
  }

  void close() {
    parts_.push_back(std::move(part_));
    open();
  }

  /// Whether the current part fits with this block appended.
  bool would_fit(const Block& block) {
    part_.content.blocks.push_back(block);
    part_.content.severity = severity_of(part_.content);
    const bool good = fits_(part_);
    part_.content.blocks.pop_back();
    part_.content.severity = severity_of(part_.content);
    return good;
  }

  static Severity severity_of(const MessageContent& message) {
    Severity highest = Severity::info;
    for (const auto& block : message.blocks) highest = std::max(highest, block.severity);
    return highest;
  }

  void put(Block block) {
    part_.content.blocks.push_back(std::move(block));
    part_.content.severity = severity_of(part_.content);
  }

  bool try_to_add(const Block& block) {
    if (!would_fit(block)) return false;
    put(block);
    return true;
  }

  /// Adds a block that is too long for a part of its own. Each iteration places at least one member, or at least one
  /// line of the last member.
  void add_in_pieces(Block rest) {
    while (!try_to_add(rest)) {
      Block piece = rest;
      const auto members_fit = [&](std::size_t count) {
        piece.members.assign(rest.members.begin(), rest.members.begin() + static_cast<std::ptrdiff_t>(count));
        return would_fit(piece);
      };
      std::size_t members = rest.members.size() > 1 ? largest(rest.members.size() - 1, members_fit) : 0;
      if (members == 0) {
        members = 1;
        piece.members.assign(1, rest.members.front());
        take_lines(piece, rest);
      } else {
        members_fit(members);
      }
      put(std::move(piece));
      // The last member stays while some of its lines are left.
      if (rest.members.size() == members && rest.facts.empty()) return;
      if (rest.members.size() == members) --members;
      close();
      rest.members.erase(rest.members.begin(), rest.members.begin() + static_cast<std::ptrdiff_t>(members));
    }
  }

  /// Moves as many lines from `rest` to `piece` as fit with its one member; if not even one fits, the beginning of it.
  void take_lines(Block& piece, Block& rest) {
    const std::size_t all = lines_of(rest);
    const std::vector<Fact> facts = std::exchange(rest.facts, {});
    const auto lines_fit = [&](std::size_t count) {
      piece.facts = facts_between(facts, 0, count);
      return would_fit(piece);
    };
    const std::size_t count = largest(all, lines_fit);
    if (count > 0) {
      lines_fit(count);
      rest.facts = facts_between(facts, count, all - count);
      return;
    }
    if (all > 0 && lines_fit(0) && take_part_of_line(piece, facts)) {
      rest.facts = facts_between(facts, 1, all - 1);
      return;
    }
    piece.facts.clear();
    squeeze(piece);
  }

  /// Moves the beginning of the first line; returns false if nothing of it fits.
  bool take_part_of_line(Block& piece, const std::vector<Fact>& facts) {
    const std::vector<Fact> first = facts_between(facts, 0, 1);
    const Line& line = first.front().lines.front();
    const auto cut_fits = [&](std::size_t characters) {
      piece.facts = first;
      piece.facts.front().lines.front() = cut(line, characters);
      return would_fit(piece);
    };
    const std::size_t characters = largest(measure(line), cut_fits);
    return characters > 0 && cut_fits(characters);
  }

  /// Shortens texts until the piece fits, or nothing is left to shorten: the reference first, the titles last.
  void squeeze(Block& piece) {
    const auto shrink = [&](auto& text) {
      if (would_fit(piece)) return;
      const auto whole = text;
      const auto cut_fits = [&](std::size_t characters) {
        text = cut(whole, characters);
        return would_fit(piece);
      };
      const std::size_t characters = largest(measure(whole), cut_fits);
      text = characters == 0 ? std::decay_t<decltype(text)>{} : cut(whole, characters);
    };
    shrink(piece.reference);
    if (!would_fit(piece)) piece.members.front().url.clear();
    shrink(piece.members.front().name);
    for (auto& note : part_.content.notes) shrink(note);
    if (!would_fit(piece)) part_.content.notes.clear();
    shrink(part_.content.footer);
    shrink(piece.title);
    shrink(part_.content.title);
  }

  const MessageContent& message_;
  const Fits& fits_;
  const unsigned most_;
  std::vector<Part> parts_;
  Part part_;
};

/// Numbers the parts, and records in which part each event is completed.
void number(std::vector<Part>& parts) {
  std::map<std::int64_t, std::size_t> last;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i].number = static_cast<unsigned>(i + 1);
    parts[i].of = static_cast<unsigned>(parts.size());
    for (const auto& block : parts[i].content.blocks)
      for (const auto& member : block.members) last[member.seq] = i;
  }
  for (const auto& [seq, part] : last) parts[part].completed.push_back(seq);
}

std::vector<Part> cut_up(const MessageContent& message, const Fits& fits, unsigned most) {
  Cutter cutter(message, fits, most);
  for (const auto& block : message.blocks) cutter.add(block);
  return cutter.finish();
}

}  // namespace

std::vector<Part> split(const MessageContent& message, const Fits& fits) {
  constexpr unsigned kUsual = 99;
  constexpr unsigned kUnheardOf = 99'999;
  std::vector<Part> parts = cut_up(message, fits, kUsual);
  if (parts.size() > kUsual) parts = cut_up(message, fits, kUnheardOf);
  number(parts);
  return parts;
}

}  // namespace noticed
