"""JSON for machines: digits, duplicates, surrogates and ASCII."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jotlens.cli.json_writer import write_json
from jotlens.tokens.json_text import read_json
from jotlens.tokens.model import Part


def _read_and_written(text: str) -> str:
    return write_json(read_json(text, Part.PAYLOAD).value)


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ('{"a":1E2}', '{"a": 1E2}'),
        ('{"a":1.50}', '{"a": 1.50}'),
        ('{"a":-0}', '{"a": -0}'),
        ('{"a":12345678901234567890123}', '{"a": 12345678901234567890123}'),
        ('{"a":NaN}', '{"a": "NaN"}'),
        ('{"a":-Infinity}', '{"a": "-Infinity"}'),
        ('{"a":1,"b":2,"a":3}', '{"a": 3, "b": 2}'),
        ('{"a":"\\ud800"}', '{"a": "\\ud800"}'),
        ('{"a":"é\\u0000"}', '{"a": "\\u00e9\\u0000"}'),
        ('{"a":[true,false,null,{}]}', '{"a": [true, false, null, {}]}'),
    ],
)
def test_what_was_read_is_written_as_it_stood(read: str, written: str) -> None:
    assert _read_and_written(read) == written


def test_a_number_that_no_reader_takes_becomes_a_text() -> None:
    digits = "9" * 4_301
    assert json.loads(_read_and_written(f'{{"a":{digits}}}')) == {"a": digits}
    assert json.loads(_read_and_written('{"a":' + "9" * 4_300 + "}")) == {"a": int("9" * 4_300)}


def test_indented_json_says_the_same() -> None:
    value = read_json('{"a":{"b":[1,{"c":[]}],"d":{}},"e":[[]],"f":"x"}', Part.PAYLOAD).value
    indented = write_json({"x": value, "y": []}, indented=True)
    assert indented.startswith('{\n  "x": {\n    "a": {\n      "b": [\n        1,\n')
    assert json.loads(indented) == json.loads(write_json({"x": value, "y": []}))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(value=_JSON, indented=st.booleans())
def test_any_plain_value_comes_back_unchanged(value: object, *, indented: bool) -> None:
    text = write_json(value, indented=indented)  # type: ignore[arg-type]  # any JSON value is writable
    assert text.isascii()
    assert json.loads(text) == value
