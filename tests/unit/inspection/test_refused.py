"""Why an authorization server said no, without any token to look at, and with what was asked for."""

from datetime import UTC, datetime

import pytest

from jotlens.inspection.diagnosis.refused import causes_of

AT = datetime(2026, 1, 2, tzinfo=UTC)
INVALID_GRANT = (
    'HTTP/1.1 400 Bad Request\n\n{"error":"invalid_grant","error_description":"grant request is invalid"}'
)
CODE_USED, REFRESH_TOKEN_USED = "D29", "D19"


@pytest.mark.parametrize(
    ("grant", "named", "left_out"),
    [
        ("refresh-token", REFRESH_TOKEN_USED, CODE_USED),
        ("authorization-code", CODE_USED, REFRESH_TOKEN_USED),
    ],
)
def test_what_was_asked_by_leaves_the_other_cause_out(grant: str, named: str, left_out: str) -> None:
    ids = [cause.id for cause in causes_of(INVALID_GRANT, AT, grant)]
    assert named in ids
    assert left_out not in ids


def test_without_it_both_are_possible() -> None:
    assert {CODE_USED, REFRESH_TOKEN_USED} <= {cause.id for cause in causes_of(INVALID_GRANT, AT)}


def test_an_answer_that_nobody_knows_has_no_cause() -> None:
    assert causes_of('{"error":"xyzzy"}', AT, "refresh-token") == ()
