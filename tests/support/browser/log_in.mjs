// Opens an address in a real Chromium, fills the forms of the authorization server, and prints where it arrived.
//
//   node log_in.mjs EXECUTABLE PROFILE_FOLDER ADDRESS     with {"user", "password", "allows"} as JSON on stdin
//
// Prints one JSON object: {"address", "title", "text", "html", "asked"}; `asked` lists the addresses of all requests.

import { chromium } from 'playwright-core';

const MOST_PAGES = 10;
const TIMEOUT_MS = 20_000;
const ARGS = [
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--no-pings', '--disable-domain-reliability',
  // No name but this machine's is ever looked up.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

const [executablePath, profile, address] = process.argv.slice(2);
const parts = [];
for await (const part of process.stdin) parts.push(part);
const person = JSON.parse(Buffer.concat(parts).toString('utf8'));

// Its sandbox needs what root and many containers have not; the pages are our own.
const context = await chromium.launchPersistentContext(profile, {
  executablePath, headless: true, args: ARGS, chromiumSandbox: false, timeout: TIMEOUT_MS,
});
try {
  const page = context.pages()[0] ?? await context.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(address);
  for (let seen = 0; seen < MOST_PAGES; seen += 1) {
    const login = page.locator('input[name=login]');
    const wanted = await login.count() || person.allows ? 'yes' : 'no';
    // The pages of a device have buttons of their own: the one that refuses is named abort.
    const go = page.locator(`button[name=go][value=${wanted}], button[form^="op.device"]${
      wanted === 'no' ? '[name=abort]' : ':not([name])'}`);
    if (!await go.count()) break;
    if (await login.count()) {
      await login.fill(person.user);
      await page.locator('input[name=password]').fill(person.password);
    }
    const loaded = page.waitForEvent('load');
    await go.click();
    await loaded;
  }
  console.log(JSON.stringify({
    address: page.url(), title: await page.title(), text: await page.innerText('body'), html: await page.content(),
    asked,
  }));
} finally {
  await context.close();
}
