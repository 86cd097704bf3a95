// Teams: Microsoft's own library for Adaptive Cards reads each card, and an independent Markdown reader its texts.
import MarkdownIt from "markdown-it";
import { createRequire } from "node:module";
import { mark_faults } from "./marks.mjs";
import { accepts, bytes, changed, plain_faults, refuses, samples, texts, told_faults } from "./verdicts.mjs";

// The entry for import does not load outside a bundler.
const cards = createRequire(import.meta.url)("adaptivecards/dist/adaptivecards.js");
const markdown = new MarkdownIt();

const card_of = (message) => message.attachments[0].content;

function parse_faults(card) {
  const read = new cards.AdaptiveCard();
  const context = new cards.SerializationContext(cards.Versions.v1_4);
  read.parse(card, context);
  const events = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i));
  const faults = [...events, ...read.validateProperties().validationEvents].map((event) => event.message);
  if (read.getItemCount() !== card.body.length) faults.push("elements were left out");
  if (card.version !== "1.4") faults.push("another version");
  return faults.concat(lost(card, read.toJSON(), "card"));
}

/** Members that the library dropped are unknown to it, as those specific to Teams are. */
function lost(ours, theirs, at) {
  if (ours === null || typeof ours !== "object") return [];
  return Object.entries(ours).flatMap(([name, value]) => {
    const place = `${at}.${name}`;
    if (["card.msteams", "card.$schema"].includes(place)) return [];
    // Default values are not written again.
    if (theirs?.[name] === undefined) return value === "Default" ? [] : [`${place} is unknown`];
    return lost(value, theirs[name], place);
  });
}

function envelope_faults(message) {
  const faults = Object.keys(message).join() === "type,attachments" && message.type === "message" ? [] : ["the envelope"];
  const [attachment] = message.attachments;
  if (attachment.contentType !== "application/vnd.microsoft.card.adaptive") faults.push("the content's type");
  if (message.attachments.length !== 1) faults.push("the number of attachments");
  for (const entity of card_of(message).msteams.entities ?? [])
    if (!JSON.stringify(card_of(message).body).includes(entity.text)) faults.push(`${entity.text} stands nowhere`);
  for (const action of card_of(message).actions ?? [])
    if (new URL(action.url).protocol !== "https:") faults.push(`an action leads to ${action.url}`);
  return faults;
}

/** Links are ours, and lead to the console. */
function link_faults(card) {
  const found = texts(card.body).flatMap((text) => markdown.parse(text, {})).flatMap((token) => token.children ?? []);
  const bad = found.filter((token) => token.type === "image").map(() => "an image");
  for (const token of found.filter((one) => one.type === "link_open"))
    if (!token.attrGet("href").startsWith("https://devcloud.")) bad.push(`a link to ${token.attrGet("href")}`);
  return bad;
}

const size_faults = (body) => (bytes(body) > 28 * 1024 ? [`${bytes(body)} bytes of 28 KiB`] : []);

const all = samples("teams");
for (const sample of all) {
  const message = JSON.parse(sample.body);
  accepts(`teams ${sample.name}: adaptivecards`, () => parse_faults(card_of(message)));
  accepts(`teams ${sample.name}: envelope`, () => [...plain_faults(sample), ...envelope_faults(message), ...size_faults(sample.body)]);
  accepts(`teams ${sample.name}: bold`, () => mark_faults(texts(card_of(message).body)));
  accepts(`teams ${sample.name}: links`, () => link_faults(card_of(message)));
}
accepts("teams: every event is told", () => told_faults(all));

// The one with a link, hence a button.
const good = card_of(JSON.parse(all.find((sample) => sample.case === "linked").body));
const broken = (change) => () => parse_faults(changed(good, change));
refuses("teams: an unknown weight", /weight|Heavy/, broken((card) => (card.body[0].weight = "Heavy")));
refuses("teams: an unknown element", /Nope/, broken((card) => (card.body[0].type = "Nope")));
refuses("teams: an unknown member", /colour is unknown/, broken((card) => (card.body[0].colour = "Good")));
refuses("teams: an action without address", /url/i, broken((card) => delete card.actions[0].url));
refuses("teams: no version", /version/i, broken((card) => delete card.version));
refuses("teams: a link from outside", /evil/, () => link_faults({ body: [{ text: "[x](https://evil.example.com)" }] }));
refuses("teams: 30 KiB", /of 28 KiB/, () => size_faults("x".repeat(30 * 1024)));
