// The registered clients: one for each grant type and each way to authenticate, with secrets made at every start.

import { randomBytes, X509Certificate } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';

const CODE = 'authorization_code';
const REFRESH = 'refresh_token';
const MACHINE = 'client_credentials';
export const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
export const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
export const ASSERTION = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

// A native client may use any port of the loopback address (RFC 8252, section 7.3), so none is named here.
export const CALLBACK = 'http://127.0.0.1/callback';

// name: [grant types, authentication, whatever else its registration says]
const REGISTRATIONS = {
  machine: [[MACHINE], 'client_secret_basic'],
  machine_post: [[MACHINE], 'client_secret_post'],
  machine_secret_jwt: [[MACHINE], 'client_secret_jwt'],
  machine_key_jwt: [[MACHINE], 'private_key_jwt'],
  machine_certificate: [[MACHINE], 'tls_client_auth', { tls_client_certificate_bound_access_tokens: true }],
  machine_self_signed: [[MACHINE], 'self_signed_tls_client_auth'],
  machine_dpop: [[MACHINE], 'client_secret_basic', { dpop_bound_access_tokens: true }],
  machine_odd_secret: [[MACHINE], 'client_secret_basic'],
  public: [[CODE, REFRESH], 'none'],
  web: [[CODE, REFRESH], 'client_secret_basic'],
  pushed: [[CODE, REFRESH], 'none', { require_pushed_authorization_requests: true }],
  dpop: [[CODE, REFRESH], 'none', { dpop_bound_access_tokens: true }],
  dpop_nonce: [[CODE, REFRESH], 'none', { dpop_bound_access_tokens: true }],
  device: [[DEVICE, REFRESH], 'none'],
  legacy: [[CODE, 'implicit', REFRESH], 'client_secret_basic', {
    response_types: [
      'code', 'id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token',
    ],
  }],
  password: [['password', REFRESH], 'client_secret_basic'],
  exchange: [[EXCHANGE], 'client_secret_basic'],
  assertion: [[ASSERTION], 'none'],
  resource_server: [[], 'client_secret_basic'],
};

const secretOf = (name) => {
  const secret = randomBytes(32).toString('base64url');
  // RFC 6749, section 2.3.1: each of these must be form-encoded before it goes into the Basic header.
  return name === 'machine_odd_secret' ? `${secret}:+% &=/` : secret;
};

async function keyPair(alg, kid) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const more = { kid, alg, use: 'sig' };
  return { public: { ...await exportJWK(publicKey), ...more }, private: { ...await exportJWK(privateKey), ...more } };
}

async function certificateKey(pem) {
  const certificate = new X509Certificate(pem);
  return { ...await exportJWK(certificate.publicKey), x5c: [certificate.raw.toString('base64')] };
}

// Returns [what oidc-provider registers, what a test is told], each in the order above.
export async function makeClients({ certificate_subject: subject, self_signed_certificate: selfSigned }) {
  const registered = [];
  const told = [];
  for (const [name, [grants, authentication, more = {}]] of Object.entries(REGISTRATIONS)) {
    const code = grants.includes(CODE);
    const metadata = {
      client_id: `test-${name.replaceAll('_', '-')}`,
      application_type: 'native',
      grant_types: grants,
      token_endpoint_auth_method: authentication,
      redirect_uris: code ? [CALLBACK] : [],
      response_types: code ? ['code'] : [],
      ...more,
    };
    const tell = { name, id: metadata.client_id, authentication, grants, redirect_uris: metadata.redirect_uris };
    if (authentication.startsWith('client_secret')) tell.secret = metadata.client_secret = secretOf(name);
    if (authentication === 'private_key_jwt' || grants.includes(ASSERTION)) {
      const pair = await keyPair(grants.includes(ASSERTION) ? 'RS256' : 'ES256', `${name}-key`);
      metadata.jwks = { keys: [pair.public] };
      tell.private_jwk = pair.private;
    }
    if (authentication === 'tls_client_auth') metadata.tls_client_auth_subject_dn = subject;
    if (authentication === 'self_signed_tls_client_auth') {
      metadata.jwks = { keys: [await certificateKey(selfSigned)] };
    }
    registered.push(metadata);
    told.push(tell);
  }
  return [registered, told];
}
