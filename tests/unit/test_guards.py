"""Every guard is proved to fail: tests that misbehave are run with the project's own settings."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.support.audit import is_loopback
from tests.support.golden import compare_with_agreed

ROOT = Path(__file__).parents[2]

# What a test of tests/support/misbehaving.py does, and the words with which it must be failed.
EXPECTED = {
    "test_logs_a_warning": "unexpected log: WARNING jotlens.tokens: something odd",
    "test_logs_another_warning_than_announced": "unexpected log: ERROR jotlens: something odd; never logged",
    "test_announces_a_warning_and_keeps_silent": "never logged: 'no key'",
    "test_logs_while_leaving": "unexpected log: WARNING jotlens: said while leaving",
    "test_makes_qt_warn": "something odd",
    "test_makes_qt_itself_warn": "Qt messages with level WARNING or above emitted",
    "test_warns": "UserWarning: something odd",
    "test_leaves_a_file_open": "ResourceWarning",
    "test_fails_in_a_thread": "PytestUnhandledThreadExceptionWarning",
    "test_connects": "socket.connect beyond loopback: ('192.0.2.1', 443)",
    "test_connects_and_swallows_it": "socket.connect beyond loopback: ('192.0.2.1', 443)",
    "test_looks_a_name_up": "the name 'example.com' was looked up",
    "test_listens_to_everyone": "socket.bind beyond loopback: ('0.0.0.0', 0)",
    "test_sends_a_datagram": "socket.sendto beyond loopback: ('192.0.2.1', 53)",
    "test_opens_a_socket_where_none_may_be": "a socket was opened where none may be",
    "test_opens_a_pair_and_swallows_it": "a socket was opened where none may be",
    "test_opens_a_socket_behind_pythons_back": "a socket was opened where none may be",
    "test_writes_to_the_true_home": "a file in the true home was written",
    "test_writes_to_the_true_home_and_swallows_it": "a file in the true home was written",
    "test_makes_a_folder_in_the_true_home": "a file in the true home was written",
    "test_renames_in_the_true_home": "a file in the true home was written",
    "test_removes_by_an_open_folder_of_the_true_home": "a file in the true home was written",
    "test_keeps_a_database_in_the_true_home": "a file in the true home was written",
    "test_leaves_a_thread": "a thread is still running: forgotten",
    "test_leaves_a_job": "Qt jobs are still running: 1",
    "test_has_been_mended": "XPASS(strict)",
}

if sys.platform != "linux":  # what these do is seen in /proc
    del EXPECTED["test_opens_a_socket_behind_pythons_back"]
    del EXPECTED["test_removes_by_an_open_folder_of_the_true_home"]


def _run(folder: Path, *arguments: str) -> dict[str, str]:
    """Run pytest as `make test` does; return, for each test, its name and why it failed ("" if it passed)."""
    report = folder / "report.xml"
    subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml")),
            *("-p", "no:cacheprovider", f"--junitxml={report}", *arguments),
        ],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    outcomes: dict[str, str] = {}
    for case in ET.parse(report).iter("testcase"):
        reasons = [f"{part.get('message')}\n{part.text}" for part in case if part.tag in {"failure", "error"}]
        outcomes[case.get("name", "")] = outcomes.get(case.get("name", ""), "") + "".join(reasons)
    return outcomes


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return _run(
        tmp_path_factory.mktemp("guards"), "tests/support/behaving.py", "tests/support/misbehaving.py"
    )


@pytest.mark.parametrize(("name", "reason"), EXPECTED.items(), ids=EXPECTED)
def test_is_failed(outcomes: dict[str, str], name: str, reason: str) -> None:
    assert reason in outcomes[name]


def test_what_a_test_may_do_passes(outcomes: dict[str, str]) -> None:
    others = {name: why for name, why in outcomes.items() if name not in EXPECTED}
    assert len(others) >= 8
    assert set(others.values()) == {""}


def test_misspelt_marks_and_empty_parameters_are_refused(tmp_path: Path) -> None:
    marked = tmp_path / "test_marked.py"
    marked.write_text("import pytest\n@pytest.mark.mispelt\ndef test_it(): pass\n")
    empty = tmp_path / "test_empty.py"
    empty.write_text("import pytest\n@pytest.mark.parametrize('x', [])\ndef test_it(x): pass\n")
    outcomes = _run(tmp_path, str(marked), str(empty))
    reasons = "".join(outcomes.values())
    assert "'mispelt' not found in `markers` configuration option" in reasons
    assert "Empty parameter set in 'test_it'" in reasons


@pytest.mark.parametrize("host", [None, "localhost", "127.0.0.1", b"127.8.9.1", "::1"])
def test_loopback(host: object) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "0.0.0.0", "::", "example.com", "127.0.0.1.example.com", "192.0.2.1"])  # noqa: S104
def test_not_loopback(host: object) -> None:
    assert not is_loopback(host)


def test_golden_files_are_compared_byte_for_byte(golden: Callable[[str, str], None]) -> None:
    golden("agreed.txt", "two lines\nand a lone surrogate: \ud800\n")


def test_a_golden_file_that_differs_or_is_missing_fails(tmp_path: Path) -> None:
    path = tmp_path / "golden" / "answer.txt"
    with pytest.raises(pytest.fail.Exception, match=r"there is no golden file answer\.txt"):
        compare_with_agreed(path, "a\nb", update=False)

    compare_with_agreed(path, "a\nb", update=True)
    compare_with_agreed(path, "a\nb", update=False)
    with pytest.raises(AssertionError, match="is no longer what was agreed"):
        compare_with_agreed(path, "a\r\nb", update=False)
