"""An authorization server that answers at once: its description and one token. Prints its port; ends when it is told to."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

_TOKEN = {
    "access_token": "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJiZW5jaCJ9.AAAA",
    "token_type": "Bearer",
    "expires_in": 3600,
}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        issuer = f"http://{self.headers['Host']}"
        self._say({"issuer": issuer, "token_endpoint": f"{issuer}/token"})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say(_TOKEN)

    def log_message(self, *_: Any) -> None:
        return

    def _say(self, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", 0), _Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()
