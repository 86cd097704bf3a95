// Each chat's message laid out roughly, as HTML: where lines wrap, what stands side by side, what is small. No chat's own
// rendering; only its text and structure, by our reading of its reference.
import MarkdownIt from "markdown-it";

const markdown = new MarkdownIt({ breaks: true });

/** Most machines without a desktop have no font with these signs: circles in colour stand for them. */
export const sign_colours = { "🔴": "#dc2626", "🟠": "#f97316", "🔵": "#3b82f6" };
const with_signs = (html) => html.replace(/[🔴🟠🔵]/gu, (sign) => `<span style="color:${sign_colours[sign]}">●</span>`);

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const small = (html) => `<div class="small">${html}</div>`;

/** Slack's own markup: entities, *bold*, `code`, <address|text>. */
function mrkdwn({ text }) {
  return text
    .replace(/<(https:[^|>]*)\|([^>]*)>/g, '<a href="$1">$2</a>')
    .replace(/<([@!][^>]*)>/g, "<mark>$1</mark>")
    .replace(/\*([^*\n]+)\*/g, "<b>$1</b>")
    .replace(/`([^`\n]+)`/g, "<code>$1</code>")
    .replaceAll("\n", "<br>");
}

function slack({ blocks }) {
  const shown = {
    header: (block) => `<h3>${escaped(block.text.text)}</h3>`,
    section: (block) =>
      block.fields === undefined
        ? `<p>${mrkdwn(block.text)}</p>`
        : `<div class="columns">${block.fields.map((field) => `<div>${mrkdwn(field)}</div>`).join("")}</div>`,
    context: (block) => small(block.elements.map(mrkdwn).join(" ")),
    divider: () => "<hr>",
  };
  return blocks.map((block) => shown[block.type](block)).join("");
}

const bar = (colour, html) => `<div class="bar" style="border-color:${colour}">${html}</div>`;

function discord({ content, embeds }) {
  const fields = (embed) => (embed.fields ?? []).map((field) => `<p><b>${escaped(field.name)}</b></p>${markdown.render(field.value)}`);
  const shown = embeds.map((embed) =>
    bar(
      `#${embed.color.toString(16).padStart(6, "0")}`,
      markdown.render(embed.description ?? "") + fields(embed).join("") + small(escaped(embed.footer?.text ?? "")),
    ),
  );
  return markdown.render(content) + shown.join("");
}

function mattermost({ text, attachments }) {
  const fields = (one) => (one.fields ?? []).map((field) => `<p><b>${escaped(field.title)}</b></p>${markdown.render(field.value)}`);
  const shown = attachments.map((one) =>
    bar(one.color, markdown.render(one.text ?? "") + fields(one).join("") + small(escaped(one.footer ?? ""))),
  );
  return markdown.render(text) + shown.join("");
}

const dingtalk = (message) => markdown.render(message.markdown.text);

function feishu({ card }) {
  const shown = {
    markdown: (element) => markdown.render(entities(element.content)),
    hr: () => "<hr>",
    note: (element) => small(element.elements.map((text) => markdown.renderInline(entities(text.content))).join(" ")),
    action: (element) => element.actions.map((one) => `<span class="button">${escaped(one.text.content)}</span>`).join(" "),
  };
  const head = `<h3 class="head ${card.header.template}">${escaped(card.header.title.content)}</h3>`;
  return head + card.elements.map((element) => shown[element.tag](element)).join("");
}

/** markdown-it reads numbered entities itself; a call becomes its name. */
const entities = (text) => text.replace(/<at id=([^>]*)><\/at>/g, "@$1");

/** Line by line: there a quote does not reach into the next line. */
function wecom(message) {
  const html = message.markdown.content.split("\n").map((line) => markdown.render(line)).join("");
  return html
    .replace(/&lt;font color=&quot;(\w+)&quot;&gt;/g, '<span class="$1">')
    .replaceAll("&lt;/font&gt;", "</span>");
}

const chats = { slack, mattermost, discord, feishu, dingtalk, wecom };
const style = `
  body { font: 14px/1.45 "Noto Sans SC", sans-serif; margin: 16px; background: #eee; width: 1380px }
  section { display: grid; grid-template-columns: repeat(3, 440px); gap: 16px; align-items: start; padding: 8px 0 }
  article { background: #fff; padding: 10px 14px; border-radius: 6px; overflow-wrap: anywhere }
  article > small { color: #999 } h1 { font-size: 18px } h2 { font-size: 15px; grid-column: 1 / -1; margin: 0 }
  h3, h4 { font-size: 15px; margin: 4px 0 } p { margin: 3px 0 } hr { border: 0; border-top: 1px solid #ddd }
  blockquote { margin: 4px 0; padding-left: 10px; border-left: 3px solid #ddd } code { background: #eee; font-size: 12px }
  .columns { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; margin: 6px 0 } .small, .comment { color: #777; font-size: 12px }
  .bar { border-left: 4px solid; padding: 2px 10px; margin: 6px 0; background: #fafafa } .warning { color: #d97706 } .info { color: #16a34a }
  .head { padding: 6px 10px; margin: 4px -14px 6px } .red { background: #fde2e2 } .orange { background: #fdecd2 }
  .blue { background: #dbeafe } .button { border: 1px solid #bbb; border-radius: 4px; padding: 1px 10px } mark { background: #dbeafe }`;

/** One page; a section with the id `case-NAME` for each case. */
export function preview_page(samples, fonts) {
  const cases = [...new Set(samples.map((sample) => sample.case))];
  const article = (chat, name) => {
    const parts = samples.filter((sample) => sample.type === chat && sample.case === name);
    const body = JSON.parse(parts[0].body);
    return `<article><small>${chat}, part 1 of ${parts.length}, ${Buffer.byteLength(parts[0].body)} bytes</small><br>${with_signs(chats[chat](body))}</article>`;
  };
  const sections = cases.map((name) => {
    const articles = Object.keys(chats).map((chat) => article(chat, name));
    return `<section id="case-${name}"><h2>${name}</h2>${articles.join("\n")}</section>`;
  });
  const title = "a rough preview, no chat's own rendering";
  return `<!doctype html><meta charset="utf-8"><title>${title}</title>${fonts}<style>${style}</style><h1>${title}</h1>${sections.join("\n")}`;
}
