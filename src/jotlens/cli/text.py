"""An Inspection as text that a support person can read aloud: the verdict first, then the evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jotlens.cli.text_checks import QUESTIONS, check_lines
from jotlens.cli.text_diagnosis import diagnosis_lines
from jotlens.cli.text_values import member_lines, value_text
from jotlens.cli.text_weight import weight_lines
from jotlens.inspection.model import ClockAnswer, Inspection, SignatureStatus, Status
from jotlens.inspection.weight import weigh
from jotlens.inspection.wording import instant
from jotlens.tokens.model import Finds, Kind, SelectiveDisclosure
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.cli.page import Look

_LONGEST_TEXT = 1_200
_COLUMN = 12


def inspection_text(
    inspection: Inspection, look: Look, *, all_checks: bool = False, with_weight: bool = False
) -> str:
    """Return the page for one token. Passed checks are summarised unless `all_checks` asks for each."""
    lines = _lines(inspection, look, all_checks=all_checks)
    weight = weigh(inspection.token) if with_weight else None
    return look.finished(lines + (weight_lines(weight, look) if weight is not None else []))


def found_lines(finds: Finds, number: int, total: int, look: Look) -> list[str]:
    """Return what stands above the page of token `number` of `total`: what was taken off, and which one it is."""
    lines: list[str] = []
    if number == 1 and finds.stripped:
        lines += look.wrapped(f"Taken off around it: {', '.join(finds.stripped)}.")
    if total > 1:
        found = finds.found[number - 1]
        name = f", named {visible(found.field, 60)}" if found.field else ""
        if number > 1:
            lines += ["", ""]
        lines += look.wrapped(f"Token {number} of {total}, at character {found.start + 1:,}{name}")
    return [look.faint(line) for line in lines] + ([""] if lines else [])


def _lines(inspection: Inspection, look: Look, *, all_checks: bool, checks: bool = True) -> list[str]:
    lines = [look.strong(line) for line in look.wrapped(inspection.title)]
    lines += [look.faint(line) for line in look.wrapped(inspection.subtitle)]
    lines += ["", *_verdict(inspection, look), ""]
    if inspection.token.kind is Kind.NONE:
        return lines + diagnosis_lines(inspection, look)
    if told := diagnosis_lines(inspection, look):
        lines += [*told, ""]
    for answer in inspection.answers:
        head = f"  {QUESTIONS[answer.question]}".ljust(_COLUMN)
        said = f"{answer.headline} · {answer.detail}" if answer.detail else answer.headline
        wrapped = look.wrapped(said, _COLUMN + 2)
        lines += [head + look.mark(answer.status) + " " + wrapped[0].lstrip(), *wrapped[1:]]
    if inspection.other_clock is not None and inspection.other_clock.worth_saying:
        lines += _clocks(inspection.other_clock, look)
    lines += _profile(inspection, look)
    for heading, section in _sections(inspection, look):
        lines += ["", *(look.strong(line) for line in look.wrapped(heading)), *section]
    if inspection.signature.candidates:
        lines += ["", look.strong("The keys that you gave"), *_keys(inspection, look)]
    if checks:
        lines += check_lines(inspection.findings, look, all_checks=all_checks)
    if inspection.nested is not None:
        # The checks of a token that was decrypted are those of both, and are not said twice.
        again = checks and not inspection.opened
        inside = _lines(
            inspection.nested, replace(look, width=look.width - 2), all_checks=all_checks, checks=again
        )
        lines += ["", look.strong("Inside it is another token"), "", *(f"  {line}" for line in inside)]
    return lines


def _clocks(answer: ClockAnswer, look: Look) -> list[str]:
    mark = look.mark(Status.WARN if answer.differs else Status.PASS)
    first, *others = look.wrapped(answer.sentence, _COLUMN + 2)
    return ["  Clocks".ljust(_COLUMN) + mark + " " + first.lstrip(), *others]


def _verdict(inspection: Inspection, look: Look) -> list[str]:
    verdict = inspection.verdict
    lines = look.wrapped(verdict.sentence)
    if verdict.next_step:
        lines += look.wrapped(f"What to do: {verdict.next_step}")
    return lines


def _profile(inspection: Inspection, look: Look) -> list[str]:
    """Return as what it was judged, and why."""
    profile = inspection.profile
    if profile is None:
        return []
    guessed = "" if profile.chosen else "Guessed: "
    said = f"{guessed}{profile.name}. {profile.reason}"
    first, *others = look.wrapped(said, _COLUMN + 2)
    return [look.faint("  Judged as".ljust(_COLUMN + 2) + first.lstrip()), *map(look.faint, others)]


def _sections(inspection: Inspection, look: Look) -> list[tuple[str, list[str]]]:
    """Return the evidence, a heading and lines for each part that the token has."""
    token, at = inspection.token, inspection.at
    sections: list[tuple[str, list[str]]] = []
    if token.claims is not None:
        heading = _claims_heading(inspection)
        sections.append((heading, member_lines(token.claims, "claims", at, look) or ["  (nothing)"]))
    elif token.payload_text is not None and token.nested is None:
        text = visible(token.payload_text, _LONGEST_TEXT)
        sections.append(("Content (a text, no claims)", look.wrapped(text, 2) or ["  (empty)"]))
    if token.sd is not None:
        sections.append(("Disclosed beside it", _disclosures(token.sd, look)))
        binding = token.sd.key_binding
        if binding is not None and binding.claims is not None:
            sections.append(("The holder's proof", member_lines(binding.claims, "claims", at, look)))
    if token.header is not None:
        sections.append(("Header", member_lines(token.header, "header", at, look) or ["  (nothing)"]))
    if token.footer:
        sections.append(("Footer", look.wrapped(visible(token.footer, _LONGEST_TEXT), 2)))
    if token.saml is not None:
        issuer = visible(token.saml.issuer, 200) if token.saml.issuer else "not named"
        sections.append(("SAML", look.wrapped(f"{visible(token.saml.root, 60)}, issuer: {issuer}", 2)))
    form = token.format if not inspection.opened else None
    if form is not None and form.explanation not in inspection.verdict.sentence:
        sections.append((visible(form.label, 120), look.wrapped(form.explanation, 2)))
    return sections


def _keys(inspection: Inspection, look: Look) -> list[str]:
    from jotlens.cli.text_keys import key_lines

    return key_lines(inspection.signature, look)


def _claims_heading(inspection: Inspection) -> str:
    decryption = inspection.decryption
    sealed = inspection.opened and decryption is not None and decryption.shared_secret
    if sealed or inspection.signature.status is SignatureStatus.VERIFIED:
        return f"Claims, as of {instant(inspection.at)}"
    return f"What the token says (nobody has verified it), as of {instant(inspection.at)}"


def _disclosures(sd: SelectiveDisclosure, look: Look) -> list[str]:
    lines: list[str] = []
    for disclosure in sd.disclosures:
        name = visible(disclosure.name, 60) if disclosure.name is not None else "(an item of a list)"
        said = f"{name}: {value_text(disclosure.value)}" if disclosure.readable else "unreadable"
        doubt = "" if disclosure.matched else " (no digest in the token belongs to it)"
        lines += look.wrapped(said + doubt, 4, 2)
    return lines or ["  (nothing)"]
