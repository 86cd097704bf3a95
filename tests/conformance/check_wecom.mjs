// WeCom: 4,096 bytes of a small Markdown with three colours.
import { accepts, bytes, changed, plain_faults, refuses, samples, told_faults } from "./verdicts.mjs";

function body_faults(message) {
  if (Object.keys(message).join() !== "msgtype,markdown" || message.msgtype !== "markdown") return ["unknown members"];
  const { content } = message.markdown;
  const faults = Object.keys(message.markdown).join() === "content" ? [] : ["unknown members of markdown"];
  if (content.length === 0) faults.push("an empty content");
  if (bytes(content) > 4096) faults.push(`${bytes(content)} bytes of 4096`);
  return faults.concat(tag_faults(content));
}

/** Tags are the three colours, closed in the same line, and our calls. Links lead to the console. */
function tag_faults(content) {
  const ours = /<font color="(info|comment|warning)">|<\/font>|<@(zhang3|all)>/g;
  const faults = content.replace(ours, "").includes("<") ? ["a tag that is none of ours"] : [];
  for (const line of content.split("\n"))
    if (line.split("<font").length !== line.split("</font>").length) faults.push("a colour that does not end");
  for (const [, url] of content.matchAll(/\]\(([^)]*)\)?/g))
    if (!url.startsWith("https://devcloud.")) faults.push(`a link to ${url}`);
  return faults;
}

const all = samples("wecom");
for (const sample of all)
  accepts(`wecom ${sample.name}: body`, () => [...plain_faults(sample), ...body_faults(JSON.parse(sample.body))]);
accepts("wecom: every event is told", () => told_faults(all));

const good = JSON.parse(all.find((sample) => sample.case === "model").body);
const broken = (change) => () => body_faults(changed(good, (message) => change(message.markdown)));
refuses("wecom: 1,400 Chinese characters", /of 4096/, broken((markdown) => (markdown.content = "支".repeat(1400))));
refuses("wecom: a fourth colour", /tag/, broken((markdown) => (markdown.content = '<font color="red">x</font>')));
refuses("wecom: a colour that stays", /does not end/, broken((markdown) => (markdown.content += '\n<font color="info">x')));
refuses("wecom: a call from outside", /tag/, broken((markdown) => (markdown.content = "<@li4>")));
refuses("wecom: a link from outside", /evil/, broken((markdown) => (markdown.content = "[x](https://evil.example.com)")));
refuses("wecom: an unknown member", /members/, broken((markdown) => (markdown.title = "x")));
