"""A program that is killed in the middle of a save, a hundred times: no connection is ever lost."""

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

import pytest

from jotlens.storage.connections import Connections

KILLS: Final = 100
# Loads everything once; then, for each line it reads, a copy of itself begins to save, again and again.
_NURSERY: Final = """
import itertools, os, signal, sys
from dataclasses import replace
from pathlib import Path
from jotlens.oauth.connection import Connection
from jotlens.storage.connections import Connections

connections = Connections(Path(sys.argv[1]))
first = Connection(id="0123456789abcdef" * 2, name="First", client_id="0", scopes=("scope",) * 500)
second = replace(first, id="fedcba9876543210" * 2, name="Second")
connections.save(first)
connections.save(second)
for turn, _ in enumerate(sys.stdin):
    child = os.fork()
    if child == 0:
        print(os.getpid(), flush=True)
        for number in itertools.count():
            connections.save(replace(first, name=f"First {number % 2}", client_id=f"{turn}.{number}"))
            connections.save(replace(second, client_id=f"{turn}.{number}"))
    _, status = os.waitpid(child, 0)
    print("killed" if os.WIFSIGNALED(status) else "ended", flush=True)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows cannot fork")
def test_a_hundred_kills_lose_no_connection(tmp_path: Path) -> None:
    chance = random.Random(20260302)  # noqa: S311 - moments, not keys
    connections = Connections(tmp_path)
    seen, cut = set(), 0
    with subprocess.Popen(
        [sys.executable, "-c", _NURSERY, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as nursery:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        for _ in range(KILLS):
            print(file=nursery.stdin, flush=True)
            saver = int(nursery.stdout.readline())
            threading.Event().wait(chance.uniform(0.0, 0.04))
            os.kill(saver, signal.SIGKILL)
            assert nursery.stdout.readline() == "killed\n"
            loaded = connections.all()
            assert [each.name.split()[0] for each in loaded.connections] == ["First", "Second"]
            assert all(len(each.scopes) == 500 for each in loaded.connections)
            assert {trouble.code for trouble in loaded.troubles} <= {"same-id"}
            cut += len(list(tmp_path.iterdir())) > 2
            seen.add(tuple(each.client_id for each in loaded.connections))
        nursery.stdin.close()
    assert len(seen) > 20  # they did save
    assert cut > 0  # and some of them were in the middle of it
