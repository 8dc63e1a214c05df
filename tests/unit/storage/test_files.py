"""What the disk may say: each is a code and a sentence, and the file that was there stays."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jotlens.storage.failures import StorageError, file_failure
from jotlens.storage.files import read_small, remove, write_whole
from jotlens.storage.places import places


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "no-rights"),
        (errno.EPERM, "no-rights"),
        (errno.ENOTDIR, "file"),
        (errno.EIO, "file"),
    ],
)
def test_each_refusal_has_a_sentence(number: int, code: str) -> None:
    failure = file_failure(OSError(number, "x"), "save", Path("/a/b"))
    assert failure.code == code
    assert failure.sentence.startswith("JotLens could not save “")


_FULL = """
import os, resource, sys
from pathlib import Path
from jotlens.storage.failures import StorageError
from jotlens.storage.files import write_whole
path = Path(sys.argv[1])
write_whole(path, b"old")
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_whole(path, b"new" * 1000)
except StorageError as error:
    print(error.code, *sorted(os.listdir(path.parent)))
"""
_NO_RIGHTS = """
import os, sys
from pathlib import Path
from jotlens.storage.failures import StorageError
from jotlens.storage.files import write_whole
if os.geteuid() == 0:
    os.setuid(65534)
try:
    write_whole(Path(sys.argv[1], "JotLens", "file"), b"new")
except StorageError as error:
    print(error.code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _FULL, str(tmp_path / "file")], capture_output=True, text=True, check=True
    )
    assert run.stdout == "disk-full file\n"
    assert (tmp_path / "file").read_bytes() == b"old"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_a_home_that_cannot_be_written_to_is_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    run = subprocess.run(
        [sys.executable, "-c", _NO_RIGHTS, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert run.stdout == "no-rights\n"


def test_what_is_too_large_is_not_read_whole(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * 100)
    assert read_small(tmp_path / "large", 10) == b"x" * 11
    assert read_small(tmp_path, 10) is None
    assert read_small(Path(os.devnull), 10) is None


def test_what_is_not_there_is_removed_all_the_same(tmp_path: Path) -> None:
    remove(tmp_path / "a" / "b")
    write_whole(tmp_path / "a" / "b", b"x")
    remove(tmp_path / "a" / "b")
    assert list((tmp_path / "a").iterdir()) == []


def test_places_are_in_the_home_and_not_made() -> None:
    found = places()
    assert found.connections.is_relative_to(Path.home())
    assert found.snapshots.is_relative_to(Path.home())
    assert not found.connections.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="a variable of Linux desktops")
def test_no_home_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    def nobody(_: int) -> pwd.struct_passwd:
        raise KeyError

    monkeypatch.setattr(
        pwd, "getpwuid", nobody
    )  # a user whom the system does not know, as in some containers
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(variable)
    with pytest.raises(StorageError) as caught:
        places()
    assert caught.value.code == "no-home"
