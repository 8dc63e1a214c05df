"""Asks the authorization server with requests alone, as a client that knows no library would."""

import base64
import json
from typing import Any

import requests

API = "https://api.example/"
CALLBACK = "http://127.0.0.1:49152/callback"


def post(url: str, auth: tuple[str, str] | None = None, **form: str) -> dict[str, Any]:
    """Return the JSON object that was answered, with its HTTP status as `status`."""
    return post_with({}, url, auth, **form)


def post_with(
    headers: dict[str, str], url: str, auth: tuple[str, str] | None = None, **form: str
) -> dict[str, Any]:
    """Do the same with headers of one's own; a DPoP-Nonce of the answer is its `dpop_nonce`."""
    with requests.Session() as session:
        session.trust_env = False
        answer = session.post(url, data=form, auth=auth, headers=headers, timeout=10, allow_redirects=False)
    nonce = {"dpop_nonce": answer.headers["DPoP-Nonce"]} if "DPoP-Nonce" in answer.headers else {}
    return {**nonce, **(answer.json() if answer.content else {}), "status": answer.status_code}


def claims_of(jwt: str) -> dict[str, Any]:
    body = jwt.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims
