// Records what one real Chromium sends and is answered, as HAR files: one context a recording, one line of JSON a step.
//
//   node record.mjs EXECUTABLE
//
// A step is one of {"begin": file}, {"open": address}, {"fill": [selector, text]}, {"select": [selector, value]},
// {"press": selector}, {"until": text} (which #said, or the page, holds then), {"has": selector} and {"end": true}, which
// writes the file. For each one line is printed: {"address", "text", "has"} or {"error"}. The end of stdin ends the browser.

import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const TIMEOUT_MS = 60_000;
const ARGS = [
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--no-pings', '--disable-domain-reliability',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

const [executablePath] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath, headless: true, args: ARGS, chromiumSandbox: false, timeout: TIMEOUT_MS,
});
let context;
let page;

const STEPS = {
  async begin(path) {
    context = await browser.newContext({ recordHar: { path, content: 'embed', mode: 'full' } });
    page = await context.newPage();
    page.setDefaultTimeout(TIMEOUT_MS);
  },
  open: (address) => page.goto(address, { waitUntil: 'load' }),
  fill: ([selector, text]) => page.locator(selector).fill(text),
  select: ([selector, value]) => page.locator(selector).selectOption(value),
  press: (selector) => page.locator(selector).click(),
  until: (text) => page.locator('body').filter({ hasText: text }).waitFor(),
  has: (selector) => page.locator(selector).first().waitFor(),
  async end() {
    await context.close();
    context = page = undefined;
  },
};

async function take(step) {
  try {
    for (const [name, value] of Object.entries(step)) await STEPS[name](value);
    return page ? { address: page.url(), text: await page.innerText('body').catch(() => '') } : {};
  } catch (error) {
    const seen = page ? `${page.url()}: ${await page.innerText('body').catch(() => '')}` : '';
    return { error: `${error}\n${seen}` };
  }
}

try {
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await take(JSON.parse(line))));
  }
} finally {
  await browser.close();
}
