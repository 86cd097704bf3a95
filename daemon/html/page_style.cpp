#include "daemon/html/page_style.h"

namespace noticed {

// Text colours keep a contrast of 4.5:1 against each of their backgrounds (WCAG 2, AA).
const std::string_view kPageStyle = R"css(:root {
  color-scheme: light dark;
  --back: #ffffff; --card: #f6f8fa; --line: #d0d7de; --text: #1b1f24; --dim: #57606a; --link: #0550ae;
  --bad: #a40e26; --bad-back: #ffebe9; --doubt: #734a00; --doubt-back: #fff4d6; --good: #0f5a26; --good-back: #e6f6ea;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #0d1117; --card: #161b22; --line: #3d444d; --text: #e6edf3; --dim: #a5afba; --link: #79b8ff;
    --bad: #ffa198; --bad-back: #3c1618; --doubt: #f0c264; --doubt-back: #33280b; --good: #6fdd8b; --good-back: #10301b;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--back); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
  overflow-wrap: anywhere;
}
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0.5rem 0 1rem; }
h2 { font-size: 1.35rem; line-height: 1.25; margin: 0 0 0.75rem; }
h3 { font-size: 1.05rem; margin: 1.25rem 0 0.5rem; }
p { margin: 0.25rem 0; max-width: 50rem; }
.card p, .entry p { max-width: none; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, input:focus-visible, .wide:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
main:focus { outline: none; }
code { font: 0.875em/1.4 ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; color: var(--dim); }
.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; }
section { border-top: 1px solid var(--line); margin-top: 2rem; padding-top: 1.5rem; }
footer { border-top: 1px solid var(--line); margin-top: 2rem; padding-top: 0.5rem; color: var(--dim); font-size: 0.875rem; }
time { white-space: nowrap; font-variant-numeric: tabular-nums; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 0.5rem 1.5rem; margin: 0; }
.facts dt { color: var(--dim); font-size: 0.8125rem; }
.facts dd { margin: 0; }
.facts .chain { grid-column: 1 / -1; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; list-style: none; margin: 1.25rem 0 0; padding: 0; }
nav a { display: inline-block; padding: 0.25rem 0; }
.card, .entry { border-left: 4px solid var(--line); background: var(--card); border-radius: 0 6px 6px 0; padding: 0.5rem 0.75rem; margin: 0.5rem 0; }
.card.bad { border-color: var(--bad); background: var(--bad-back); color: var(--text); }
.card.doubt { border-color: var(--doubt); background: var(--doubt-back); color: var(--text); }
.card code { color: inherit; }
.card.bad .sign, .bad { color: var(--bad); }
.card.doubt .sign, .doubt { color: var(--doubt); }
.good { color: var(--good); }
.day { content-visibility: auto; contain-intrinsic-size: auto 30rem; }
.day ol { list-style: none; margin: 0; padding: 0; }
.entry ul { margin: 0.25rem 0 0; padding-left: 1.25rem; }
.entry.critical { border-color: var(--bad); }
.entry.warning { border-color: var(--doubt); }
.entry.gap { border-left-style: dashed; border-color: var(--dim); background: none; }
.severity { display: inline-block; min-width: 5.5rem; font-weight: 600; color: var(--dim); }
.critical .severity { color: var(--bad); }
.warning .severity { color: var(--doubt); }
.gap .severity { min-width: 7rem; }
.when { color: var(--dim); font-size: 0.9375rem; }
.effect { color: var(--dim); }
.effect::before { content: "— "; }
del { text-decoration: line-through; }
ins { text-decoration: none; font-weight: 600; }
.names { margin: 0.25rem 0; padding-left: 1.25rem; }
summary { cursor: pointer; padding: 0.125rem 0; }
.fold, .state { margin: 0.25rem 0; }
.state > summary { padding: 0.375rem 0; }
.wide { overflow-x: auto; margin: 0.5rem 0 1rem; content-visibility: auto; contain-intrinsic-size: auto 40rem; }
.wide table { margin: 0; min-width: 44rem; }
.wide .matrix { min-width: 0; }
.state .wide table { min-width: 30rem; }
table { border-collapse: collapse; font-size: 0.9375rem; margin: 0.5rem 0 1rem; }
caption { text-align: left; color: var(--dim); font-size: 0.875rem; padding: 0.25rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.3125rem 0.75rem 0.3125rem 0.5rem; border-bottom: 1px solid var(--line); overflow-wrap: normal; }
th { font-weight: 600; }
thead th { background: var(--card); color: var(--text); white-space: nowrap; }
tbody th { font-weight: 400; }
td { font-variant-numeric: tabular-nums; }
.count { text-align: right; }
.matrix td { white-space: nowrap; color: var(--dim); }
.matrix th[scope=rowgroup] { min-width: 11rem; max-width: 22rem; overflow-wrap: anywhere; background: var(--back); }
.matrix th[scope=row] { min-width: 9rem; }
.matrix tbody { border-bottom: 2px solid var(--line); }
.matrix .on { color: var(--good); background: var(--good-back); }
.matrix .bad { color: var(--bad); background: var(--bad-back); font-weight: 600; }
.matrix .doubt { color: var(--doubt); background: var(--doubt-back); }
.failure { border: 1px solid currentColor; border-radius: 4px; padding: 0 0.25rem; font-size: 0.75rem; white-space: nowrap; }
.differs th, .differs td { background: var(--doubt-back); }
#filter { margin: 0.75rem 0; }
#wanted { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--dim); border-radius: 6px; padding: 0.25rem 0.5rem; max-width: 100%; }
[hidden] { display: none !important; }
@media (max-width: 40rem) {
  body { padding: 0.75rem; }
  .facts { grid-template-columns: 1fr 1fr; gap: 0.5rem 1rem; }
  .facts time { white-space: normal; }
  #wanted { display: block; width: 100%; margin-top: 0.25rem; }
  .severity, .gap .severity { display: block; }
}
@media print {
  :root {
    --back: #ffffff; --card: #ffffff; --line: #999999; --text: #000000; --dim: #333333; --link: #000000;
    --bad: #8a0018; --bad-back: #ffffff; --doubt: #5c3b00; --doubt-back: #ffffff; --good: #0b4a1e; --good-back: #ffffff;
  }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  nav, .skip, #filter { display: none !important; }
  .wide { overflow: visible; content-visibility: visible; }
  .day { content-visibility: visible; }
  .card, .entry, tr { break-inside: avoid; }
  h2, h3, summary { break-after: avoid; }
  table, .wide table, .state .wide table { font-size: 8pt; width: 100%; min-width: 0; }
  th, td, .matrix td, .matrix th[scope=rowgroup], .matrix th[scope=row], thead th { padding: 2pt 4pt; white-space: normal; min-width: 0; }
}
)css";

}  // namespace noticed
