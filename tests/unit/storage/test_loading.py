"""Loading the room costs nothing: the libraries behind it come when something is saved or a keyring is asked."""

import subprocess
import sys
from typing import Final

_LOAD: Final = """
import importlib, pkgutil, sys
import jotlens.storage
for found in pkgutil.walk_packages(jotlens.storage.__path__, "jotlens.storage."):
    importlib.import_module(found.name)
loaded = {name.partition(".")[0] for name in sys.modules}
print(*sorted(loaded & {"keyring", "platformdirs", "tomli_w", "jeepney", "secretstorage", "cryptography", "requests"}))
"""


def test_the_room_loads_no_library() -> None:
    run = subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
