"""`jotlens doctor`: what this computer has of what JotLens needs, and what to do about what is missing."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from jotlens.cli.connection_options import issuer_of
from jotlens.cli.errand import around_of, host_of, tell_asking, told_failures
from jotlens.cli.failures import ExitCode
from jotlens.cli.json_writer import write_json
from jotlens.cli.output import write_page
from jotlens.cli.page import look_of
from jotlens.cli.progress import progress_of
from jotlens.cli.symptoms import Symptom, local_symptoms
from jotlens.inspection.model import Status
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.cli.json_writer import Writable
    from jotlens.cli.page import Look

SCHEMA = "jotlens.doctor/1"
_COLUMN = 16
_SKEW_S = 60
"""Servers forgive about a minute; a clock that is wrong by more makes fresh tokens look unborn or old."""


def run_doctor(options: Namespace) -> ExitCode:
    """Carry out the command; a missing part that something needs ends it with 1."""
    symptoms = local_symptoms()
    if options.clock is not None:
        with told_failures():
            symptoms.append(_clock(issuer_of(options.clock)))
    if options.json:
        write_page(write_json(doctor_fields(symptoms), indented=True) + "\n")
    else:
        look = look_of(sys.stdout)
        write_page(look.finished(doctor_lines(symptoms, look)))
    failed = any(symptom.status is Status.FAIL for symptom in symptoms)
    return ExitCode.CHECK_FAILED if failed else ExitCode.ALL_WELL


def doctor_fields(symptoms: list[Symptom]) -> dict[str, Writable]:
    """Return what was found for machines."""
    return {
        "schema": SCHEMA,
        "findings": [
            {"id": each.id, "status": each.status, "message": each.said, "next_step": each.next_step}
            for each in symptoms
        ],
    }


def doctor_lines(symptoms: list[Symptom], look: Look) -> list[str]:
    """Return what was found for people, a paragraph each."""
    lines: list[str] = []
    for each in symptoms:
        first, *others = look.wrapped(visible(each.said, 600), _COLUMN + 4)
        lines += [f"  {look.mark(each.status)} {each.label.ljust(_COLUMN)}{first.lstrip()}", *others]
        if each.next_step:
            lines += look.wrapped(f"What to do: {visible(each.next_step, 600)}", _COLUMN + 4)
    return lines


def _clock(address: str) -> Symptom:
    """Compare the clocks: that of the host is in the Date header of whatever it answers."""
    from jotlens.cli.issuer_keys import door_of
    from jotlens.cli.login_policy import issuer_skew_s

    around = around_of(progress_of(quiet=True))
    tell_asking(address, "for the time")
    answer = door_of(None, around).send("clock", "HEAD", address)
    skew_s = issuer_skew_s(answer.date, answer.received_at)
    host = host_of(address)
    if skew_s is None:
        return Symptom("clock", "Clock", Status.UNKNOWN, f"{host} answered without saying what time it is.")
    if abs(skew_s) < _SKEW_S:
        return Symptom("clock", "Clock", Status.PASS, f"Within {abs(skew_s)} s of that of {host}.")
    side = "ahead of" if skew_s > 0 else "behind"
    return Symptom(
        "clock",
        "Clock",
        Status.FAIL,
        f"This computer's clock is {abs(skew_s):,} s {side} that of {host}.",
        "Let the system set the clock from the network, in its settings for date and time.",
    )
