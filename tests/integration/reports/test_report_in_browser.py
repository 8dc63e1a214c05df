"""A report that is opened in a real browser makes no request and runs no script."""

from datetime import UTC, datetime
from pathlib import Path

from jotlens.cases.source import Bytes
from jotlens.reports.disclosure import FingerprintKey, Level
from jotlens.reports.render import Form, render
from jotlens.reports.report import Wish, make_report
from tests.support.browser.process import Browser
from tests.support.person import Person
from tests.support.recording import Recording
from tests.support.terminal import healthy_token

HOSTILE = (
    "<script>document.title='run'</script><img src='http://127.0.0.1:9/x' onerror=\"document.title='run'\">"
)


def test_nothing_is_asked_and_nothing_runs(tmp_path: Path, browser: Browser) -> None:
    recording = Recording()
    token = healthy_token(**{"note": HOSTILE, HOSTILE: HOSTILE})
    recording.authorize()
    recording.tokens(access_token=token)
    recording.call(token, 401, answer={"message": HOSTILE})
    wish = Wish(Level.OUTSIDE, FingerprintKey(b"key"), datetime(2026, 3, 11, tzinfo=UTC), lambda _: None)
    report = make_report(Bytes(recording.har()), "case.har", wish).report
    path = tmp_path / "report.html"
    path.write_text(render(report, Form.HTML), "utf-8")
    page = browser.log_in(path.as_uri(), Person("nobody", "nothing"))
    assert page.title == report.title
    assert page.asked == (path.as_uri(),)
    assert "<script>document.title='run'</script>" in page.text
