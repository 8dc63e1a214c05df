"""A secret over several entries: whole or not at all, wherever a write is cut short."""

import pytest

from jotlens.storage import entries

ACCOUNT = "id/client-secret"
LONG, LONGER, SHORT = "a" * 3_000, "b" * 5_000, "c"


class CutError(Exception):
    """The program was killed here."""


class Ring:
    """Takes what Windows takes: 1,280 characters an entry. Ends everything after so many changes."""

    def __init__(self, changes: int = 10_000) -> None:
        self.entries: dict[str, str] = {}
        self.changes = changes

    def get(self, account: str) -> str | None:
        return self.entries.get(account)

    def put(self, account: str, text: str) -> None:
        self._change()
        assert text.isascii()
        assert len(text) <= 1_000
        self.entries[account] = text

    def drop(self, account: str) -> None:
        self._change()
        self.entries.pop(account, None)

    def _change(self) -> None:
        if not self.changes:
            raise CutError
        self.changes -= 1


@pytest.mark.parametrize(
    "secret",
    [
        "x",
        "a\0b",
        "\ufeffbom",
        "ü 東京 𝄞 \u202e",
        "\ud800",
        "\r\n\t ",
        LONG,
        "𝄞" * 5_000,
        "x" * entries.MOST_CHARACTERS,
    ],
)
def test_a_secret_comes_back_as_it_was(secret: str) -> None:
    ring = Ring()
    entries.write(ring, ACCOUNT, secret)
    assert entries.read(ring, ACCOUNT) == secret
    entries.drop(ring, ACCOUNT)
    assert ring.entries == {}


def test_the_longest_secret_fits_whatever_its_letters() -> None:
    ring = Ring()
    entries.write(ring, ACCOUNT, "𝄞" * entries.MOST_CHARACTERS)
    assert entries.read(ring, ACCOUNT) == "𝄞" * entries.MOST_CHARACTERS


def test_nothing_is_kept_under_another_name() -> None:
    assert entries.read(Ring(), ACCOUNT) is None


def test_a_shorter_secret_leaves_nothing_of_a_longer_one() -> None:
    ring = Ring()
    for secret in (LONGER, LONG, LONGER, SHORT):
        entries.write(ring, ACCOUNT, secret)
    assert list(ring.entries) == [ACCOUNT]


@pytest.mark.parametrize(
    ("old", "new"), [(LONG, LONGER), (LONGER, LONG), (SHORT, LONG), (LONG, SHORT), (LONG, LONG[1:])]
)
def test_a_write_that_is_cut_short_leaves_the_old_or_the_new_secret(old: str, new: str) -> None:
    cuts = 0
    for changes in range(40):
        ring = Ring()
        entries.write(ring, ACCOUNT, old)
        ring.changes = changes
        try:
            entries.write(ring, ACCOUNT, new)
        except CutError:
            cuts += 1
            assert entries.read(ring, ACCOUNT) in {old, new}
        else:
            assert entries.read(ring, ACCOUNT) == new
        ring.changes = 10_000
        entries.drop(ring, ACCOUNT)
        assert ring.entries == {}
    assert 4 <= cuts < 40


def test_a_removal_that_is_cut_short_can_be_done_again() -> None:
    for changes in range(8):
        ring = Ring()
        entries.write(ring, ACCOUNT, LONGER)
        ring.changes = changes
        with pytest.raises(CutError):
            entries.drop(ring, ACCOUNT)
        ring.changes = 10_000
        assert entries.read(ring, ACCOUNT) == (LONGER if changes == 0 else None)
        entries.drop(ring, ACCOUNT)
        assert ring.entries == {}


def _broken() -> list[Ring]:
    rings = []
    for change in ("missing", "swapped", "other", "foreign", "cut"):
        ring = Ring()
        entries.write(ring, ACCOUNT, LONG)
        parts = [name for name in ring.entries if name != ACCOUNT]
        other = Ring()
        entries.write(other, ACCOUNT, "z" * 3_000)
        match change:
            case "missing":
                del ring.entries[parts[-1]]
            case "swapped":
                ring.entries[parts[0]], ring.entries[parts[1]] = (
                    ring.entries[parts[1]],
                    ring.entries[parts[0]],
                )
            case "other":
                ring.entries[parts[0]] = other.entries[parts[0]]
            case "foreign":
                ring.entries[ACCOUNT] = "somebody else's"
            case _:
                ring.entries[parts[0]] = ring.entries[parts[0]][:-4]
        rings.append(ring)
    return rings


@pytest.mark.parametrize("ring", _broken())
def test_what_is_not_whole_is_never_returned(ring: Ring) -> None:
    with pytest.raises(entries.DamagedError):
        entries.read(ring, ACCOUNT)
    entries.write(ring, ACCOUNT, SHORT)
    assert entries.read(ring, ACCOUNT) == SHORT
