// The grant types that oidc-provider leaves to its user: password, token exchange and JWT bearer.

import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { errors } from 'oidc-provider';
import { ASSERTION, EXCHANGE } from './clients.mjs';
import { RESOURCES, resourceServerInfo } from './resources.mjs';

const { InvalidGrant, InvalidRequest, InvalidTarget } = errors;
const ISSUED = 'urn:ietf:params:oauth:token-type:access_token';

function needed(params, ...names) {
  for (const name of names) {
    if (!params[name]) throw new InvalidRequest(`missing required parameter(s) (${name})`);
  }
}

// Grants the account what was asked for, and answers with an access token (and a refresh token for offline_access).
async function answer(ctx, accountId, gty, { audience, extra } = {}) {
  const { client, params, provider } = ctx.oidc;
  const resource = params.resource ?? audience;
  const scope = params.scope ?? '';
  const grant = new provider.Grant({ accountId, clientId: client.clientId });
  grant.addOIDCScope(scope);
  const token = new provider.AccessToken({ accountId, client, gty, scope: scope || undefined });
  if (resource) {
    const info = await resourceServerInfo(ctx, resource);
    token.resourceServer = new provider.ResourceServer(resource, info);
    const known = info.scope.split(' ');
    token.scope = scope.split(' ').filter((one) => known.includes(one)).join(' ') || undefined;
    grant.addResourceScope(resource, token.scope ?? '');
  }
  const grantId = await grant.save();
  token.grantId = grantId;
  ctx.oidc.entity('Grant', grant);
  const body = {
    access_token: await token.save(),
    expires_in: token.expiration,
    token_type: 'Bearer',
    scope: token.scope,
    ...extra,
  };
  if (scope.split(' ').includes('offline_access') && client.grantTypes.includes('refresh_token')) {
    body.refresh_token = await new provider.RefreshToken({ accountId, client, grantId, gty, scope, resource }).save();
  }
  ctx.body = body;
}

// RFC 6749, section 4.3
function passwordGrant(account) {
  return async function password(ctx, next) {
    needed(ctx.oidc.params, 'username', 'password');
    if (!account.accepts(ctx.oidc.params.username, ctx.oidc.params.password)) {
      throw new InvalidGrant('user name or password is wrong');
    }
    await answer(ctx, account.name, 'password');
    await next();
  };
}

// RFC 8693: only access tokens of this server are taken.
async function exchangeGrant(ctx, next) {
  const { params, provider } = ctx.oidc;
  needed(params, 'subject_token', 'subject_token_type');
  if (params.subject_token_type !== ISSUED) throw new InvalidRequest('subject_token_type is not supported');
  const audience = params.audience;
  if (audience && !RESOURCES.has(audience)) throw new InvalidTarget('audience is not known');
  const subject = await provider.AccessToken.find(params.subject_token);
  if (!subject || !subject.accountId) throw new InvalidRequest('subject_token is not valid');
  await answer(ctx, subject.accountId, 'token_exchange', { audience, extra: { issued_token_type: ISSUED } });
  await next();
}

// RFC 7523, section 2.1: the assertion is signed by a key that the client has registered.
function assertionGrant(account) {
  return async function jwtBearer(ctx, next) {
    const { client, params, provider } = ctx.oidc;
    needed(params, 'assertion');
    try {
      decodeJwt(params.assertion);
      const keys = createLocalJWKSet(client.jwks);
      const audience = [provider.issuer, `${provider.issuer}/token`];
      const { payload } = await jwtVerify(params.assertion, keys, {
        algorithms: ['RS256', 'ES256'], audience, issuer: client.clientId, requiredClaims: ['exp', 'sub'],
      });
      if (payload.sub !== account.name) throw new InvalidGrant('sub is not an account');
    } catch (error) {
      throw error instanceof InvalidGrant ? error : new InvalidGrant('assertion is not valid', error.message);
    }
    await answer(ctx, account.name, 'jwt_bearer');
    await next();
  };
}

export function registerGrants(provider, account) {
  const common = ['scope', 'resource'];
  provider.registerGrantType('password', passwordGrant(account), ['username', 'password', ...common]);
  provider.registerGrantType(EXCHANGE, exchangeGrant, [
    'subject_token', 'subject_token_type', 'actor_token', 'actor_token_type', 'requested_token_type', 'audience',
    ...common,
  ]);
  provider.registerGrantType(ASSERTION, assertionGrant(account), ['assertion', ...common]);
}
