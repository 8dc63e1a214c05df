"""Measures JotLens beside an empty window, in one run: `python -m tests.benchmarks [PART ...]`. It asserts no figure."""

import subprocess
import sys
from argparse import ArgumentParser

from tests.benchmarks.display import display
from tests.benchmarks.figures import conditions

_PARTS = (
    "start", "memory", "paste", "decode", "signature", "secrets", "batch", "scan", "cases", "fetch", "close", "idle",
    "sandbox",
)  # fmt: skip
"""Each is a module with a function `measure`, run in a process of its own: so it measures nobody else's imports."""

_ON_REQUEST = ("bundle",)
"""As above, but measured only when it is named: it needs what another command makes first."""


def main() -> int:
    """Measure the parts that are named, or all of them."""
    parser = ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="PART",
        help=f"one of {', '.join(_PARTS + _ON_REQUEST)}; default: all but the last",
    )
    chosen = parser.parse_args().parts or list(_PARTS)
    if unknown := [part for part in chosen if part not in _PARTS + _ON_REQUEST]:
        parser.error(f"there is no part {unknown[0]!r}; there are {', '.join(_PARTS + _ON_REQUEST)}")
    with display() as measured_on:
        print(conditions(measured_on), flush=True)
        return min(1, sum(_measured(part) for part in chosen))


def _measured(part: str) -> int:
    """Measure a part in a process of its own, whatever the one before has left; return 0 when that went well."""
    done = subprocess.run([sys.executable, "-c", _ALONE, part], check=False)
    return int(done.returncode != 0)


_ALONE = """
import sys
from importlib import import_module
from tests.benchmarks.figures import UnmeasuredError
try:
    import_module(f"tests.benchmarks.{sys.argv[1]}").measure()
except UnmeasuredError as error:
    sys.exit(f"\\n{sys.argv[1]}: NOT MEASURED: {error}")
"""


if __name__ == "__main__":
    sys.exit(main())
