"""The weight of tokens of every kind: nothing is lost, nothing counted twice, and the ceilings are held against it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jotlens.inspection.json_sizes import member_sizes
from jotlens.inspection.weight import Weight, ceilings, percent, share_words, weigh
from jotlens.tokens.base64url import encode
from jotlens.tokens.model import Kind, Part
from jotlens.tokens.read import read_all
from tests.support.claim_cases import compact
from tests.vectors.comparison import cases


def weight_of(text: str) -> Weight:
    weight = weigh(read_all(text)[1][0])
    assert weight is not None
    return weight


def sizes(weight: Weight) -> dict[str, int]:
    return {share_words(share, weight.characters): share.characters for share in weight.shares}


def test_each_claim_takes_what_its_bytes_take_in_base64url() -> None:
    text = compact('{"a":"' + "x" * 92 + '","b":100}')
    weight = weight_of(text)
    assert weight.characters == len(text)
    assert sizes(weight) == {
        "a": 133,  # 100 bytes, with the brace before and the comma behind
        "b": 11,  # 8 bytes
        "header": len(text.split(".")[0]),
        "signature": 4,
        "what joins the parts": 2,
    }
    assert [share.characters for share in weight.shares] == sorted(sizes(weight).values(), reverse=True)


def test_what_is_inside_a_claim_is_weighed_one_level_deep() -> None:
    weight = weight_of(
        compact({"roles": ["admin", "x" * 60], "address": {"city": "y" * 30, "geo": {"lat": 1}}})
    )
    inside = {share.name: share.inside for share in weight.shares}
    assert [item.name for item in inside["roles"]] == ["[1]", "[0]"]
    assert [item.name for item in inside["address"]] == ["city", "geo"]
    assert all(item.inside == () for items in inside.values() for item in items)
    assert {item.name for item in inside[None]} >= {"alg", "typ"} or inside[None] == ()


def test_the_heaviest_claim_is_named_with_what_would_remain() -> None:
    text = compact({"iss": "https://issuer.example/", "groups": ["g" * 40] * 200})
    weight = weight_of(text)
    assert weight.heaviest is not None
    assert weight.heaviest.name == "groups"
    assert weight.without_heaviest == len(text) - weight.heaviest.characters
    assert "too long for: Windows Credential Manager, a cookie, a header of 8 KB." in weight.sentence
    assert "and fit: Windows Credential Manager, a cookie, a header of 8 KB." in weight.sentence
    fits = {answer.ceiling.id: (answer.fits, answer.fits_without) for answer in weight.ceilings}
    assert fits["cookie"] == (False, True)
    assert fits["header-16k"] == (True, True)


@pytest.mark.parametrize("ceiling", ceilings(), ids=lambda ceiling: ceiling.id)
@pytest.mark.parametrize(("beyond", "fits"), [(0, True), (1, False)])
def test_a_ceiling_holds_to_the_character(ceiling: object, beyond: int, *, fits: bool) -> None:
    limit = next(each for each in ceilings() if each is ceiling)
    start = compact({"a": 1})
    weight = weight_of(start + "A" * (limit.most - limit.around + beyond - len(start)))
    answer = next(each for each in weight.ceilings if each.ceiling is limit)
    assert weight.characters + limit.around == limit.most + beyond
    assert answer.fits is fits
    assert (answer.filled <= 1) is fits


def test_a_name_that_stands_twice_is_weighed_twice() -> None:
    assert [s.name for s in weight_of(compact('{"a":"xxxx","a":"yyyyyyyy"}')).shares].count("a") == 2


def test_an_encrypted_and_an_opaque_token_are_weighed_as_far_as_they_can_be_read() -> None:
    encrypted = weight_of(
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAAAAAAAAAAAAAA.AAECAwQFBgcI.AAAAAAAAAAAAAAAAAAAAAA"
    )
    assert encrypted.heaviest is None
    assert encrypted.without_heaviest is None
    assert "What is inside is encrypted" in encrypted.sentence
    assert sizes(encrypted)["ciphertext"] == 12
    opaque = weight_of("access_token=Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4")
    assert sizes(opaque) == {"the whole token": 32}
    assert "It has no claims that could be read" in opaque.sentence


def test_the_json_serialisation_is_weighed_by_claims_too() -> None:
    protected, payload = encode(b'{"alg":"RS256"}'), encode(b'{"iss":"joe","exp":1}')
    weight = weight_of(json.dumps({"payload": payload, "protected": protected, "signature": "c2lnbmF0dXJl"}))
    assert {"iss", "exp", "header", "signature", "what joins the parts"} == set(sizes(weight))


def test_very_many_claims_are_named_up_to_a_number() -> None:
    weight = weight_of(compact({f"claim{number}": number for number in range(900)}))
    assert len(weight.shares) == 200
    assert weight.shares[-1].others == 900 + 3 - 199
    assert share_words(weight.shares[-1], weight.characters).endswith(" smaller ones together")
    assert sum(share.characters for share in weight.shares) == weight.characters


def test_every_vector_is_weighed_to_the_character() -> None:
    seen: set[Kind] = set()
    for case in cases():
        for token in read_all(str(case["input"]))[1]:
            weight = weigh(token)
            if weight is None:
                assert token.kind is Kind.NONE
                continue
            seen.add(token.kind)
            assert sum(share.characters for share in weight.shares) == weight.characters == len(token.text)
            assert all(
                sum(i.characters for i in s.inside) <= s.characters + len(s.inside) for s in weight.shares
            )
    assert seen == set(Kind) - {Kind.NONE}


def test_percents_are_honest_at_both_ends() -> None:
    assert [percent(n, 1_000) for n in (0, 1, 10, 555, 999, 1_000)] == [
        "0 %",
        "under 1 %",
        "1 %",
        "56 %",
        "over 99 %",
        "100 %",
    ]


# --- sizes in JSON ---------------------------------------------------------------------------------

values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=6), values, min_size=1, max_size=6), st.sampled_from([None, 1]))
def test_members_cover_the_text_in_order(members: dict[str, object], indent: int | None) -> None:
    text = json.dumps(members, indent=indent, ensure_ascii=False)
    data = text.encode("utf-8", "surrogatepass")
    found = member_sizes(data)
    assert [member.name for member in found] == list(members)
    assert [member.start for member in found] == [0, *(member.end for member in found[:-1])]
    assert found[-1].end == len(data)
    for member in found:
        value = members[member.name]
        inside = list(value) if isinstance(value, dict | list) else []
        assert len(member.inside) == len(inside)
        assert all(member.start <= item.start < item.end <= member.end for item in member.inside)
        if isinstance(value, list):
            written = {int(item.name[1:-1]): data[item.start : item.end] for item in member.inside}
            assert [json.loads(written[at]) for at in range(len(value))] == value


@given(st.binary(max_size=60), st.integers(0, 60))
def test_no_bytes_are_too_odd_for_sizes(noise: bytes, cut: int) -> None:
    for data in (noise, b"{" + noise, b'{"a":{"b":[1,2]},"c":"d"}'[:cut]):
        found = member_sizes(data)
        assert not found or (found[0].start, found[-1].end) == (0, len(data))


@pytest.mark.parametrize("data", [b"", b"[1]", b'"a"', b"1", b"{}", b"{", b"   "])
def test_what_is_no_object_has_no_members(data: bytes) -> None:
    assert member_sizes(data) == ()


def test_an_object_that_was_cut_off_ends_with_the_text() -> None:
    (first, second) = member_sizes(b'{"a":1,"b":{"c":[1,2,')
    assert (first.name, second.name, second.end) == ("a", "b", 21)
    assert [item.name for item in second.inside] == ["c"]


def test_parts_are_coloured_as_in_the_raw_view() -> None:
    assert {share.part for share in weight_of(compact({"a": 1})).shares} == {
        Part.HEADER,
        Part.PAYLOAD,
        Part.SIGNATURE,
        Part.WHOLE,
    }
