"""Rejections as people bring them, each with its cause: modelled on public threads, with tokens that are minted here."""

import json
from dataclasses import dataclass, field
from typing import Any, Final

from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import ApiAnswer, Policy
from tests.unit.inspection.minting import AT, b64, ring, rsa_pair, rsa_signed, secret_ring, signed

NOW: Final = int(AT.timestamp())
API: Final = "https://api.example.com/orders"
ISSUER: Final = "https://acme.eu.auth0.com/"
CLIENT: Final = "iefZRBHC09it3r5lyN99Dfe9K3fjRksn"
EXPECTED: Final = Policy(audience=API, issuer=ISSUER)


def token(header: dict[str, Any] | None = None, **claims: Any) -> str:
    """Return a signed access token for the API, changed by `claims`; None takes a claim out."""
    base = {
        "iss": ISSUER,
        "sub": "auth0|665f",
        "aud": API,
        "iat": NOW - 600,
        "exp": NOW + 3000,
        "azp": CLIENT,
    }
    body = {
        name: value
        for name, value in (base | {"scope": "openid read:orders"} | claims).items()
        if value is not None
    }
    return rsa_signed(body, **{"typ": "JWT", "kid": "one"} | (header or {}))


def id_token(**claims: Any) -> str:
    """Return an ID token of the application."""
    own = {
        "aud": CLIENT,
        "scope": None,
        "azp": None,
        "nonce": "n-1",
        "name": "Maria",
        "email": "maria@example.com",
    }
    return token(**own | claims)


OPAQUE: Final = f"{b64(json.dumps({'alg': 'dir', 'enc': 'A256GCM', 'iss': ISSUER}).encode())}..otcIst_cU2rNAZ6c.h4Wiu2FJAJ1L.MpwSnCq8WYGo"
MACHINE: Final = token(sub="IimT0FWRjsFX@clients", gty="client-credentials")
MANAGEMENT: Final = token(
    aud="https://acme.eu.auth0.com/api/v2/", scope="read:clients", sub="IimT0FWRjsFX@clients"
)


@dataclass(frozen=True)
class Rejection:
    """An input with what is known beside it, and the cause that must come first."""

    cause: str
    text: str
    policy: Policy = field(default_factory=Policy)
    keys: KeyRing = field(default_factory=KeyRing)


def answered(
    body: str | None = None, status: int | None = None, challenge: str | None = None, **expected: Any
) -> Policy:
    """Return a policy with an API's answer; the API and the issuer are expected unless said otherwise."""
    base = {"audience": API, "issuer": ISSUER} | expected
    return Policy(**base, api=ApiAnswer(status, challenge, body))


REJECTIONS: Final = (
    Rejection("D1", OPAQUE, EXPECTED),
    Rejection("D1", OPAQUE, answered('{"message":"jwt malformed"}', 401)),
    Rejection("D1", f"Authorization: Bearer {OPAQUE}", answered("InvalidTokenError: Invalid Compact JWS", 401)),
    Rejection("D1", "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4", EXPECTED),
    Rejection("D2", 'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer error="invalid_token"\r\n\r\n{"message":"Invalid token"}'),
    Rejection("D2", '{"statusCode":401,"message":"Unauthorized"}'),
    Rejection("D2", token(), answered('{"detail":"Could not validate credentials"}', 401)),
    Rejection("D3", "UnauthorizedError: jwt audience invalid. expected: https://api.example.com/orders"),
    Rejection("D3", token(aud=f"{API}/"), EXPECTED),
    Rejection("D3", token(aud="account"), answered("The aud claim is not valid", 401)),
    Rejection("D3", token(), answered("IDX10214: Audience validation failed. Audiences: 'a'. Did not match: validationParameters.ValidAudience: 'b'", 401)),
    Rejection("D4", "jwt expired"),
    Rejection("D4", token(exp=NOW - 5), EXPECTED),
    Rejection("D4", token(iat=NOW + 9), answered("Token used before issued", 401)),
    Rejection("D4", token(exp=(NOW + 3000) * 1000), Policy()),
    Rejection("D4", token(), answered("Lifetime validation failed, the token is expired.", 401)),
    Rejection("D5", f"Authorization: Bearer {id_token()}"),
    Rejection("D5", id_token(), EXPECTED),
    Rejection("D5", id_token(), answered(f"jwt audience invalid. expected: {API}", 401)),
    Rejection("D5", "Token use not allowed: id. Expected: access"),
    Rejection("D6", "SigningKeyNotFoundError: Unable to find a signing key that matches 'q3Wd7LmZ'"),
    Rejection("D6", token(), Policy(), ring(rsa_pair("other").jwk | {"kid": "two"}, rsa_pair("third").jwk | {"kid": "three"})),
    Rejection("D6", token(), answered("IDX10501: Signature validation failed. Unable to match key: kid: 'one'.", 401)),
    Rejection("D7", "Firebase\\JWT\\SignatureInvalidException: Signature verification failed"),
    Rejection("D7", signed(payload={"aud": API, "iss": ISSUER, "exp": NOW + 9}), answered("Unable to find a signing key that matches 'undefined'", 401)),
    Rejection("D7", token(), Policy(algorithms=("HS256",))),
    Rejection("D7", signed(), Policy(), secret_ring("another secret of thirty-two letters")),
    Rejection("D7", 'Signature algorithm of "HS256" is not supported. Expected the ID token to be signed with "RS256".'),
    Rejection("D8", token(permissions=[]), Policy(audience=API, issuer=ISSUER, permissions=("read:orders",))),
    Rejection("D8", '{"statusCode":403,"message":"Forbidden resource","error":"Forbidden"}'),
    Rejection("D8", token(), answered("Missing required permissions: delete:orders", 403)),
    Rejection("D9", token(scope="openid"), Policy(audience=API, issuer=ISSUER, scopes=("read:orders",))),
    Rejection("D9", 'WWW-Authenticate: Bearer scope="read:orders", error="insufficient_scope"'),
    Rejection("D9", "Request had insufficient authentication scopes."),
    Rejection("D10", token(iss=ISSUER.rstrip("/")), EXPECTED),
    Rejection("D10", token(), answered("The iss claim is not valid. Expected: https://acme.eu.auth0.com Actual: https://acme.eu.auth0.com/", 401, issuer=None)),
    Rejection("D10", "Invalid token issuer. Expected 'http://localhost:8080/realms/x', but was 'http://keycloak:8080/realms/x'"),
    Rejection("D11", "http://localhost:8080/?error=access_denied&error_description=Service%20not%20found%3A%20https%3A%2F%2Fauth0-jwt-authorizer&state=Mm5F"),
    Rejection("D11", "Error: 'access_denied'. Error_Description (may be empty): 'Service not found: YOUR_API_IDENTIFIER'."),
    Rejection("D12", '{"error":"access_denied","error_description":"Service not enabled within domain: https://login.acme.example/api/v2/"}'),
    Rejection("D12", "Uncaught NetworkException: Service not enabled within domain: https://login.acme.example/api/v2/"),
    Rejection("D13", '{"error":"login_required","error_description":"Login required"}'),
    Rejection("D13", "https://app.example.com/callback#error=login_required&error_description=Login%20required&state=a"),
    Rejection("D14", "http://localhost:3000/?error=consent_required&error_description=Consent%20required&state=aGVs"),
    Rejection("D14", "AADSTS65001: The user or administrator has not consented to use the application"),
    Rejection("D15", "Oops!, something went wrong\n\nCallback URL mismatch.\nThe provided redirect_uri is not in the list of allowed callback URLs."),
    Rejection("D15", '{"error":"redirect_uri_mismatch","error_description":"Bad Request"}'),
    Rejection("D16", "Error: Uncaught (in promise): Error: Invalid state"),
    Rejection("D16", "https://app.example.com/callback?supportSignUp=true&success=true&code=success"),
    Rejection("D16", "https://app.example.com/callback?code=Qd0vT1o7f5k2Wm9XyZ"),
    Rejection("D17", '{error: "invalid_token", errorDescription: "`nonce` does not match."}'),
    Rejection("D17", id_token(), Policy(nonce="n-2")),
    Rejection("D18", "Error: Missing Refresh Token (audience: 'default', scope: 'openid profile email offline_access')"),
    Rejection("D18", "The access token has expired and a refresh token was not provided. The user needs to re-authenticate."),
    Rejection("D19", '{"error":"invalid_grant","error_description":"Unknown or invalid refresh token."}'),
    Rejection("D19", '{"error":"invalid_grant","error_description":"Token is not active"}'),
    Rejection("D20", "{\"error\":\"unauthorized_client\",\"error_description\":\"Grant type 'password' not allowed for the client.\"}"),
    Rejection("D20", '{"error":"unauthorized_client","error_description":"Client not allowed for direct access grants"}'),
    Rejection("D21", '{"error":"access_denied","error_description":"Client is not authorized to access \\"https://api.example.com\\". You might probably want to create a \\"client-grant\\" associated to this API."}'),
    Rejection("D21", "AADSTS501051: Application 'a' is not assigned to a role for the application 'api://b'."),
    Rejection("D22", "GET https://acme.eu.auth0.com/userinfo -> 401, body: Unauthorized"),
    Rejection("D22", '{"error":"access_denied","error_description":"Too many requests to /userinfo. Check the X-RateLimit-Limit header."}'),
    Rejection("D22", f"curl https://acme.eu.auth0.com/userinfo -H 'Authorization: Bearer {MACHINE}'", Policy(api=ApiAnswer(401, None, "Unauthorized"))),
    Rejection("D23", "431 Request Header Fields Too Large"),
    Rejection("D23", token(groups=[f"group-{n:04}" for n in range(900)]), EXPECTED),
    Rejection("D23", "<html><head><title>400 Request Header Or Cookie Too Large</title></head><body>nginx</body></html>"),
    Rejection("D24", token(), Policy(api=ApiAnswer(401, None, '{"statusCode":401,"error":"Unauthorized","message":"Bad audience: https://api.example.com/orders"}'))),
    Rejection("D24", '{"statusCode":401,"error":"Unauthorized","message":"Bad audience: https://acme.eu.auth0.com/userinfo"}'),
    Rejection("D25", MANAGEMENT, Policy(api=ApiAnswer(403, None, '{"statusCode":403,"error":"Forbidden","message":"Insufficient scope, expected any of: update:users","errorCode":"insufficient_scope"}'))),
    Rejection("D25", '{"statusCode":403,"error":"Forbidden","message":"User to be acted on does not match subject in bearer token.","errorCode":"unowned_resource"}'),
    Rejection("D26", 'oidc: parse username claims "email": claim not present'),
    Rejection("D26", token(), answered("Missing required claim: https://example.com/roles", 403)),
    Rejection("D27", "https://app.example.com/callback?error=invalid_request&error_description=parameter+organization+is+required+for+this+client&state=n"),
    Rejection("D27", token(org_id="org_1"), Policy(audience=API, issuer=ISSUER, organization="org_2")),
    Rejection("D28", '{"error":"access_denied","error_description":"Unauthorized"}'),
    Rejection("D28", 'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="token"\r\n\r\n{"error":"invalid_client"}'),
    Rejection("D29", '{"error":"invalid_grant","error_description":"Invalid authorization code"}'),
    Rejection("D29", "AADSTS54005: OAuth2 Authorization code was already redeemed, please retry with a new valid code."),
    Rejection("D30", '{"error":"mfa_required","error_description":"Multifactor authentication required","mfa_token":"Fe26.2*abc"}'),
    Rejection("D30", "MsalUiRequiredException: AADSTS50076: you must use multi-factor authentication"),
    Rejection("D31", "Authorization: Bearer ya29.a0AfH6SMBx-EXAMPLE-EXAMPLE-EXAMPLE"),
    Rejection("D31", '{"statusCode":403,"error":"Forbidden","message":"Insufficient scope, expected any of: read:user_idp_tokens","errorCode":"insufficient_scope"}'),
    Rejection("D32", '{"error":"use_dpop_nonce","error_description":"Authorization server requires nonce in DPoP proof"}'),
    Rejection("D32", f"Authorization: Bearer {token(cnf={'jkt': '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I'})}", answered(None, 401, 'DPoP error="invalid_token", error_description="DPoP-bound token requires the DPoP authentication scheme, not Bearer."')),
    Rejection("D33", "Bearer undefined"),
    Rejection("D33", "[object Object]"),
    Rejection("D33", "{{access_token}}"),
    Rejection("D33", "eyJhbGciOi..."),
    Rejection("D33", f"curl {API} -H 'Authorization: Bearer Bearer {token()}'", answered("jwt malformed", 401)),
    Rejection("D33", "JsonWebTokenError: jwt malformed"),
    Rejection("D33", f'Authorization: Bearer "{token()}"', answered("jwt malformed", 401)),
    Rejection("D34", id_token(iat=NOW, exp=NOW + 36_000), Policy(audience=CLIENT, expires_in_s=86_400)),
    Rejection("D34", "The dashboard says ID Token Expiration 300, but expires_in stays 86400"),
    Rejection("D35", "NotFoundException: no user with id IimT0FWRjsFX@clients"),
    Rejection("D35", MACHINE, answered("Missing required claim: email", 401)),
    Rejection("D36", token({"typ": "at+jwt"}), Policy(audience=API, issuer=ISSUER, typ="JWT")),
    Rejection("D36", token({"typ": "at+jwt"}), answered("the given typ value needs to be one of [JWT]", 401)),
    Rejection("D37", f"Authorization: Bearer {token(typ='Refresh', aud=ISSUER)}", answered("Didn't find publicKey for kid: 5c1f", 401)),
    Rejection("D37", "Authorization: Bearer v1.MkNhN0xYd2VtRXpWb2xnT1lrZDhYcQ", answered(None, 401, 'Bearer error="invalid_token"')),
    Rejection("D38", token(), answered(None, 401, "Bearer")),
    Rejection("D38", "No authorization token was found"),
    Rejection("D38", 'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer realm="api"\r\n\r\n'),
    Rejection("D39", "IDX20803: Unable to obtain configuration from: 'https://acme.example/.well-known/openid-configuration'."),
    Rejection("D39", "GET https://acme.eu.auth0.com/.well-known/jwks.json: connect ETIMEDOUT"),
    Rejection("D40", "https://app.example.com/callback?error=access_denied&error_description=Please%20verify%20your%20email%20before%20logging%20in.&state=Z3d3"),
    Rejection("D40", "https://app.example.com/callback?error=access_denied&error_description=Nur%20Mitarbeiter%20der%20Filiale%20Nord&state=Z3d3"),
)  # fmt: skip
"""Two inputs or more for each of D1 to D40."""


KEY_SET: Final = ring(rsa_pair().jwk | {"kid": "one", "alg": "RS256"})
GRAPH: Final = token(
    {"nonce": "AQABAAAA"}, aud="00000003-0000-0000-c000-000000000000", iss="https://sts.windows.net/5f1c/"
)
JWE: Final = f"{b64(json.dumps({'alg': 'RSA-OAEP-256', 'enc': 'A256GCM'}).encode())}.{'a' * 342}.otcIst_cU2rNAZ6c.h4Wiu2FJAJ1L.MpwSnCq8WYGo"
USERINFO_429: Final = (
    "GET /userinfo HTTP/1.1\r\nHost: acme.eu.auth0.com\r\n\r\nHTTP/1.1 429 Too Many Requests\r\n\r\n"
)

VARIANTS: Final = (
    Rejection("D3", token(), answered("Audience validation failed", 401)),
    Rejection("D3", token(), Policy(api=ApiAnswer(401, None, f"jwt audience invalid. expected: {API}/"))),
    Rejection("D3", token(), Policy(api=ApiAnswer(401, None, "jwt audience invalid. expected: https://shop.example.org"))),
    Rejection("D3", token(aud=None), Policy(api=ApiAnswer(401, None, "jwt audience invalid. expected: x"))),
    Rejection("D3", token(aud=None), EXPECTED),
    Rejection("D3", 'oidc: expected audience "my-api/" got ["my-api"]'),
    Rejection("D5", "Token use not allowed: id. Expected: access"),
    Rejection("D6", token(), answered("Unable to find a signing key that matches 'one'", 401), KEY_SET),
    Rejection("D6", token(), answered("Unable to find a signing key that matches 'two'", 401)),
    Rejection("D7", signed(), Policy(api=ApiAnswer(401, None, "invalid signature")), secret_ring()),
    Rejection("D7", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."),
    Rejection("D8", token(permissions=["read:orders"]), answered("Missing required permissions", 403, permissions=("read:orders",))),
    Rejection("D8", token(permissions=[]), answered("Missing required permissions", 403)),
    Rejection("D9", token(), answered("Insufficient scope", 403, scopes=("read:orders",))),
    Rejection("D9", token(), answered('Bearer error="insufficient_scope"', 403, scopes=())),
    Rejection("D10", token(), answered("Invalid issuer", 401)),
    Rejection("D10", token(), answered("jwt issuer invalid. expected: https://other.example/", 401, issuer=None)),
    Rejection("D10", token(), answered("The issuer 'https://b.example/' is invalid", 401)),
    Rejection("D10", "The iss claim is not valid. Expected: https://a.example/ Actual: https://a.example"),
    Rejection("D14", "AADSTS65004: User declined to consent to access the app."),
    Rejection("D16", "https://app.example.com/callback?code=success"),
    Rejection("D18", f'{{"access_token":"{token()}","token_type":"Bearer","expires_in":3600}}', Policy(scopes=("offline_access",))),
    Rejection("D22", USERINFO_429),
    Rejection("D25", MANAGEMENT, Policy(api=ApiAnswer(403, None, "Insufficient scope, expected any of: read:clients"))),
    Rejection("D26", token(roles=["a"]), answered("Missing required claim: roles_of_mine", 403)),
    Rejection("D26", token(roles_of_mine=["a"]), answered("Missing required claim: roles_of_mine", 403)),
    Rejection("D31", GRAPH, answered("invalid signature", 401)),
    Rejection("D31", token(iss="https://accounts.google.com"), EXPECTED),
    Rejection("D33", JWE, answered("jwt malformed", 401)),
    Rejection("D33", token()[:60], Policy()),
    Rejection("D33", token(), answered("jwt malformed", 401)),
    Rejection("D38", "OPTIONS /orders HTTP/1.1\r\nOrigin: https://app.example\r\n\r\nHTTP/1.1 401 Unauthorized\r\n"),
    Rejection("D38", "GET /orders HTTP/1.1\r\nHost: api\r\n\r\nHTTP/1.1 401 Unauthorized\r\n"),
    Rejection("D14", "BrowserAuthError: user_cancelled: User cancelled the flow."),
    Rejection("D16", "IDX21334: Both 'id_token' and 'code' are null in OpenIdConnectProtocolValidationContext.ProtocolMessage received."),
    Rejection("D22", "sub from user info endpoint does not match sub in id_token"),
    Rejection("D28", "oauth2: cannot fetch token: 400 Bad Request"),
    Rejection("D35", "jwt subject invalid. expected: auth0|665f"),
    Rejection("D35", MACHINE, answered("User not found", 401)),
    Rejection("D18", f'{{"access_token":"{token()}","token_type":"Bearer","expires_in":3600}}\nAsked for: scope=openid offline_access'),
    Rejection("D3", "The last line of the log:\n\nIncorrect token\naudience"),
    Rejection("D15", "Error 400: redirect_uri_mis-\nmatch"),
    Rejection("D4", '{"level":"error","cause":"{\\"message\\":\\"Access Token has expi...'),
    Rejection("D2", '{"code":401,"message":"Invalid JWT Token"}'),
    Rejection("D2", "The access token provided is expired, revoked, malformed, or invalid for other reasons."),
    Rejection("D7", "steps.jwt.AlgorithmMismatch"),
    Rejection("D10", "The lifetimes are fine, the gateway says: steps.jwt.JwtIssuerMismatch"),
    Rejection("D4", "Hi, since yesterday users should be logged in but they get jwt expired after a minute. What can we do?"),
    Rejection("D3", "Our API returns 401 and the log says invalid audience. Should we change the identifier in the dashboard?"),
    Rejection("D13", "Why does getTokenSilently fail with login_required when the user is logged in? The docs say it should work."),
    Rejection("D10", "When I call /orders with the token from the docs I get: Invalid issuer"),
    Rejection("D19", "The refresh token has expired and we do not know why. Please help."),
    Rejection("D16", "callback fails: the state does not match. How can this happen if the user opened only one tab?"),
    Rejection("D9", "According to the documentation the scope should be in the token, but the API answers insufficient_scope."),
    Rejection("D7", "We followed the guide and the gateway rejects every call: signature verification failed"),
    Rejection("D3", "ERROR gateway: aud claim [https://api.acme.example/v1] not in configured audiences [https://api.acme.example/v2]"),
    Rejection("D19", 'error: "invalid_grant"\nerror_description: "Persisted access token data not found"'),
    Rejection("D34", f"expires_in=86400, but the backend calls the token expired after 10 h. Which of the two lifetimes counts?\n{id_token()}"),
    Rejection("D16", "Hello support, after the login the page shows “Invalid state”. Users should land on the dashboard. Regards, Tom"),
    Rejection("D4", "Ticket 4711: mobile clients should stay logged in for a day. Result: jwt expired after 10 minutes."),
    Rejection("D3", "The gateway should accept tokens of the new API. Actual result: Audience validation failed."),
    Rejection("D15", "Login on staging: Callback URL mismatch. We recommend to check the settings, says the consultant."),
    Rejection("D19", "Bug report\n\nExpected: the refresh token is rotated on every use.\nActual: Unknown or invalid refresh token."),
    Rejection("D9", "Steps:\n1. Log in\n2. Call /orders\n\nExpected behaviour: 200\nActual behaviour: insufficient_scope\n\nSee the documentation for the scopes."),
    Rejection("D13", "In Safari: login_required. For example after a reload of the page."),
    Rejection("D10", "Prod only: jwt issuer invalid. expected: https://login.acme.example/. Please review."),
    Rejection("D7", "Seit heute: invalid signature. Der Client soll RS256 verwenden."),
    Rejection("D38", "Betreff: 401\n\nDie API meldet: No authorization token was found. Was tun?"),
    Rejection("D6", "Depuis la rotation des clés: Unable to find a signing key that matches 'k2'. Le cache devrait se rafraîchir."),
    Rejection("D29", "Desde ayer: invalid_grant: Invalid authorization code. ¿Por qué?"),
    Rejection("D40", "| time | user | error |\n|---|---|---|\n| 10:00 | maria | access_denied: user is blocked |"),
    Rejection("D2", token(), answered(None, 401)),
)  # fmt: skip
"""What brings each special wording and each sentence of evidence."""
