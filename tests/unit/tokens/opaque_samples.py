"""For every recognisable format: a text that has it, and a similar one that has not. Nothing here was ever in use."""

from base64 import b64encode
from hashlib import sha512
from typing import Final

from jotlens.tokens.base64url import encode


def base62(number: int) -> str:
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    text = ""
    while number:
        number, rest = divmod(number, 62)
        text = digits[rest] + text
    return text


def plain(length: int, alphabet: str = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789") -> str:
    """Return letters and digits that begin with EXAMPLE, so that nobody takes them for a real secret."""
    noise = b"".join(sha512(bytes([count])).digest() for count in range(length // 64 + 1))
    return ("EXAMPLE" + "".join(alphabet[byte % len(alphabet)] for byte in noise))[:length]


def in_hex(length: int) -> str:
    return ("e0a" + sha512(b"EXAMPLE").hexdigest() * 8)[:length]


def packet(text: bytes) -> bytes:
    return b"%04x" % (len(text) + 4) + text


def field(tag: int, content: bytes) -> bytes:
    return bytes([tag, len(content)]) + content


def in_base64(data: bytes) -> str:
    return b64encode(data).decode()


DIGITS: Final = "0123456789"
UPPER: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
UUID: Final = f"{in_hex(8)}-0000-4000-8000-{in_hex(12)}"
FERNET: Final = encode(b"\x80" + bytes(8) + b"EXAMPLE of a token".ljust(64, b"."))
MACAROON: Final = encode(packet(b"location https://example.com\n") + packet(b"identifier EXAMPLE\n"))
BISCUIT: Final = encode(field(0x12, b"EXAMPLE authority".ljust(70)) + field(0x22, bytes(34)))
SPNEGO: Final = in_base64(bytes.fromhex("604806062b0601050502") + b"EXAMPLE".ljust(32))
JWE_HEADER: Final = encode(b'{"alg":"dir","enc":"A256GCM"}')
BRANCA: Final = base62(int.from_bytes(b"\xba" + b"EXAMPLE".ljust(50, b".")))
FLASK: Final = encode(b'{"user":"EXAMPLE"}')
CLIENT_ID: Final = "aB3" + plain(29)

OPAQUE: Final[dict[str, tuple[str, str]]] = {
    "auth0-request-uri": (
        "urn:ietf:params:oauth:request_uri:EXAMPLE",
        "urn:ietf:params:oauth:token-type:jwt",
    ),
    "iron": (f"Fe26.2**{in_hex(64)}*EXAMPLE*EXAMPLE*1458872196*{in_hex(64)}*EXAMPLE~2", "Fe26.2**EXAMPLE"),
    "paserk-secret": (f"k4.local.{plain(43)}", f"k5.local.{plain(43)}"),
    "paserk": (f"k2.sid.{plain(44)}", f"k2.other.{plain(44)}"),
    "cloudflare-origin": (f"v1.0-{in_hex(24)}-{in_hex(146)}", f"v1.0-{in_hex(24)}"),
    "auth0-refresh": (f"v1.{plain(60)}", "v1.public.EXAMPLEEXAMPLEEXAMPLEEXAMPLE"),
    "auth0-third-party-client": (f"tpc_{plain(22)}", "tpc_"),
    "auth0-ids": (f"org_{plain(16)}", f"orb_{plain(16)}"),
    "google-access": (f"ya29.{plain(60)}", f"ya30.{plain(60)}"),
    "google-refresh": (f"1//{plain(60)}", f"1/{plain(60)}"),
    "google-client-secret": (f"GOCSPX-{plain(28)}", "GOCSPX-EXAMPLE"),
    "google-api-key": (f"AIza{plain(35)}", f"AIza{plain(34)}"),
    "firebase-refresh": (f"AMf-vB{plain(100)}", f"AMf-vC{plain(100)}"),
    "github-pat": (f"ghp_{plain(36)}", f"ghp-{plain(36)}"),
    "github-fine": (f"github_pat_{plain(82)}", f"github_pat_{plain(81)}"),
    "github-refresh": (f"ghr_{plain(36)}", f"ghr_{plain(35)}"),
    "github-token": (f"ghs_{plain(36)}", f"ghx_{plain(36)}"),
    "gitlab-token": (f"glpat-{plain(20)}", f"glpat-{plain(19)}"),
    "slack-token": (f"xoxb-{plain(20)}", f"xoxz-{plain(20)}"),
    "facebook-app-token": (f"123456789012345|{plain(27)}", f"12345|{plain(27)}"),
    "laravel-sanctum": (f"12|{plain(48)}", f"12|{plain(20)}"),
    "square-access": (f"EAAA{plain(60)}", f"EAAA{plain(30)}"),
    "square-key": (f"sq0atp-{plain(22)}", f"sq0xxx-{plain(22)}"),
    "facebook-access": (f"EAAB{plain(120)}", f"EAB{plain(120)}"),
    "amazon-access": (f"Atza|{plain(80)}", f"Atzb|{plain(80)}"),
    "amazon-refresh": (f"Atzr|{plain(80)}", "Atzr|EXAMPLE"),
    "paypal-access": (f"A21AA{plain(80)}", "A21AAEXAMPLE"),
    "salesforce-session": (f"00D{plain(12)}!{plain(90)}", f"00D{plain(12)}.{plain(90)}"),
    "twitter-bearer": (f"{'A' * 22}{plain(70)}", f"{'A' * 10}{plain(70)}-"),
    "aws-key-id": ("AKIAIOSFODNN7EXAMPLE", "AKIXIOSFODNN7EXAMPLE"),
    "aws-session": (f"IQoJ{plain(300)}", f"IQoJ{plain(30)}"),
    "stripe": (f"sk_test_{plain(24)}", f"sk_demo_{plain(24)}"),
    "stripe-public": (f"pk_test_{plain(24)}", f"pk_demo_{plain(24)}"),
    "webhook-secret": (f"whsec_{plain(32)}", "whsec_EXAMPLE"),
    "anthropic": (f"sk-ant-api03-{plain(95)}", f"sk_ant_api03-{plain(95)}"),
    "openai": (f"sk-proj-{plain(48)}", f"sk_proj-{plain(48)}"),
    "sk-key": (f"sk-{plain(32)}", "sk-EXAMPLE"),
    "npm": (f"npm_{plain(36)}", f"npm_{plain(35)}"),
    "pypi": (f"pypi-AgE{plain(60)}", f"pypi-AgX{plain(60)}"),
    "huggingface": (f"hf_{plain(34)}", f"hf_{plain(33)}"),
    "sendgrid": (f"SG.{plain(22)}.{plain(43)}", f"SH.{plain(22)}.{plain(43)}"),
    "shopify": (f"shpat_{in_hex(32)}", f"shpat_{in_hex(31)}"),
    "digitalocean": (f"dop_v1_{in_hex(64)}", f"dop_v2_{in_hex(64)}"),
    "databricks": (f"dapi{in_hex(32)}", f"dapi{in_hex(30)}"),
    "grafana-old": (f"eyJrIjoi{plain(60)}", f"eyJrIjoi{plain(20)}"),
    "grafana": (f"glsa_{plain(41)}", f"glsb_{plain(41)}"),
    "vault": (f"hvs.{plain(40)}", f"hvx.{plain(40)}"),
    "vault-old": (f"s.{plain(24)}", f"s.{plain(25)}"),
    "onepassword": (f"ops_eyJ{plain(120)}", f"ops_{plain(120)}"),
    "sentry": (f"sntryu_{in_hex(64)}", f"sntryx_{in_hex(64)}"),
    "airtable": (f"pat{plain(14)}.{in_hex(64)}", f"pat{plain(15)}.{in_hex(64)}"),
    "notion": (f"secret_{plain(43)}", f"secret_{plain(40)}"),
    "postman": (f"PMAK-{in_hex(24)}-{in_hex(34)}", f"PMAK-{in_hex(24)}"),
    "azure-client-secret": (f"aB38Q~{plain(34)}", f"aB3xQ~{plain(34)}"),
    "atlassian": (f"ATATT3{plain(180)}", f"ATXTT3{plain(80)}"),
    "docker": (f"dckr_pat_{plain(27)}", f"dckr_xat_{plain(27)}"),
    "hubspot": (f"pat-eu1-{UUID}", f"pat-{UUID}"),
    "supabase": (f"sb_secret_{plain(31)}", f"sb_public_{plain(31)}"),
    "mailgun": (f"key-{in_hex(32)}", f"kez-{in_hex(32)}"),
    "mailchimp": (f"{in_hex(32)}-us12", f"{in_hex(32)}-eu12"),
    "telegram-bot": (f"123456789:AA{plain(33)}", f"123456789:BB{plain(32)}?"),
    "twilio": (f"AC{in_hex(32)}", f"AD{in_hex(32)}"),
    "mapbox": (f"pk.eyJ{plain(40)}.{plain(22)}", f"qk.eyJ{plain(40)}.{plain(22)}"),
    "discord-bot": (f"M{plain(23)}.{plain(6)}.{plain(38)}", f"a{plain(23)}.{plain(6)}.{plain(38)}"),
    "apple-code": (f"c{in_hex(32)}.0.abcd.{plain(22)}", f"d{in_hex(32)}.0.abcd.{plain(22)}"),
    "apple-refresh": (f"r{in_hex(32)}.0.abcd.{plain(22)}", f"r{in_hex(31)}.0.abcd.{plain(22)}"),
    "microsoft-code": (f"0.A{plain(40)}.{plain(80)}", f"2.A{plain(40)}.{plain(80)}"),
    "microsoft-msa": (f"EwB{plain(200)}", f"EwB{plain(10)}"),
    "linkedin-access": (f"AQ{plain(200)}", "AQEXAMPLE"),
    "google-code": (f"4/{plain(60)}", f"5/{plain(60)}"),
    "okta-api-token": (f"00{plain(40)}", f"00{plain(39)}"),
    "laravel-cookie": (f"eyJpdiI6{plain(200)}", "eyJpdiI6EXAMPLE"),
    "aspnet-dataprotection": (f"CfDJ8{plain(100)}", f"CfDJ9{plain(20)}"),
    "express-cookie": (f"s:{plain(32)}.{plain(43)}", f"t:{plain(32)}.{plain(43)}"),
    "django-signed": (f"{FLASK}:1uR9Va:{plain(43)}", f"{FLASK}:1uR9Va:{plain(40)}"),
    "flask-session": (f"{FLASK}.Ye0rhQ.{plain(27)}", f"EXAMPLEEXAMPLE.Ye0rhQ.{plain(27)}"),
    "rails-cookie": (f"{plain(60)}--{in_hex(40)}", f"{plain(60)}--{in_hex(20)}"),
    "fernet": (FERNET, FERNET[:-4]),
    "macaroon": (MACAROON, MACAROON[:4] + plain(60)),
    "biscuit": (BISCUIT, BISCUIT[:-4]),
    "cwt": (f"0oRD{plain(100)}", f"0oSD{plain(20)}"),
    "health-certificate": (f"HC1:{plain(80, UPPER)}", f"HC2:{plain(80, UPPER)}"),
    "kerberos": (SPNEGO, "YE" + plain(60)),
    "ntlm": (f"TlRMTVNTUA{plain(40)}", f"TlRMTVNTUB{plain(40)}-"),
    "password-hash": (f"$2b$12${plain(53)}", f"$2b$12${plain(40)}"),
    "integrity-hash": (f"sha384-{plain(64)}", f"sha3-{plain(64)}"),
    "data-address": ("data:image/png;base64,iVBORw0KGgoEXAMPLE", "data-image"),
    "base64-file": (f"iVBORw0KGgo{plain(40)}", f"iVBORw1KGgo{plain(10)}"),
    "base64-json": (in_base64(b'{"setting": "EXAMPLE"}'), in_base64(b'{"setting": EXAMPLE')),
    "basic": (in_base64(b"EXAMPLE:not a password"), in_base64(b"EXAMPLE without a colon!")),
    "auth0-user-id": ("google-oauth2|123456", "google-oauth2:123456"),
    "user-code": ("WDJB-MJHT", "WDJB-MJH"),
    "uuid": (UUID, UUID[:-1]),
    "hex": (in_hex(64), in_hex(63)),
    "branca": (BRANCA, "1" + BRANCA[1:]),
    "auth0-reference": (CLIENT_ID, CLIENT_ID.lower()),
    "auth0-mgmt-v1": (CLIENT_ID + CLIENT_ID, f"{CLIENT_ID}{CLIENT_ID}a"),
    "opaque": ("2YotnFZFEjr1zCsicMWpAA", ""),
}

JWE_REST: Final = f"{plain(16)}.{plain(60)}.{plain(22)}"
ENCRYPTED: Final[dict[str, tuple[str, str]]] = {
    "auth0-encrypted": (f"{JWE_HEADER}..{JWE_REST}", f"{JWE_HEADER}.{JWE_REST}"),
    "sdk-session-cookie": (f"{JWE_HEADER}..{JWE_REST}", f"{JWE_HEADER}.{plain(30)}.{JWE_REST}"),
    "nextauth-session-cookie": (f"{JWE_HEADER}..{JWE_REST}", f"{JWE_HEADER}..{JWE_REST}."),
    "api-jwe": (f"{JWE_HEADER}.{plain(300)}.{JWE_REST}", f"{JWE_HEADER}.{plain(300)}"),
}

NONE: Final[dict[str, tuple[str, str]]] = {
    "key-private": ("-----BEGIN EC PRIVATE KEY-----\nEXAMPLE", "BEGIN EC PRIVATE KEY"),
    "key-public": ("-----BEGIN CERTIFICATE-----\nEXAMPLE", "-----BEGIN MESSAGE-----"),
    "certificate-request": ("-----BEGIN CERTIFICATE REQUEST-----\nEXAMPLE", "-----BEGIN CERTIFICATE-----"),
    "key-ssh": ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5EXAMPLE user@example", "ssh user@example"),
    "error-code": ("login_required", "logins_required"),
    "callback-error": ("https://app.example/cb?error=access_denied&state=1", "error: access_denied"),
    "callback-code": (f"https://app.example/cb?code={plain(43)}&state=1", "https://app.example/cb?code=SALE"),
    "curl": ("curl -s https://api.example/v1", "curling is a sport"),
    "http-message": ("GET /v1/events HTTP/1.1\nHost: api.example", "GET the book"),
    "address": ("https://www.example.com/path?x=1", "https://"),
    "html": ("<!DOCTYPE html>\n<html><body>Log in</body></html>", "a < b"),
    "xml": ('<?xml version="1.0"?><note>EXAMPLE</note>', "< note >"),
    "date": ("2016-03-25T02:16:36Z", "2016-03"),
    "number-time": ("1458872196", "145887219"),
    "number": ("42", "42 apples"),
    "email": ("someone@example.com", "someone@example"),
}
