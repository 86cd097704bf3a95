// node pictures.mjs SAMPLES FOLDER: pictures of messages, for people to look at. Teams' cards are drawn by Microsoft's
// library for Adaptive Cards; of the other chats there is a rough preview. Needs Chromium; nothing is fetched.
import fs from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";
import { preview_page, sign_colours } from "./preview.mjs";

const [samples_folder, folder] = process.argv.slice(2);
const kOrigin = "http://pictures.invalid";
const kFlags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync"];
const fonts = ["noto-sans-sc/400.css", "noto-sans-sc/700.css"]
  .map((name) => `<link rel="stylesheet" href="${kOrigin}/node_modules/@fontsource/${name}">`).join("");

const samples = fs.readdirSync(samples_folder).filter((name) => name.endsWith(".json")).sort()
  .map((name) => ({ name: name.replace(/\.json$/, ""), ...JSON.parse(fs.readFileSync(path.join(samples_folder, name), "utf8")) }));

const card_page = `<!doctype html><meta charset="utf-8">${fonts}
  <script src="${kOrigin}/node_modules/adaptivecards/dist/adaptivecards.js"></script>
  <script src="${kOrigin}/node_modules/markdown-it/dist/markdown-it.min.js"></script>
  <style>body { margin: 0; background: #eee } #card { width: 560px; padding: 12px; background: #fff; display: inline-block }
    #card p { margin: 0 } button { font: 14px "Noto Sans SC" }</style><div id="card"></div>`;

/** In the browser: draws a card as Teams sets it, by its published host settings where they matter here. */
function draw([card, colours]) {
  const markdown = globalThis.markdownit();
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdown.render(text).replace(/[🔴🟠🔵]/gu, (sign) => `<span style="color:${colours[sign]}">●</span>`);
    result.didProcess = true;
  };
  const drawn = new AdaptiveCards.AdaptiveCard();
  drawn.hostConfig = new AdaptiveCards.HostConfig({
    fontFamily: '"Noto Sans SC", sans-serif',
    supportsInteractivity: true,
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    factSet: { title: { weight: "Bolder", maxWidth: 150, wrap: true }, value: { wrap: true }, spacing: 16 },
  });
  drawn.parse(card);
  document.getElementById("card").replaceChildren(drawn.render());
}

/** Files beside this one stand for the whole net. */
async function serve(route) {
  const url = new URL(route.request().url());
  const file = path.join(import.meta.dirname, decodeURIComponent(url.pathname));
  if (url.origin === kOrigin && fs.existsSync(file)) await route.fulfill({ path: file });
  else await route.abort();
}

async function picture(page, selector, name) {
  // A font is loaded when text is first drawn with it.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => document.fonts.ready.then(done))));
  await page.locator(selector).screenshot({ path: path.join(folder, `${name}.png`) });
  console.log(`${name}.png`);
}

fs.mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: kFlags });  // with an empty profile
try {
  const page = await browser.newPage({ viewport: { width: 1420, height: 900 } });
  await page.route("**/*", serve);
  await page.setContent(card_page, { waitUntil: "load" });
  for (const sample of samples.filter((one) => one.type === "teams")) {
    await page.evaluate(draw, [JSON.parse(sample.body).attachments[0].content, sign_colours]);
    await picture(page, "#card", sample.name);
  }
  const preview = preview_page(samples.filter((one) => one.type !== "teams" && one.type !== "webhook"), fonts);
  fs.writeFileSync(path.join(folder, "preview.html"), preview);
  await page.setContent(preview, { waitUntil: "load" });
  for (const name of new Set(samples.map((sample) => sample.case))) await picture(page, `#case-${name}`, `preview.${name}`);
} finally {
  await browser.close();
}
