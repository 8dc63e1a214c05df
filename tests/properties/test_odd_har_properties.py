"""Whatever stands in the members of a recording: it is read, its story is told and its report made, and nothing fails."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from jotlens.cases.intake import Watch, take_in_source
from jotlens.cases.source import Bytes
from jotlens.cases.story import Told, told
from jotlens.reports.disclosure import FingerprintKey, Level
from jotlens.reports.render import Form, render
from jotlens.reports.report import Wish, make_report
from tests.support.recording import Recording
from tests.support.stories import ID_TOKEN, STORIES

_WISH = Wish(
    Level.OUTSIDE, FingerprintKey(b"a key of this test"), datetime(2026, 1, 1, tzinfo=UTC), lambda _: None
)
_ODD: tuple[object, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1e308,
        10**400,
        float("nan"),
        "",
        "x" * 5000,
        [],
        {},
        [[]],
        [None],
        {"name": None},
    ),
    *(
        "\ud800",
        "\u202e",
        "2026-13-45T99:99:99Z",
        "http://[::1",
        "https://@:99999/%ff?=&&=#",
        "data:,x",
        "eyJ.",
    ),
)


def _recorded(number: int) -> dict[str, Any]:
    recording = Recording()
    STORIES[number][0](recording)
    value: dict[str, Any] = json.loads(recording.har())
    return value


def _makes_odd(draw: st.DrawFn, value: Any) -> None:
    """Go down from the whole by a way that is drawn, and put something odd where it ends, or nothing at all."""
    while True:
        key = draw(st.sampled_from(sorted(value) if isinstance(value, dict) else range(len(value))))
        below = value[key]
        if isinstance(below, dict | list) and below and draw(st.integers(0, 5)):
            value = below
            continue
        if draw(st.booleans()):
            value[key] = json.loads(json.dumps(draw(st.sampled_from(_ODD))))
        else:
            del value[key]
        return


@st.composite
def _odd_recordings(draw: st.DrawFn) -> bytes:
    value = _recorded(draw(st.integers(0, len(STORIES) - 1)))
    for _ in range(draw(st.sampled_from((1, 2, 8)))):
        if value:
            _makes_odd(draw, value)
    data = json.dumps(value).encode()
    return data[: draw(st.integers(1, len(data)))] if draw(st.integers(0, 4)) == 0 else data


def _half_a_character() -> bytes:
    recording = Recording()
    recording.tokens(access_token="\ud800" * 9, id_token=ID_TOKEN)
    return recording.har()


@given(_odd_recordings())
@example(_half_a_character())
def test_an_odd_recording_is_told_and_reported(data: bytes) -> None:
    heard: list[Told] = []
    take_in_source(
        Bytes(data), "a.har", lambda _: None, Watch(hear=lambda _, exchanges: heard.append(told(exchanges)))
    )
    report = make_report(Bytes(data), "a.har", _WISH).report
    for form in Form:
        assert render(report, form)
    for each in heard:
        assert report.steps or not each.story.events
