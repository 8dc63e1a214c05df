"""Finds the tokens of a file and prints how many: `scanned.py find|place FILE`, to be measured as a whole process.

Like ripgrep it prints every token on a line of its own, `place` with its address, name and time.
"""

import os
import sys

from jotlens.cases.scan import scan
from jotlens.cases.source import PlainFile


def main() -> None:
    what, path = sys.argv[1:]
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - what is measured loads no more than it needs
        source = PlainFile(file, os.fstat(file.fileno()).st_size)
        if what == "find":
            lines = [hit.text for hit in scan(source)]
        else:
            from jotlens.cases.har_places import HarPlaces

            places = HarPlaces(source, path)
            lines = []
            for hit in scan(source):
                place = places.place(hit)
                lines.append(f"{hit.text} {place.url} {place.header} {place.name} {place.at}")
    sys.stdout.write("\n".join(lines))
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123
        peak = next((line.split()[1] for line in status if line.startswith("VmHWM")), "0")
    sys.stderr.write(peak)


if __name__ == "__main__":
    main()
