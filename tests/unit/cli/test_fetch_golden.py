"""What people and machines read of fetching, compared with golden files."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

from jotlens.cli.connection_text import connection_fields, connection_lines, list_lines
from jotlens.cli.doctor import doctor_fields, doctor_lines
from jotlens.cli.json_writer import write_json
from jotlens.cli.page import Look
from jotlens.cli.progress import prompt_lines
from jotlens.cli.refused import refusal_fields, refusal_lines
from jotlens.cli.symptoms import Symptom
from jotlens.cli.text_scopes import scope_fields, scope_lines
from jotlens.inspection.diagnosis.refused import causes_of
from jotlens.inspection.model import Status
from jotlens.inspection.scopes import Granted, GrantedBy, ScopeContext, compare_scopes
from jotlens.oauth.connection import ClientAuthentication, Connection, Endpoints, Expected, Grant
from jotlens.oauth.obtained import Asked, DevicePrompt, Refusal
from jotlens.oauth.providers import provider_named

Golden = Callable[[str, str], None]

AT = datetime(2026, 1, 1, tzinfo=UTC)
LOOK = Look()
CONNECTION = Connection(
    "0" * 32,
    "Acme, machine",
    issuer="https://acme.eu.auth0.com/",
    client_id="abc",
    grant=Grant.CLIENT_CREDENTIALS,
    authentication=ClientAuthentication.CLIENT_SECRET_POST,
    scopes=("read:orders", "write:orders"),
    audience="https://api.example.com/",
    extra=(("x", "1"),),
    endpoints=Endpoints(jwks_uri="https://acme.eu.auth0.com/keys"),
    provider="auth0",
    expected=Expected(permissions=("read:orders",)),
)
REFUSAL = Refusal(
    "token request",
    "access_denied",
    "Client is not authorized to access “https://api.example.com/”.",
    status=403,
    answer=(
        "HTTP/1.1 403 Forbidden\nContent-Type: application/json\n\n"
        '{"error":"access_denied","error_description":"Client is not authorized to access '
        '\\"https://api.example.com/\\". You need to create a \\"client-grant\\" associated to this API."}'
    ),
    retry_after_s=5,
    asked=Asked(CONNECTION.id, Grant.CLIENT_CREDENTIALS, CONNECTION.issuer, "abc"),
)
SCOPES = compare_scopes(
    ("openid", "read:orders", "write:orders"),
    Granted(("read:orders", "extra"), GrantedBy.ANSWER),
    ("write:orders", "admin"),
    ("admin",),
    ScopeContext(machine=True, auth0=True),
)
SYMPTOMS = [
    Symptom("system", "System", Status.PASS, "Linux-6, Python 3.11.7 (x86_64)."),
    Symptom(
        "keyring", "Keyring", Status.WARN, "There is none that JotLens trusts.", "Install gnome-keyring."
    ),
    Symptom("window", "Window", Status.FAIL, "Qt 6.11.3 lacks libEGL.so.1.", "Install it with: apt."),
]


def _page(lines: list[str]) -> str:
    return LOOK.finished(lines)


def _json(fields: object) -> str:
    text = write_json(fields, indented=True) + "\n"  # type: ignore[arg-type]
    json.loads(text)
    return text


def test_connection(golden: Golden) -> None:
    golden("connection.txt", _page(connection_lines(CONNECTION, provider_named("auth0"), LOOK)))
    golden("connection.json", _json(connection_fields(CONNECTION)))
    golden("connections.txt", _page(list_lines((CONNECTION, CONNECTION), LOOK)))


def test_refusal(golden: Golden) -> None:
    causes = causes_of(REFUSAL.answer, AT, Grant.CLIENT_CREDENTIALS)
    golden("refusal.txt", _page(refusal_lines(REFUSAL, causes, LOOK)))
    golden("refusal.json", _json(refusal_fields(REFUSAL, CONNECTION, causes)))


def test_a_refusal_that_nobody_knows(golden: Golden) -> None:
    unknown = Refusal("callback", "xyzzy", "\u202eplugh", "https://acme.example/help")
    golden("refusal-unknown.txt", _page(refusal_lines(unknown, causes_of("", AT), LOOK)))


def test_scopes(golden: Golden) -> None:
    golden("scopes.txt", _page(scope_lines(SCOPES, LOOK)))
    golden("scopes.json", _json(scope_fields(SCOPES)))
    assert scope_lines(compare_scopes((), Granted((), GrantedBy.ANSWER)), LOOK) == []


def test_doctor(golden: Golden) -> None:
    golden("doctor.txt", _page(doctor_lines(SYMPTOMS, LOOK)))
    golden("doctor.json", _json(doctor_fields(SYMPTOMS)))


def test_device(golden: Golden) -> None:
    prompt = DevicePrompt("ABCD-EFGH", "https://a.example/device", "https://a.example/device?c=ABCD-EFGH", AT)
    golden("device.txt", _page(prompt_lines(prompt, LOOK)))
    golden("device-ascii.txt", Look(ascii_only=True).finished(prompt_lines(prompt, Look(ascii_only=True))))
