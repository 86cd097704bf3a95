// Mattermost: attachments, no blocks; sizes; and what an independent Markdown reader makes of the texts.
import MarkdownIt from "markdown-it";
import { mark_faults } from "./marks.mjs";
import { accepts, changed, plain_faults, refuses, samples, texts, told_faults } from "./verdicts.mjs";

// Mattermost makes links of www. and of addresses with a scheme, not of any name with a dot.
const markdown = new MarkdownIt({ linkify: true });
markdown.linkify.set({ fuzzyLink: false });
const kMembers = {
  message: ["text", "attachments"],
  attachment: ["fallback", "color", "text", "fields", "footer"],
  field: ["title", "value", "short"],
};

const unknown = (kind, value) =>
  Object.keys(value).filter((name) => !kMembers[kind].includes(name)).map((name) => `${kind} with "${name}"`);

function body_faults(message) {
  const faults = unknown("message", message);
  if (message.text.length > 16383) faults.push("a text that is split");
  // Older servers keep attachments in 8,000 characters.
  if (JSON.stringify(message.attachments).length > 7900) faults.push("more than 7900 characters of attachments");
  for (const attachment of message.attachments) {
    faults.push(...unknown("attachment", attachment), ...(attachment.fields ?? []).flatMap((field) => unknown("field", field)));
    if (!/^#[0-9A-F]{6}$/.test(attachment.color)) faults.push(`the colour ${attachment.color}`);
    if (!attachment.fallback) faults.push("no fallback");
    for (const field of attachment.fields ?? []) {
      if (typeof field.short !== "boolean") faults.push("a field neither short nor long");
      if (!field.value) faults.push("an empty field");
    }
  }
  return faults;
}

/** Links lead to the console, no pictures are shown, and nobody is called but whom we call, in the text. */
function call_faults(message) {
  const read = [message.text, ...message.attachments.flatMap((one) => [one.text, ...one.fields.map((field) => field.value)])];
  const tokens = read.filter(Boolean).flatMap((text) => markdown.parse(text, {})).flatMap((token) => token.children ?? []);
  const faults = tokens.filter((token) => token.type === "image").map(() => "a picture");
  for (const token of tokens.filter((one) => one.type === "link_open"))
    if (!token.attrGet("href").startsWith("https://devcloud.")) faults.push(`a link to ${token.attrGet("href")}`);
  if (texts(message).some((text) => text.includes("www."))) faults.push("www. becomes a link");
  for (const [, name] of texts(message).join("\n").matchAll(/@([a-z][a-z0-9._-]*)/g))
    if (!["oncall", "here"].includes(name)) faults.push(`a call of @${name}`);
  return faults;
}

/** Without what is no Markdown. */
const shown = ({ text, fields }) => ({ text, fields });

const all = samples("mattermost");
for (const sample of all) {
  const message = JSON.parse(sample.body);
  accepts(`mattermost ${sample.name}: body`, () => [...plain_faults(sample), ...body_faults(message)]);
  accepts(`mattermost ${sample.name}: calls and links`, () => call_faults(message));
  accepts(`mattermost ${sample.name}: bold`, () => mark_faults(texts({ ...message, attachments: message.attachments.map(shown) })));
}
accepts("mattermost: every event is told", () => told_faults(all));

const good = JSON.parse(all.find((sample) => sample.case === "model").body);
const broken = (change) => () => body_faults(changed(good, change));
refuses("mattermost: Slack's blocks", /"blocks"/, broken((message) => (message.blocks = [])));
refuses("mattermost: a colour by name", /good/, broken((message) => (message.attachments[0].color = "good")));
refuses("mattermost: too long", /7900/, broken((message) => (message.attachments[0].text = "x".repeat(8000))));
refuses("mattermost: no fallback", /fallback/, broken((message) => delete message.attachments[0].fallback));
refuses("mattermost: a link from outside", /evil/, () => call_faults(changed(good, (m) => (m.text += " https://evil.example.com"))));
refuses("mattermost: www. from outside", /www/, () => call_faults(changed(good, (m) => (m.text += " www.evil.example.com"))));
refuses("mattermost: a call from outside", /@all/, () => call_faults(changed(good, (m) => (m.attachments[0].fallback += " @all"))));
