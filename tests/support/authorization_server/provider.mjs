// One oidc-provider with everything on that a token can be fetched by.

import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';
import { registerGrants } from './grants.mjs';
import { deviceDone, deviceForm, deviceQuestion, errorPage } from './pages.mjs';
import { resourceServerInfo } from './resources.mjs';

async function signingKey(alg) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...await exportJWK(privateKey), alg, use: 'sig', kid: randomBytes(6).toString('hex') };
}

// Without a key of its own kind ES256 would be answered with a server_error.
const signingKeys = async () => ({ keys: [await signingKey('RS256'), await signingKey('ES256')] });

const accountOf = (account) => (_ctx, sub) => (account.closed || sub !== account.name ? undefined : {
  accountId: sub,
  claims: () => ({ sub, name: 'Ada Example', email: 'ada@example.com', email_verified: true, orders: 3 }),
});

const certificateOf = (ctx) => {
  const certificate = ctx.socket.getPeerX509Certificate?.();
  return certificate?.toString();
};

// The subject as RFC 4514 writes it: the parts from the last to the first, with commas.
const subjectOf = (ctx) => ctx.socket.getPeerX509Certificate?.()?.subject.split('\n').reverse().join(',');

const features = (settings, aliases) => ({
  devInteractions: { enabled: false },
  clientCredentials: { enabled: true },
  deviceFlow: {
    enabled: true,
    userCodeInputSource(ctx, form, _out, error) { ctx.body = deviceForm(form, error && 'The code is wrong.'); },
    userCodeConfirmSource(ctx, form, client, _info, code) {
      ctx.body = deviceQuestion(form, client.clientId, code);
    },
    successSource(ctx) { ctx.body = deviceDone(); },
  },
  dPoP: {
    enabled: true,
    nonceSecret: randomBytes(32),
    requireNonce: (ctx) => settings.dpop_nonce || ctx.oidc.client?.clientId === 'test-dpop-nonce',
  },
  encryption: { enabled: true },
  introspection: { enabled: true },
  jwtIntrospection: { enabled: true },
  jwtResponseModes: { enabled: true },
  jwtUserinfo: { enabled: true },
  mTLS: {
    enabled: Boolean(aliases),
    certificateBoundAccessTokens: true,
    tlsClientAuth: true,
    selfSignedTlsClientAuth: true,
    getCertificate: certificateOf,
    certificateAuthorized: (ctx) => ctx.socket.authorized === true,
    certificateSubjectMatches: (ctx, property, expected) => (
      property === 'tls_client_auth_subject_dn' && subjectOf(ctx) === expected
    ),
  },
  pushedAuthorizationRequests: { enabled: true },
  requestObjects: { request: true },
  resourceIndicators: {
    enabled: true, defaultResource: () => undefined, getResourceServerInfo: resourceServerInfo,
    useGrantedResource: () => true,
  },
  revocation: { enabled: true },
  rpInitiatedLogout: { enabled: true },
  userinfo: { enabled: true },
});

const lifetimes = (settings) => {
  const of = (name) => () => settings.lifetimes_s[name];
  return {
    AccessToken: of('access_token'), ClientCredentials: of('access_token'), RefreshToken: of('refresh_token'),
    AuthorizationCode: of('authorization_code'), DeviceCode: of('device_code'), IdToken: of('id_token'),
    Grant: () => 86_400, Interaction: () => 3_600, Session: () => 86_400,
  };
};

// The issuer must be the address that is used. `aliases` are the endpoints for mutual TLS (RFC 8705, section 5).
export async function makeProvider(issuer, clients, account, settings, aliases) {
  const provider = new Provider(issuer, {
    clients,
    jwks: await signingKeys(),
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    findAccount: accountOf(account),
    claims: { openid: ['sub', 'orders'], profile: ['name'], email: ['email', 'email_verified'] },
    scopes: ['openid', 'offline_access', 'profile', 'email'],
    // A page may ask for tokens from its browser, as a client without a secret does.
    clientBasedCORS: (_ctx, _origin, client) => client.clientAuthMethod === 'none',
    clientAuthMethods: [
      'none', 'client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt',
      ...(aliases ? ['tls_client_auth', 'self_signed_tls_client_auth'] : []),
    ],
    responseTypes: [
      'code', 'id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token', 'none',
    ],
    pkce: { required: (_ctx, client) => client.clientAuthMethod === 'none' },
    rotateRefreshToken: true,
    conformIdTokenClaims: false,
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    renderError(ctx, out) { ctx.type = 'html'; ctx.body = errorPage(out); },
    discovery: aliases ? { mtls_endpoint_aliases: aliases } : {},
    features: features(settings, aliases),
    ttl: lifetimes(settings),
  });
  registerGrants(provider, account);
  return provider;
}
