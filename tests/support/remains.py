"""Looks for secrets where none may be: in files, logs and words of processes, in plain and as they are encoded."""

import re
import threading
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

_SECRET_NAMES = (
    "access_token|id_token|refresh_token|code|code_verifier|device_code|client_secret|client_assertion|"
    "password|subject_token|assertion"
)
_IN_FORM = re.compile(rf"(?:^|[?&#\s])({_SECRET_NAMES})=([^&\s\"']+)")
_IN_JSON = re.compile(rf'"({_SECRET_NAMES})"\s*:\s*"([^"]+)"')
_SHORTEST = 8
_LOOK_S = 0.002


def secrets_in(text: str) -> dict[str, str]:
    """Return the secrets that a request, or the answer to one, names in a form or in JSON, each with its name."""
    found = (*_IN_FORM.findall(text), *_IN_JSON.findall(text))
    return {secret: name for name, secret in found if len(secret) >= _SHORTEST}


def forms_of(secret: str) -> set[bytes]:
    """Return a secret in plain, percent-encoded, in UTF-16, and in base64 wherever it begins in a longer text."""
    plain = secret.encode()
    forms = {plain, quote(secret, safe="").encode(), secret.encode("utf-16-le"), secret.encode("utf-16-be")}
    for before in range(3):
        for encode in (b64encode, urlsafe_b64encode):
            encoded = encode(b"x" * before + plain)
            # The first and the last group of four hold something of what stands beside it.
            forms.add(encoded[4 if before else 0 : -4])
    return forms


def leaked(secrets: Iterable[str], places: dict[str, bytes]) -> list[str]:
    """Return the names of the places that hold one of the secrets, in whichever form; never the secret."""
    forms = {form for secret in secrets for form in forms_of(secret)}
    return sorted(name for name, data in places.items() if any(form in data for form in forms))


def files_of(*folders: Path) -> dict[str, bytes]:
    """Return what is in every file of some folders; the names of all files are one place more."""
    found: dict[str, bytes] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            found[f"name of {path}"] = str(path).encode()
            if path.is_file():
                found[str(path)] = path.read_bytes()
    return found


@contextmanager
def words_of_children(process_id: int) -> Iterator[dict[str, bytes]]:
    """Look again and again at the words that every process below this one was started with, while the block runs."""
    seen: dict[str, bytes] = {}
    stopping = threading.Event()

    def look() -> None:
        while not stopping.is_set():
            for child in _below(process_id):
                try:
                    words = Path(f"/proc/{child}/cmdline").read_bytes()
                except OSError:
                    continue  # it has ended
                seen[f"words of process {child}: {words[:60]!r}"] = words
            time.sleep(_LOOK_S)

    thread = threading.Thread(target=look, name="test-words")
    thread.start()
    try:
        yield seen
    finally:
        stopping.set()
        thread.join()


def _below(process_id: int) -> Iterator[int]:
    for task in Path(f"/proc/{process_id}/task").glob("*"):
        try:
            children = (task / "children").read_text().split()
        except OSError:
            continue
        for child in map(int, children):
            yield child
            yield from _below(child)
