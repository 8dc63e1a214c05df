// The APIs that tokens are for: one takes JWT access tokens, one opaque ones.

import { errors } from 'oidc-provider';

const SCOPE = 'read:orders write:orders';

export const RESOURCES = new Map([
  ['https://api.example/', { accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } }],
  ['https://ec.api.example/', { accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } }],
  ['https://opaque.example/', { accessTokenFormat: 'opaque' }],
]);

export async function resourceServerInfo(_ctx, resource) {
  const known = RESOURCES.get(resource);
  if (!known) throw new errors.InvalidTarget('this resource is not known');
  return { scope: SCOPE, audience: resource, ...known };
}
