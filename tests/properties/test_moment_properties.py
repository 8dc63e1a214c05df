"""What holds for every moment and every text: each form is read back to the instant, and nothing else is raised."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jotlens.inspection.moments.model import Moment, MomentTextError
from jotlens.inspection.moments.read import read_moment

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
HERE = timezone(timedelta(hours=-3, minutes=-30))
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
zones = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=zones).map(  # noqa: DTZ001 - zones are drawn
    lambda at: at.replace(microsecond=0)
)

FORMS: dict[str, Callable[[datetime], str]] = {
    "ISO 8601": datetime.isoformat,
    "ISO 8601 in UTC": lambda at: at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"),
    "mail": format_datetime,
    "HTTP": lambda at: format_datetime(at.astimezone(UTC), usegmt=True),
    "seconds": lambda at: str(int(at.timestamp())),
    "milliseconds": lambda at: f"{int(at.timestamp())}000",
    "Apache": lambda at: f"[{at.day:02}/{MONTHS[at.month - 1]}/{at:%Y:%H:%M:%S %z}] GET /",
    "German": lambda at: f"{at.astimezone(UTC):%d.%m.%Y %H:%M:%S} UTC",
    "twelve hours": lambda at: (
        f"{at.astimezone(UTC).day} {MONTHS[at.astimezone(UTC).month - 1]} {at.astimezone(UTC):%Y %I:%M:%S %p} UTC"
    ),
    "date(1)": lambda at: (
        f"Xxx {MONTHS[at.astimezone(UTC).month - 1]} {at.astimezone(UTC):%e %H:%M:%S UTC %Y}"
    ),
    "JSON log": lambda at: f'{{"exp":1,"time":"{at.isoformat()}","sub":"2001-01-01T00:00:00Z"}}',
    "without a zone": lambda at: at.astimezone(HERE).strftime("%Y-%m-%d %H:%M:%S"),
}


@pytest.mark.parametrize("form", FORMS)
@given(moments)
def test_every_form_is_read_back(form: str, at: datetime) -> None:
    if form == "milliseconds" and at.timestamp() < 0:
        return
    read = read_moment(FORMS[form](at), HERE, NOW)
    assert read is not None
    assert read.at == at
    assert read.at.tzinfo is UTC
    assert read.doubts == ()


pieces = st.sampled_from(
    [
        "2026",
        "-",
        "03",
        "04",
        "/",
        ".",
        ":",
        " ",
        "T",
        "Z",
        "+01:00",
        "Mar",
        "pm",
        "CET",
        "IST",
        "Europe/Berlin",
        "[",
        '"time":',
        "1772629533",
        "60",
        "24",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(pieces, max_size=12).map("".join)))
@example("0000-01-01 00:00")
@example("0001-01-01 00:00 +14:00")
@example("9999-12-31 24:00 Z")
@example("00/00/0000 99:99:99 pm")
@example("1/1/00 1:1")
def test_any_text_is_a_moment_or_gets_a_sentence(text: str) -> None:
    read, refusal = _outcome(text)
    assert refusal is None or refusal.endswith(".")
    assert read is None or read.at.tzinfo is UTC
    said = f"{refusal or ''}{read.words if read is not None else ''}"
    assert "{" in text or "{" not in said


def _outcome(text: str) -> tuple[Moment | None, str | None]:
    try:
        return read_moment(text, HERE, NOW), None
    except MomentTextError as refused:
        return None, refused.sentence


@given(st.integers(1, 12), st.integers(1, 12), st.integers(2011, 2025))
def test_two_figures_below_thirteen_are_doubtful_unless_they_are_the_same(
    one: int, other: int, year: int
) -> None:
    read = read_moment(f"{one:02}/{other:02}/{year} 12:00 UTC", HERE, NOW)
    assert read is not None
    assert bool(read.doubts) == (one != other)
    assert (read.at.day, read.at.month) == (one, other)
