"""JSON is read as it was written, and every departure from RFC 8259 is found at its place."""

from __future__ import annotations

import pytest

from jotlens.tokens.json_text import JsonObject, Number, decode_utf8, read_json
from jotlens.tokens.model import Defect, Fault, Part


def faults_of(text: str) -> list[tuple[Defect, int, str]]:
    return [(fault.defect, fault.position, fault.detail) for fault in read_json(text, Part.PAYLOAD).faults]


def test_order_spelling_and_duplicates_are_kept() -> None:
    reading = read_json('{"b":1E2,"a":[true,null,{"c":-0.50}],"b":12345678901234567890123}', Part.PAYLOAD)
    assert reading.value == JsonObject(
        (
            ("b", Number("1E2")),
            ("a", (True, None, JsonObject((("c", Number("-0.50")),)))),
            ("b", Number("12345678901234567890123")),
        )
    )
    assert isinstance(reading.value, JsonObject)
    assert reading.value.get("b") == Number("12345678901234567890123")
    assert list(reading.value) == ["b", "a"]
    assert "a" in reading.value
    assert "c" not in reading.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a":1,"a":2}', [(Defect.JSON_DUPLICATE_NAMES, 7, "a")]),
        ('{"a":NaN}', [(Defect.JSON_NUMBERS, 5, "NaN")]),
        ('{"a":-Infinity}', [(Defect.JSON_NUMBERS, 5, "-Infinity")]),
        ('{"a":1e400}', [(Defect.JSON_NUMBERS, 5, "1e400")]),
        ('{"a":9007199254740993}', [(Defect.JSON_NUMBERS, 5, "9007199254740993")]),
        ('{"a":9007199254740992}', []),
        ('{"a":1e2}', []),
        ('{"a":01}', [(Defect.PAYLOAD_JSON, 5, "01")]),
        ('{"a":+1}', [(Defect.PAYLOAD_JSON, 5, "+1")]),
        ('{"a":1,}', [(Defect.PAYLOAD_JSON, 6, ",")]),
        ('{"a":1 "b":2}', [(Defect.PAYLOAD_JSON, 7, '"')]),
        ("{a:1}", [(Defect.PAYLOAD_JSON, 1, "a")]),
        ('{"a":1}x', [(Defect.JSON_TRAILING, 7, "x")]),
        ('{"a":"\\ud800"}', [(Defect.JSON_SURROGATE, 5, "")]),
        ('{"a":"\\ud83d\\ude00"}', []),
        ('{"a":"line\nbreak"}', [(Defect.PAYLOAD_JSON, 5, "control character")]),
        ('{"a":[1,2', [(Defect.PAYLOAD_JSON, 9, "the end")]),
        ('{"exp":14', [(Defect.PAYLOAD_JSON, 9, "the end")]),
        ("", [(Defect.PAYLOAD_JSON, 0, "the end")]),
        ("nul", [(Defect.PAYLOAD_JSON, 0, "n")]),
        (' {"a": 1}\r\n', []),
    ],
)
def test_faults_have_a_place(text: str, expected: list[tuple[Defect, int, str]]) -> None:
    assert faults_of(text) == expected


def test_what_stands_before_a_fault_is_kept() -> None:
    reading = read_json('{"iss":"https://a.example/","aud":["x","y', Part.PAYLOAD)
    assert reading.found
    assert not reading.complete
    assert reading.value == JsonObject((("iss", "https://a.example/"), ("aud", ("x",))))


def test_a_number_that_was_cut_off_is_not_taken_for_a_shorter_one() -> None:
    assert read_json('{"iat":1458785796,"exp":14588', Part.PAYLOAD).value == JsonObject(
        (("iat", Number("1458785796")),)
    )
    assert read_json("14588", Part.PAYLOAD).value == Number("14588")


def test_a_fault_inside_says_where_it_stands() -> None:
    reading = read_json('{"a":{"b":[0,{"c":1,"c":2}]}}', Part.PAYLOAD)
    assert reading.faults == (Fault(Defect.JSON_DUPLICATE_NAMES, Part.PAYLOAD, 20, "c", ("a", "b", "1")),)


def test_a_syntax_fault_in_the_header_is_called_so() -> None:
    assert read_json("{", Part.HEADER).faults[0].defect is Defect.HEADER_JSON


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_a_hundred_thousand_levels_are_read_without_recursion(opening: str) -> None:
    closing = "]" if opening == "[" else "}"
    deep = read_json(opening * 100_000 + "1" + closing * 100_000, Part.PAYLOAD)
    assert [fault.defect for fault in deep.faults] == [Defect.JSON_DEPTH]
    broken = read_json(opening * 100_000, Part.PAYLOAD)
    assert Defect.PAYLOAD_JSON in [fault.defect for fault in broken.faults]


def test_a_number_too_long_to_convert_keeps_its_digits() -> None:
    digits = "9" * 5_000
    reading = read_json(f'{{"exp":{digits}}}', Part.PAYLOAD)
    assert isinstance(reading.value, JsonObject)
    number = reading.value.get("exp")
    assert number == Number(digits)
    assert isinstance(number, Number)
    assert number.value is None
    assert Number("1.5e3").value == 1500.0
    assert Number("-7").value == -7
    assert Number("NaN").value is None


def test_bytes_that_are_not_utf8_stay_visible() -> None:
    assert decode_utf8(b'{"a":"\xff"}', Part.PAYLOAD) == (
        '{"a":"\\xff"}',
        (Fault(Defect.JSON_UTF8, Part.PAYLOAD, 6),),
    )
    text, faults = decode_utf8(b"\xef\xbb\xbf{}", Part.PAYLOAD)
    assert text == "{}"
    assert faults[0].detail == "byte order mark"


@pytest.mark.parametrize("levels", [64, 65, 200, 3_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
def test_no_interpreter_lets_a_deep_value_through(levels: int, opening: str, closing: str) -> None:
    pairs = levels // len(closing)
    reading = read_json(opening * pairs + "1" + closing * pairs, Part.PAYLOAD)
    deep = [fault for fault in reading.faults if fault.defect is Defect.JSON_DEPTH]
    assert bool(deep) is (pairs * len(closing) > 64)
    value, seen = reading.value, 0
    while isinstance(value, JsonObject | tuple):
        value, seen = (value.get("a") if isinstance(value, JsonObject) else value[0]), seen + 1
    assert seen <= 64
