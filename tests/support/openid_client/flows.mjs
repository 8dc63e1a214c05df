// Runs OpenID Connect flows against an issuer with npm openid-client, a library that nobody here wrote.
//
//   node flows.mjs     with {"issuer", "client", "secret", "callback", "audience"} as JSON on stdin
//
// It writes one line of JSON for each thing that it needs or has found, and reads the answer to what it needs from
// standard input: {"visit": address} is answered by {"arrived": address}. The last line is {"done": what was found}.

import { createInterface } from 'node:readline';
import { Issuer, generators } from 'openid-client';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const read = async () => JSON.parse((await lines.next()).value);
const ask = async (what) => { console.log(JSON.stringify(what)); return read(); };

const given = await read();
const issuer = await Issuer.discover(given.issuer);
const found = { issuer: issuer.metadata.issuer };

// A public client: code with PKCE, userinfo, refresh with rotation, revocation.
const native = new issuer.Client({
  client_id: 'native-demo', token_endpoint_auth_method: 'none', redirect_uris: [given.callback], response_types: ['code'],
});
const verifier = generators.codeVerifier();
const checks = { state: generators.state(), nonce: generators.nonce(), code_verifier: verifier };
const { arrived } = await ask({
  visit: native.authorizationUrl({
    scope: 'openid profile email offline_access', state: checks.state, nonce: checks.nonce,
    code_challenge: generators.codeChallenge(verifier), code_challenge_method: 'S256', max_age: 3600,
  }),
});
const tokens = await native.callback(given.callback, native.callbackParams(arrived), { ...checks, max_age: 3600 });
found.claims = tokens.claims();
found.userinfo = await native.userinfo(tokens);
const fresh = await native.refresh(tokens);
found.rotated = fresh.refresh_token !== tokens.refresh_token;
await native.revoke(fresh.refresh_token);
found.after_revocation = await native.refresh(fresh.refresh_token).then(() => 'refreshed', (error) => error.error);

// Implicit and hybrid, where the library checks at_hash and c_hash.
const spa = new issuer.Client({
  client_id: 'spa-demo', token_endpoint_auth_method: 'none', redirect_uris: [given.callback],
  response_types: ['id_token token', 'code id_token token'],
});
for (const type of ['id_token token', 'code id_token token']) {
  const expected = { state: generators.state(), nonce: generators.nonce(), response_type: type };
  const answer = await ask({
    visit: spa.authorizationUrl({ scope: 'openid', response_type: type, state: expected.state, nonce: expected.nonce }),
  });
  const members = Object.fromEntries(new URLSearchParams(new URL(answer.arrived).hash.slice(1)));
  const set = await spa.callback(given.callback, members, expected);
  found[type] = set.claims().sub;
}

// A confidential client: client credentials and a pushed request.
const web = new issuer.Client({
  client_id: given.client, client_secret: given.secret, redirect_uris: [given.callback], response_types: ['code'],
});
const machine = await web.grant({ grant_type: 'client_credentials', audience: given.audience });
found.machine = machine.expires_in > 86_000;
const pushed = await web.pushedAuthorizationRequest({ scope: 'openid', redirect_uri: given.callback });
found.pushed = pushed.expires_in;

// A device.
const device = await native.deviceAuthorization({ scope: 'openid' });
await ask({ visit: device.verification_uri_complete });
found.device = (await device.poll()).claims().sub;

console.log(JSON.stringify({ done: found }));
process.exit(0);
