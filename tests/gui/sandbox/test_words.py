"""Whatever can be switched has words, and the pane says what is wrong in one sentence."""

import dataclasses

from jotlens.gui.sandbox.words import (
    clock_words,
    era_words,
    faults_words,
    slow_words,
    status_words,
    switch_words,
)
from jotlens.sandbox.faults import Faults
from jotlens.sandbox.model import Era


def test_every_fault_can_be_switched_in_the_pane() -> None:
    names = {field.name for field in dataclasses.fields(Faults)}
    assert names == {*switch_words(), "clock_offset_s", "slow_s", "status", "at"}


def test_every_value_that_is_offered_is_one_that_the_sandbox_takes() -> None:
    for name, words in (
        ("clock_offset_s", clock_words()),
        ("slow_s", slow_words()),
        ("status", status_words()),
    ):
        assert len(set(words.values())) == len(words)
        for value in words:
            assert getattr(Faults().changed({name: value}), name) == value


def test_every_era_has_words() -> None:
    assert len({era_words(era) for era in Era}) == len(Era)


def test_what_is_wrong_is_one_sentence() -> None:
    assert faults_words(Faults()) == ""
    assert faults_words(Faults(alg_none=True)) == "Wrong on purpose: Tokens are not signed (alg none)."
    assert (
        faults_words(Faults(wrong_issuer=True, clock_offset_s=600, status=429, slow_s=3.0))
        == "Wrong on purpose: Tokens name another issuer; the clock is 10 minutes ahead; "
        "answers say: too many requests (429); answers come after 3 seconds."
    )
    assert faults_words(Faults(clock_offset_s=7)) == "Wrong on purpose: The clock is wrong."
    assert faults_words(Faults(slow_s=7.0)) == "Wrong on purpose: Answers come late."
