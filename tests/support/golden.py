"""Golden files: what came out is compared with what was agreed, and rewritten with --update-golden."""

from collections.abc import Callable
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite the golden files with what the tests produce; read the change as a diff",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return `golden(name, text)`, which compares text with the file `golden/<name>` beside the test."""
    folder = request.path.parent / "golden"
    update = bool(request.config.getoption("--update-golden"))

    def compare(name: str, text: str) -> None:
        __tracebackhide__ = True
        compare_with_agreed(folder / name, text, update=update)

    return compare


def compare_with_agreed(path: Path, text: str, *, update: bool) -> None:
    """Compare text with what the file holds, byte for byte: a changed line ending is a change."""
    __tracebackhide__ = True
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        return
    if not path.exists():
        pytest.fail(f"there is no golden file {path.name}; make it with --update-golden, and read it")
    agreed = path.read_bytes().decode("utf-8", "surrogatepass")
    assert text == agreed, f"{path.name} is no longer what was agreed"
