"""Starts a sandbox, prints how long that took, and then how many tokens a second a client gets from it."""

import http.client
import json
import sys
import time

_BEGAN = time.perf_counter()

AUDIENCE = "https://api.example.com/geocoding/v1/"


def ask(connection: http.client.HTTPConnection, body: str) -> None:
    """Get one token; a refusal ends the program."""
    connection.request("POST", "/oauth/token", body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    said = answer.read()
    if answer.status != 200:
        raise SystemExit(said.decode("utf-8", "replace"))


def serve() -> None:
    """Start, say `ready_ms` and what a client must know, and end with standard input."""
    from datetime import UTC, datetime

    from jotlens.sandbox.running import Sandbox

    with Sandbox.start(clock=lambda: datetime.now(UTC)) as sandbox:  # noqa: TID251 - a benchmark's clock
        port = int(sandbox.address.rstrip("/").rpartition(":")[2])
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", "/.well-known/openid-configuration")
        connection.getresponse().read()
        ready_ms = (time.perf_counter() - _BEGAN) * 1_000
        secret = sandbox.client("geo-backend").secret
        known = {"client_id": "geo-backend", "client_secret": secret, "audience": AUDIENCE}
        body = json.dumps({"grant_type": "client_credentials", **known})
        ask(connection, body)  # when the keys are made
        connection.close()
        print(json.dumps({"ready_ms": ready_ms, "port": port, "body": body}), flush=True)
        sys.stdin.read()


def load(port: int, body: str, seconds: float) -> None:
    """Ask for tokens on one connection, and print how many came a second."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    ask(connection, body)
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        ask(connection, body)
        count += 1
    print(count / (time.perf_counter() - began))


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve()
    else:
        load(int(sys.argv[2]), sys.stdin.read(), float(sys.argv[3]))
