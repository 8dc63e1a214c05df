"""The installed `jotlens` fetching from the certified server: its words, its secrets, and the person at the browser."""

import json
import os
import re
import subprocess
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.authorization_server.process import AuthorizationServer
from tests.support.browsing import Browser
from tests.support.person import Person
from tests.support.terminal import PROGRAM

API = "https://api.example/"
_ADDRESS = re.compile(r"^  (http://127\.0\.0\.1\S+)$")
_DEVICE = re.compile(r"^Open   (\S+)$")
_CODE = re.compile(r"^Code   (\S+)$")


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended, with what it wrote."""

    code: int
    out: str
    err: str


@dataclass(slots=True)
class Terminal:
    """Someone at a terminal with a home of their own. `person` logs in wherever an address is shown."""

    server: AuthorizationServer
    person: Person
    home: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def surroundings(self) -> dict[str, str]:
        """The environment of a program: this home, and nothing of the tester's."""
        folders = {"XDG_CONFIG_HOME": "config", "XDG_STATE_HOME": "state", "XDG_CACHE_HOME": "cache"}
        own = {name: str(self.home / folder) for name, folder in folders.items()}
        own |= {"PYTHONIOENCODING": "utf-8", "TMPDIR": str(self.home)}
        return {**os.environ, **own, **self.environment}

    def run(self, *words: str, given: str = "") -> Done:
        """Run a command to its end; where it shows an address to log in at, the person does."""
        process = subprocess.Popen(
            [PROGRAM, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.surroundings,
            text=True,
            encoding="utf-8",
        )
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        out: list[str] = []
        reader = threading.Thread(target=lambda: out.append(process.stdout.read() if process.stdout else ""))
        reader.start()
        process.stdin.write(given)
        process.stdin.close()
        told: list[str] = []
        for line in process.stderr:
            told.append(line)
            self._follow(line.rstrip("\n"), told)
        code = process.wait(60)
        reader.join(60)
        process.stdout.close()
        process.stderr.close()
        return Done(code, "".join(out), "".join(told))

    def client(self, name: str, grant: str, *more: str) -> list[str]:
        """Return the options of a client that the server knows; its key, if it has one, is in a file."""
        known = self.server.clients[name]
        words = ["--issuer", self.server.issuer, "--client-id", known.id, "--grant", grant]
        words += ["--auth", known.authentication, "--redirect-uri", "http://127.0.0.1:0/callback"]
        if known.private_jwk is not None:
            path = self.home / f"{name}.jwk"
            path.write_text(json.dumps(dict(known.private_jwk)))
            words += ["--key-file", str(path)]
        return [*words, *more]

    def secret(self, name: str) -> str:
        """Return the secret of a client as a line for standard input; empty for one without."""
        known = self.server.clients[name].secret
        return f"{known}\n" if known is not None else ""

    def fetch(self, name: str, grant: str, *more: str, lines: str = "") -> Done:
        """Fetch once, with the client's secret and further lines from standard input."""
        given = self.secret(name) + lines
        words = self.client(name, grant, *more)
        return self.run("fetch", *words, "--no-browser", *(["--secret-stdin"] if given else []), given=given)

    def texts(self) -> str:
        """Return everything that is in the files of this home."""
        return "\n".join(
            path.read_bytes().decode("utf-8", "replace")
            for path in sorted(self.home.rglob("*"))
            if path.is_file() and path.suffix != ".jwk"
        )

    def _follow(self, line: str, told: list[str]) -> None:
        if code := _CODE.match(line):
            opened = next(found for found in map(_DEVICE.match, told) if found is not None)
            self.person.visit(f"{opened[1]}?user_code={code[1]}")
        elif address := _ADDRESS.match(line):
            Browser(self.person).come_back(self.person.visit(address[1]).address)
