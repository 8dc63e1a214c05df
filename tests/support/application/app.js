// A single-page application as they are: it logs in by code with PKCE, and calls an API from the browser.
//
// /config.json says where, and which of the usual mistakes it makes: `sends` (the token that the API gets), `keepsStateIn`
// ("memory" is gone when the page is left), `keepsFirst` (it does not keep the refresh token that a refresh brings).

const config = await (await fetch('/config.json')).json();
const said = document.getElementById('said');
const say = (text) => { said.textContent = text; };
const memory = new Map();
const kept = config.keepsStateIn === 'memory'
  ? { get: (name) => memory.get(name), set: (name, value) => memory.set(name, value) }
  : { get: (name) => sessionStorage.getItem(name), set: (name, value) => sessionStorage.setItem(name, value) };
let tokens;

const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

async function logIn() {
  const [state, nonce, verifier] = [random(), random(), random()];
  kept.set('state', state);
  kept.set('nonce', nonce);
  kept.set('verifier', verifier);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const asked = new URLSearchParams({
    client_id: config.client_id, response_type: 'code', redirect_uri: `${location.origin}/callback`, state, nonce,
    code_challenge: base64url(digest), code_challenge_method: 'S256', ...config.asks,
  });
  location.assign(`${config.authorize}?${asked}`);
}

async function askForTokens(form) {
  const answer = await fetch(config.token, {
    method: 'POST',
    headers: config.sdk ? { 'Auth0-Client': btoa(JSON.stringify({ name: 'a-spa', version: '2.1.0' })) } : {},
    body: new URLSearchParams({ client_id: config.client_id, ...form }),
  });
  const got = await answer.json();
  if (!answer.ok) throw new Error(got.error_description ?? got.error);
  tokens = config.keepsFirst && tokens ? { ...got, refresh_token: tokens.refresh_token } : got;
}

async function comeBack() {
  const given = new URLSearchParams(location.search);
  history.replaceState({}, '', '/');
  if (given.has('error')) throw new Error(given.get('error_description') ?? given.get('error'));
  if (given.get('state') !== (kept.get('state') ?? null)) throw new Error('Invalid state');
  await askForTokens({
    grant_type: 'authorization_code', code: given.get('code'), code_verifier: kept.get('verifier'),
    redirect_uri: `${location.origin}/callback`, ...config.asksForTokens,
  });
  say('Logged in.');
}

async function call() {
  const answer = await fetch(config.api, {
    headers: { Accept: 'application/json', Authorization: `Bearer ${tokens[config.sends ?? 'access_token']}` },
  });
  say(`The API says ${answer.status}: ${answer.headers.get('WWW-Authenticate') ?? ''} ${await answer.text()}`);
}

async function refresh() {
  await askForTokens({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
  say('Still logged in.');
}

const guarded = (action) => () => { say(''); action().catch((error) => say(`It did not work: ${error.message}`)); };
document.getElementById('login').onclick = guarded(logIn);
document.getElementById('call').onclick = guarded(call);
document.getElementById('refresh').onclick = guarded(refresh);
if (location.pathname === '/callback') guarded(comeBack)();
else say('Ready.');
