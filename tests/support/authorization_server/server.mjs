// Starts the authorization server on loopback; says where and with which clients in one JSON line; ends with its stdin.
//
// The first line of stdin is a JSON object: {"tls": {"key", "certificate", "authority"}, "certificate_subject",
// "self_signed_certificate"}, all PEM but the subject. The process ends when stdin is closed, so that it cannot
// outlive whoever started it.

import { randomBytes, timingSafeEqual } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import readline from 'node:readline';
import { makeClients } from './clients.mjs';
import { answerInteraction } from './pages.mjs';
import { makeProvider } from './provider.mjs';

const LIFETIMES_S = {
  access_token: 3_600, authorization_code: 60, device_code: 600, id_token: 3_600, refresh_token: 86_400,
};
const NAMES = { token_endpoint: 'token', introspection_endpoint: 'token/introspection',
  revocation_endpoint: 'token/revocation', userinfo_endpoint: 'me', pushed_authorization_request_endpoint: 'request',
  device_authorization_endpoint: 'device/auth' };

const secret = () => randomBytes(24).toString('base64url');
const equal = (one, other) => {
  const [a, b] = [Buffer.from(String(one)), Buffer.from(String(other))];
  return a.length === b.length && timingSafeEqual(a, b);
};
const account = {
  name: 'ada', password: secret(), closed: false,
  accepts(name, password) { return !this.closed && equal(name, this.name) && equal(password, this.password); },
};
const settings = { lifetimes_s: { ...LIFETIMES_S }, dpop_nonce: false };
const adminKey = secret();
let provider;
let build;

// {"lifetimes_s": {...}}, {"dpop_nonce": true}, {"closed": true}, {"rotate_keys": true}; {} brings everything back.
async function change(wish) {
  settings.lifetimes_s = { ...LIFETIMES_S, ...wish.lifetimes_s };
  settings.dpop_nonce = wish.dpop_nonce === true;
  account.closed = wish.closed === true;
  if (wish.rotate_keys) provider = await build();
}

async function answerAdmin(request, response) {
  if (!equal(request.headers.authorization, `Bearer ${adminKey}`)) {
    response.writeHead(403).end();
    return;
  }
  const parts = [];
  for await (const part of request) parts.push(part);
  await change(JSON.parse(Buffer.concat(parts).toString('utf8')));
  response.writeHead(204).end();
}

function answer(request, response) {
  const work = request.url === '/admin' ? answerAdmin(request, response)
    : request.url.startsWith('/interaction/') ? answerInteraction(provider, account, request, response)
      : provider.callback()(request, response);
  Promise.resolve(work).catch((error) => {
    if (!response.headersSent) response.writeHead(400, { 'content-type': 'text/plain' });
    response.end(error.name);
  });
}

const listen = (server) => new Promise((resolve) => {
  server.listen(0, '127.0.0.1', () => resolve(server.address().port));
});

const [told] = await new Promise((resolve) => {
  const lines = readline.createInterface({ input: process.stdin });
  lines.once('line', (line) => resolve([JSON.parse(line)]));
  lines.once('close', () => process.exit(0));
});
const issuer = `http://127.0.0.1:${await listen(http.createServer(answer))}`;
const tlsServer = https.createServer({
  key: told.tls.key, cert: told.tls.certificate, ca: told.tls.authority, requestCert: true, rejectUnauthorized: false,
}, answer);
const tlsAddress = `https://127.0.0.1:${await listen(tlsServer)}`;
const aliases = Object.fromEntries(Object.entries(NAMES).map(([name, path]) => [name, `${tlsAddress}/${path}`]));
const [registered, clients] = await makeClients(told);
build = () => makeProvider(issuer, registered, account, settings, aliases);
provider = await build();
console.log(JSON.stringify({
  issuer, tls_address: tlsAddress, clients, user: account.name, password: account.password, admin_key: adminKey,
}));
