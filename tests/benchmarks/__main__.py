"""Measures JotLens beside an empty window, in one run: `python -m tests.benchmarks [PART ...]`. It asserts no figure."""

import sys
from argparse import ArgumentParser
from importlib import import_module

from tests.benchmarks.display import display
from tests.benchmarks.figures import UnmeasuredError, conditions

_PARTS = (
    "start", "memory", "paste", "decode", "signature", "secrets", "batch", "scan", "cases", "fetch", "close", "idle",
    "sandbox",
)  # fmt: skip
"""Each is a module with a function `measure`, imported when its turn comes: so it measures nobody else's imports."""

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
    unmeasured = 0
    with display() as measured_on:
        print(conditions(measured_on))
        for part in chosen:
            try:
                import_module(f"tests.benchmarks.{part}").measure()
            except UnmeasuredError as error:
                unmeasured += 1
                print(f"\n{part}: NOT MEASURED: {error}", flush=True)
    return 1 if unmeasured else 0


if __name__ == "__main__":
    sys.exit(main())
