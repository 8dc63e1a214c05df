"""Which format comes for which request (S1 to S24, S39): opaque, JWT, encrypted, and what stands in them."""

import dataclasses

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from joserfc import jwe
from joserfc.jwk import RSAKey
from jwt.types import Options

from jotlens.sandbox.running import Sandbox
from tests.support.visitor import Visitor, claims_of, part_of

HEALTH = "https://example.com/health-api"
CALANDAR = "https://api.example.com/calandar/v1/"


def public_key(visitor: Visitor, token: str) -> RSAPublicKey:
    kid = jwt.get_unverified_header(token)["kid"]
    keys = visitor.call("/.well-known/jwks.json").json()["keys"]
    key = jwt.PyJWK(next(key for key in keys if key["kid"] == kid)).key
    assert isinstance(key, RSAPublicKey)
    return key


@pytest.mark.parametrize("audience", ["", "{issuer}userinfo", "{issuer}", "{domain}"])
def test_without_an_api_the_token_is_opaque(visitor: Visitor, tenant: Sandbox, audience: str) -> None:
    domain = tenant.address.removeprefix("http://").rstrip("/")
    named = audience.replace("{issuer}", tenant.address).replace("{domain}", domain)
    tokens = visitor.code_flow(scope="openid profile", audience=named)
    parts = tokens["access_token"].split(".")
    assert len(parts) == 5
    assert parts[1] == ""
    assert part_of(tokens["access_token"], 0) == {"alg": "dir", "enc": "A256GCM", "iss": tenant.address}


def test_for_a_registered_api_the_token_is_a_jwt(visitor: Visitor) -> None:
    token = visitor.code_flow(scope="read:patients", audience=HEALTH)["access_token"]
    assert token.count(".") == 2
    assert set(part_of(token, 0)) == {"alg", "typ", "kid"}
    assert part_of(token, 0)["typ"] == "JWT"


def test_a_jwt_is_validated_without_asking_the_issuer(visitor: Visitor, tenant: Sandbox) -> None:
    token = visitor.code_flow(scope="read:patients", audience=HEALTH)["access_token"]
    key = public_key(visitor, token)
    seen = len(tenant.log.entries())
    options = Options(verify_exp=False, verify_iat=False)  # the tenant's clock stands in 2026
    claims = jwt.decode(token, key, ["RS256"], audience=HEALTH, issuer=tenant.address, options=options)
    assert claims["sub"] == "usr_123"
    assert len(tenant.log.entries()) == seen


def test_an_opaque_token_means_nothing_without_the_issuer(visitor: Visitor) -> None:
    """Statement S3: it is a key into the issuer's own storage."""
    token = visitor.code_flow(scope="openid")["access_token"]
    assert visitor.call("/userinfo", token).status_code == 200
    visitor.sandbox.reset()
    assert visitor.call("/userinfo", token).status_code == 401


def test_the_sample_of_the_current_page(ada: Visitor, tenant: Sandbox) -> None:
    """Statement S20: the list of audiences, the scopes and the members of the sample payload."""
    scope = "openid profile read:patients read:admin"
    token = ada.code_flow("spa-demo", scope=scope, audience=HEALTH)["access_token"]
    claims = claims_of(token)
    assert {name: claims[name] for name in ("iss", "sub", "aud", "azp", "scope")} == {
        "iss": tenant.address,
        "sub": "auth0|123456",
        "aud": [HEALTH, f"{tenant.address}userinfo"],
        "azp": "spa-demo",
        "scope": scope,
    }
    assert set(claims) == {"iss", "sub", "aud", "azp", "exp", "iat", "scope"}


def test_the_token_says_nothing_of_the_user_but_the_id(visitor: Visitor) -> None:
    scope = "openid profile email read:patients"
    claims = claims_of(visitor.code_flow(scope=scope, audience=HEALTH)["access_token"])
    assert not {"name", "email", "picture", "nickname"} & set(claims)
    assert claims["scope"] == scope


def test_the_id_token_tells_of_the_user(visitor: Visitor) -> None:
    tokens = visitor.code_flow(scope="openid profile email", nonce="n-1")
    claims = claims_of(tokens["id_token"])
    assert claims["aud"] == "native-demo"
    assert claims["nonce"] == "n-1"
    assert claims["exp"] - claims["iat"] == 36_000
    assert (claims["name"], claims["email"]) == ("Ursula Sample", "ursula@company.example")
    assert claims["sid"]
    assert "auth_time" not in claims


def test_without_openid_there_is_no_id_token(visitor: Visitor) -> None:
    tokens = visitor.code_flow(scope="read:patients", audience=HEALTH)
    assert "id_token" not in tokens


def test_an_unknown_audience_is_refused(visitor: Visitor) -> None:
    answer = visitor.authorize(
        client_id="spa-demo", response_type="token", audience="https://nowhere.example"
    )
    assert answer == {
        "error": "access_denied",
        "error_description": "Service not found: https://nowhere.example",
        "state": "st",
    }


def test_hs256_is_signed_with_the_secret_of_the_page_and_has_no_kid(visitor: Visitor) -> None:
    token = visitor.code_flow(scope="openid read", audience=CALANDAR)["access_token"]
    header = part_of(token, 0)
    assert header == {"alg": "HS256", "typ": "JWT"}
    assert claims_of(token)["aud"] == CALANDAR  # no list: /userinfo cannot check this signature
    options = Options(verify_exp=False, verify_iat=False)
    with pytest.warns(jwt.InsecureKeyLengthWarning):
        assert jwt.decode(token, "keyboardcat", ["HS256"], audience=CALANDAR, options=options)


def test_the_dialect_of_rfc_9068(visitor: Visitor) -> None:
    audience = "https://rfc9068.example.com/"
    tokens = visitor.code_flow(scope="openid read:things", audience=audience)
    claims = claims_of(tokens["access_token"])
    assert part_of(tokens["access_token"], 0)["typ"] == "at+jwt"
    assert claims["client_id"] == "native-demo"
    assert claims["jti"]
    assert not {"azp", "gty"} & set(claims)
    assert claims["permissions"] == []


def test_encrypted_tokens_are_read_by_their_api_alone(visitor: Visitor, tenant: Sandbox) -> None:
    audience = "https://sealed.example.com/"
    token = visitor.code_flow(scope="read:secrets", audience=audience)["access_token"]
    header = part_of(token, 0)
    assert (header["alg"], header["enc"], header["cty"]) == ("RSA-OAEP-256", "A256GCM", "JWT")
    registry = jwe.JWERegistry(algorithms=["RSA-OAEP-256", "A256GCM"])
    opened = jwe.decrypt_compact(token, RSAKey.import_key(tenant.sealing_key_pem()), registry=registry)
    assert opened.plaintext is not None
    assert claims_of(opened.plaintext.decode())["aud"] == audience
    assert visitor.call("/sealed/secrets", token).status_code == 200
    assert visitor.call("/sealed/secrets", opened.plaintext.decode()).status_code == 401


def test_roles_decide_where_the_api_enforces_them(visitor: Visitor, ada: Visitor) -> None:
    asked = {"scope": "read:accounts transfer:money", "audience": "https://bank.example.com/"}
    viewer = visitor.code_flow(**asked)
    assert viewer["scope"] == "read:accounts"
    assert claims_of(viewer["access_token"])["permissions"] == ["read:accounts"]
    admin = ada.code_flow(**asked)
    assert "scope" not in admin  # it is what was asked for
    assert claims_of(admin["access_token"])["permissions"] == ["read:accounts", "transfer:money"]


def test_scopes_that_the_api_does_not_have_vanish(visitor: Visitor) -> None:
    tokens = visitor.code_flow(scope="read:patients fly:plane", audience=HEALTH)
    assert tokens["scope"] == "read:patients"
    assert claims_of(tokens["access_token"])["scope"] == "read:patients"


def test_a_default_audience_changes_logins_and_no_machines(visitor: Visitor, tenant: Sandbox) -> None:
    tenant.settings = dataclasses.replace(tenant.settings, default_audience=HEALTH)
    assert visitor.code_flow(scope="openid read:patients")["access_token"].count(".") == 2
    assert visitor.machine("").json()["error"] == "access_denied"


def test_a_resource_stands_for_an_audience_where_that_is_switched_on(
    visitor: Visitor, tenant: Sandbox
) -> None:
    assert visitor.code_flow(scope="openid", resource=HEALTH)["access_token"].count(".") == 4
    tenant.settings = dataclasses.replace(tenant.settings, resource_compatibility=True)
    assert visitor.code_flow(scope="openid", resource=HEALTH)["access_token"].count(".") == 2
