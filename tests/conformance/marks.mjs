// Markdown by an independent reader: bold marks that open or close nothing are shown as they are, which nobody meant.
import MarkdownIt from "markdown-it";

const markdown = new MarkdownIt();
// Without it, what was escaped stays apart from what was not.
markdown.core.ruler.disable("text_join");

export function mark_faults(texts) {
  const tokens = texts.filter(Boolean).flatMap((text) => markdown.parse(text, {})).flatMap((token) => token.children ?? []);
  const left = tokens.filter((token) => token.type === "text" && token.content.includes("**"));
  return left.map((token) => `bold marks are shown in "${token.content.slice(0, 60)}"`);
}
