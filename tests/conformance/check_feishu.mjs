// Feishu: signed in the body, with key and message the other way round than one expects; the card's elements; size; keyword.
// No package of others signs as custom bots do: node's own cryptography does.
import crypto from "node:crypto";
import { mark_faults } from "./marks.mjs";
import { accepts, bytes, changed, keyword, plain_faults, refuses, samples, secret, texts, told_faults } from "./verdicts.mjs";

const [key] = secret("feishu");

function sign_faults(message, at) {
  const sign = crypto.createHmac("sha256", `${message.timestamp}\n${key}`).digest("base64");
  const faults = message.sign === sign ? [] : ["the signature differs"];
  return message.timestamp === String(at) ? faults : [...faults, "the timestamp is not in seconds"];
}

// The members of each element in the layout without "schema"; the second list may be left out.
const kElements = {
  markdown: [["tag", "content"], []],
  hr: [["tag"], []],
  note: [["tag", "elements"], []],
  lark_md: [["tag", "content"], []],
  plain_text: [["tag", "content"], []],
  action: [["tag", "actions"], []],
  button: [["tag", "text", "type", "url"], []],
};
const kColours = ["blue", "wathet", "turquoise", "green", "yellow", "orange", "red", "carmine", "violet", "purple", "indigo", "grey"];

function element_faults(element) {
  const known = kElements[element.tag];
  if (known === undefined) return [`an element "${element.tag}"`];
  const names = Object.keys(element);
  const faults = names.filter((name) => !known.flat().includes(name)).map((name) => `${element.tag} with "${name}"`);
  faults.push(...known[0].filter((name) => !names.includes(name)).map((name) => `${element.tag} without "${name}"`));
  if (element.content === "") faults.push(`an empty ${element.tag}`);
  if (element.tag === "button" && new URL(element.url).protocol !== "https:") faults.push("a button that leads elsewhere");
  const inner = [...(element.elements ?? []), ...(element.actions ?? []), ...(element.tag === "button" ? [element.text] : [])];
  return faults.concat(inner.flatMap(element_faults));
}

function card_faults(message) {
  const faults = message.msg_type === "interactive" ? [] : ["another msg_type"];
  const { card } = message;
  if (typeof card !== "object") return [...faults, "the card is no object"];
  if (Object.keys(card).join() !== "config,header,elements") faults.push("unknown members of the card");
  if (!kColours.includes(card.header.template)) faults.push(`the colour ${card.header.template}`);
  return faults.concat(element_faults(card.header.title), card.elements.flatMap(element_faults), call_faults(card));
}

/** Tags and calls are ours alone; links lead to the console. */
function call_faults(card) {
  const all = texts(card).join("\n");
  const tags = [...all.matchAll(/<[^>]*>?/g)].map((match) => match[0]).filter((tag) => !/^(<at id=(ou_0123456789abcdef|all)>|<\/at>)$/.test(tag));
  const links = [...all.matchAll(/\]\(([^)]*)\)?/g)].map((match) => match[1]).filter((url) => !url.startsWith("https://devcloud."));
  return [...tags, ...links].map((found) => `${found} is none of ours`);
}

const size_faults = (body) => (bytes(body) > 20 * 1024 ? [`${bytes(body)} bytes of 20 KiB`] : []);
const keyword_faults = (message) => (texts(message).join("\n").includes(keyword()) ? [] : ["without the keyword"]);

const all = samples("feishu");
for (const sample of all) {
  const message = JSON.parse(sample.body);
  accepts(`feishu ${sample.name}: signature`, () => sign_faults(message, sample.at));
  accepts(`feishu ${sample.name}: card`, () => card_faults(message));
  accepts(`feishu ${sample.name}: bold`, () => mark_faults(texts(message.card.elements)));
  accepts(`feishu ${sample.name}: body`, () => [...plain_faults(sample), ...size_faults(sample.body), ...keyword_faults(message)]);
}
accepts("feishu: every event is told", () => told_faults(all));

const sample = all.find((one) => one.case === "model");
const good = JSON.parse(sample.body);
const swapped = crypto.createHmac("sha256", key).update(`${good.timestamp}\n${key}`).digest("base64");
const broken = (change) => () => card_faults(changed(good, change));
refuses("feishu: key and message mixed up", /differs/, () => sign_faults({ ...good, sign: swapped }, sample.at));
refuses("feishu: another second", /differs/, () => sign_faults({ ...good, timestamp: String(sample.at + 1) }, sample.at + 1));
refuses("feishu: milliseconds", /seconds/, () => sign_faults({ ...good, timestamp: `${sample.at}000` }, sample.at));
refuses("feishu: a card as text", /no object/, broken((message) => (message.card = JSON.stringify(message.card))));
refuses("feishu: an unknown element", /marquee/, broken((message) => (message.card.elements[0].tag = "marquee")));
refuses("feishu: an unknown colour", /pink/, broken((message) => (message.card.header.template = "pink")));
refuses("feishu: a call from outside", /<at id=1>/, broken((message) => (message.card.elements[0].content = "<at id=1></at>")));
refuses("feishu: 21 KiB", /of 20 KiB/, () => size_faults("支".repeat(7000)));
refuses("feishu: no keyword", /keyword/, () => keyword_faults({ text: "x" }));
