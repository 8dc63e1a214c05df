"""An authorization server that answers at once: its description and one token. Prints its port; ends when it is told to."""

import json
import threading
from urllib.parse import urlsplit

from tests.support.http_server import fixed, serving

_TOKEN = {
    "access_token": "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJiZW5jaCJ9.AAAA",
    "token_type": "Bearer",
    "expires_in": 3600,
}


if __name__ == "__main__":
    with serving({"token": fixed(200, json.dumps(_TOKEN), Cache_Control="no-store")}) as server:
        described = {"issuer": server.origin, "token_endpoint": server.url("token")}
        server.answer("*", fixed(200, json.dumps(described), Cache_Control="no-store"))
        print(urlsplit(server.origin).port, flush=True)
        threading.Event().wait()
