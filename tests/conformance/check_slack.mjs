// Slack: its own types, and the limits that its reference states (docs.slack.dev/reference/block-kit/blocks).
import { accepts, changed, longer, plain_faults, refuses, samples, texts, told_faults } from "./verdicts.mjs";
import { type_faults } from "./typed.mjs";

const shape = (values) => type_faults("@slack/webhook", "IncomingWebhookSendArguments", values);

const kMost = { blocks: 50, header: 150, section: 3000, fields: 10, field: 2000, elements: 10, all: 13200, fallback: 40000 };

function block_faults(block) {
  switch (block.type) {
    case "header":
      return longer("a header", block.text.text, kMost.header);
    case "section": {
      const fields = block.fields ?? [];
      if (block.text === undefined && fields.length === 0) return ["a section without text and fields"];
      const faults = fields.length > kMost.fields ? [`${fields.length} fields`] : [];
      if (block.text !== undefined) faults.push(...text_faults("a section", block.text, kMost.section));
      return faults.concat(fields.flatMap((field) => text_faults("a field", field, kMost.field)));
    }
    case "context":
      if (block.elements.length === 0 || block.elements.length > kMost.elements) return ["the number of elements"];
      return block.elements.flatMap((element) => text_faults("small print", element, kMost.section));
    case "divider":
      return [];
    default:
      return [`a block of type ${block.type}`];
  }
}

function text_faults(name, text, most) {
  if (text.text.length === 0) return [`${name} is empty`];
  return longer(name, text.text, most);
}

function limit_faults(message) {
  const faults = longer("the blocks", JSON.stringify(message.blocks), kMost.all);
  if (message.blocks.length > kMost.blocks) faults.push(`${message.blocks.length} blocks`);
  if (!message.text) faults.push("no text for the lock screen");
  return faults.concat(longer("the text", message.text ?? "", kMost.fallback), message.blocks.flatMap(block_faults));
}

/** Slack reads <…> as a call or a link: only ours may stand there. */
function control_faults(message) {
  const ours = /^(@U0123ABCD|!subteam\^S0123ABCD|!here|https:\/\/[^<>|]+\|[^<>]+)$/;
  const found = texts(message).flatMap((text) => [...text.matchAll(/<([^<>]*)>?/g)]).map((match) => match[1]);
  return found.filter((inside) => !ours.test(inside)).map((inside) => `<${inside}> is none of ours`);
}

const all = samples("slack");
const bodies = Object.fromEntries(all.map((sample) => [sample.name, JSON.parse(sample.body)]));
const shapes = shape(bodies);
for (const sample of all) {
  accepts(`slack ${sample.name}: its types`, () => shapes[sample.name]);
  accepts(`slack ${sample.name}: limits`, () => [...plain_faults(sample), ...limit_faults(bodies[sample.name])]);
  accepts(`slack ${sample.name}: calls and links`, () => control_faults(bodies[sample.name]));
}
accepts("slack: every event is told", () => told_faults(all));

const good = bodies["slack.model.1"];
const bad = shape({
  header: changed(good, (message) => (message.blocks[0].text.type = "mrkdwn")),
  unknown: changed(good, (message) => (message.blocks[0].colour = "red")),
  word: changed(good, (message) => (message.blocks.at(-1).type = "footer")),
});
refuses("slack: markup in a header", /mrkdwn/, () => bad.header);
refuses("slack: an unknown member", /colour/, () => bad.unknown);
refuses("slack: an unknown block", /does not exist/, () => bad.word);
refuses("slack: a long header", /151 of 150/, () => limit_faults(changed(good, (m) => (m.blocks[0].text.text = "x".repeat(151)))));
refuses("slack: 51 blocks", /51 blocks/, () => limit_faults({ text: "x", blocks: Array(51).fill({ type: "divider" }) }));
refuses("slack: a call of all", /!channel/, () => control_faults({ text: "<!channel>" }));
refuses("slack: a call that does not end", /^<!everyone> is none/, () => control_faults({ text: "x <!everyone" }));
