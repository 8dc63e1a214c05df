"""What is refused before any mathematics, and limits that stop work before it is done."""

import json
import tracemalloc

import pytest

from jotlens.inspection.decryption import decrypt as module
from jotlens.inspection.decryption.decrypt import decrypt
from jotlens.inspection.decryption.methods import LARGEST_P2C, LARGEST_PLAINTEXT_B
from jotlens.inspection.decryption.report import Flaw, Packing
from jotlens.inspection.decryption.unpack import unpack
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import DecryptionStatus
from jotlens.tokens.read import read
from tests.unit.inspection.encrypting import (
    DIRECT_RING,
    IV,
    PASSWORD,
    deflated,
    direct,
    encrypted_by,
    json_form,
    oct_jwk,
    opening,
)
from tests.unit.inspection.minting import b64, ec_pair, jwk_ring, part, ring, rsa_pair, secret_ring, x_pair

DECRYPTED, FAILED, REJECTED, NOT_ATTEMPTED = DecryptionStatus
EPK = ec_pair().jwk
PBES2 = "PBES2-HS256+A128KW"


def broken(**header: object) -> str:
    """Return a token with a sound form but for what the header says, and with nothing true in it."""
    head = {"alg": "A128KW", "enc": "A128GCM"} | header
    key = "" if head["alg"] in {"dir", "ECDH-ES"} else b64(bytes(24))
    return f"{part(head)}.{key}.{b64(IV)}.AAAA.{b64(bytes(16))}"


FAULTS = [
    (direct(cut=1), Flaw.TAG, "15 bytes"),
    (direct(cut=16), Flaw.TAG, "0 bytes"),
    (direct(iv=b"short-iv"), Flaw.IV, "8 bytes"),
    (direct(encrypted_key=b"key"), Flaw.KEY_PRESENT, "has none"),
    (direct(crit=["exp"], exp=1), Flaw.CRITICAL, "demands"),
    (direct(crit=[]), Flaw.CRITICAL, "demands"),
    (direct(crit=["b64"], b64=True), Flaw.CRITICAL, "demands"),
    (direct(zip="BZIP"), Flaw.ZIP, "compressed"),
    (direct(zip=True), Flaw.ZIP, "compressed"),
    (broken(alg="A128GCM", enc="dir"), Flaw.SWAPPED, "each other's place"),
    (broken(alg="A128GCM", enc="A128GCM"), Flaw.SWAPPED, "each other's place"),
    (broken(alg="mock"), Flaw.METHOD, "does not know"),
    (broken(alg="ECDH-1PU"), Flaw.METHOD, "does not know"),
    (broken(enc="mock"), Flaw.CONTENT, "does not know"),
    (broken().replace(b64(bytes(24)), ""), Flaw.KEY_MISSING, "lacks"),
    (broken(alg="A128GCMKW", iv=b64(IV)), Flaw.WRAP_TAG, "0 bytes"),
    (broken(alg="A128GCMKW", iv=7, tag=b64(bytes(16))), Flaw.WRAP_IV, "0 bytes"),
    (broken(alg=PBES2, p2s="c2FsdHNhbHQ"), Flaw.COUNT, "does not say"),
    (broken(alg=PBES2, p2c=1000), Flaw.COUNT, "does not say"),
    (broken(alg=PBES2, p2s="c2FsdA", p2c="1000"), Flaw.COUNT, "does not say"),
    (broken(alg=PBES2, p2s="c2FsdA", p2c=-1), Flaw.COUNT, "does not say"),
    (broken(alg=PBES2, p2s="c2FsdA", p2c=LARGEST_P2C + 1), Flaw.TOO_MANY_ROUNDS, "1,200,001 rounds"),
    (broken(alg=PBES2, p2s="c2FsdA", p2c=10**40), Flaw.TOO_MANY_ROUNDS, "rounds"),
    (broken(alg="ECDH-ES"), Flaw.EPK, "missing or damaged"),
    (broken(alg="ECDH-ES", epk=7), Flaw.EPK, "missing or damaged"),
    (broken(alg="ECDH-ES", epk=rsa_pair().jwk), Flaw.EPK, "missing or damaged"),
    (broken(alg="ECDH-ES", epk=EPK | {"y": None}), Flaw.EPK, "missing or damaged"),
    (broken(alg="ECDH-ES", epk=EPK | {"crv": "P-999"}), Flaw.EPK, "missing or damaged"),
    (broken(alg="ECDH-ES", epk=x_pair().jwk | {"x": "AAAA"}), Flaw.EPK, "missing or damaged"),
    (broken(alg="ECDH-ES", epk=EPK, apu=7), Flaw.EPK, "missing or damaged"),
    (broken(alg="ECDH-ES", epk=EPK | {"x": EPK["y"]}), Flaw.EPK_POINT, "known attack"),
    (direct()[:-1] + "B", Flaw.BASE64URL, "strict programs"),
]


@pytest.mark.parametrize(
    ("text", "flaw", "said"), FAULTS, ids=[f"{flaw}-{n}" for n, (_, flaw, _) in enumerate(FAULTS)]
)
def test_a_faulty_form_is_refused_without_mathematics(
    text: str, flaw: Flaw, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def computes(*_: object) -> bytes:
        raise AssertionError("the mathematics was asked")

    # Whether work was begun cannot be seen from outside: so the steps themselves are watched.
    monkeypatch.setattr(module, "content_key", computes)
    keys = ring(oct_jwk(16), EPK, rsa_pair().private_jwk(), x_pair().private_jwk())
    report = decrypt(read(text), keys)
    assert report.verdict is not None
    assert report.verdict.status is REJECTED
    assert flaw in {fault.flaw for fault in report.faults}
    assert said in report.verdict.reason
    assert [fault.flaw for fault in decrypt(read(text), KeyRing()).faults] == [f.flaw for f in report.faults]


def test_the_watch_on_the_mathematics_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "content_key", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        decrypt(read(direct()), DIRECT_RING)


def test_a_password_is_worked_on_up_to_the_limit() -> None:
    assert not decrypt(read(broken(alg=PBES2, p2s="c2FsdA", p2c=LARGEST_P2C)), KeyRing()).faults
    text = encrypted_by(PBES2, p2c=5_000)
    report = decrypt(read(text), secret_ring(PASSWORD))
    assert report.decrypted


def test_of_many_costly_recipients_not_all_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(
        module, "content_key", lambda *given: asked.append(given)
    )  # counts, and opens nothing
    one = {"header": {"alg": PBES2, "p2s": "c2FsdA", "p2c": 1_000_000}, "encrypted_key": b64(bytes(24))}
    cheap = {"header": {"alg": "A128KW"}, "encrypted_key": b64(bytes(24))}
    body = {"protected": part({"enc": "A128GCM"}), "iv": b64(IV), "ciphertext": "AAAA", "tag": b64(bytes(16))}
    for recipient, tried in ((one, 2), (cheap, 64)):
        asked.clear()
        report = decrypt(read(json.dumps(body | {"recipients": [recipient] * 500})), jwk_ring(oct_jwk(16)))
        assert report.verdict is not None
        assert report.verdict.status is REJECTED
        assert "given up" in report.verdict.reason
        assert len(asked) == tried


# --- compressed content ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "packing"),
    [(0, "unpacked"), (LARGEST_PLAINTEXT_B, "unpacked"), (LARGEST_PLAINTEXT_B + 1, "too-large")],
)
def test_unpacking_stops_at_the_limit(size: int, packing: str) -> None:
    text = direct(deflated(bytes(size)), zip="DEF")
    report = decrypt(read(text), DIRECT_RING)
    assert report.packing == packing
    assert report.plaintext == (bytes(size) if packing == "unpacked" else None)
    assert report.decrypted is (packing == "unpacked")


def test_a_bomb_takes_no_more_memory_than_the_limit() -> None:
    bomb = deflated(bytes(200 << 20))
    assert len(bomb) < 1 << 18
    tracemalloc.start()
    try:
        assert unpack(bomb, LARGEST_PLAINTEXT_B) == (Packing.TOO_LARGE, b"")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 8 * LARGEST_PLAINTEXT_B


@pytest.mark.parametrize(
    "packed", [b"", b"no deflate", deflated(b"claims" * 99)[:-3], deflated(b"claims") + b"tail"]
)
def test_damaged_compression(packed: bytes) -> None:
    report = decrypt(read(direct(packed, zip="DEF")), DIRECT_RING)
    assert (report.packing, report.plaintext) == (Packing.DAMAGED, None)
    assert report.verdict is not None
    assert report.verdict.status is REJECTED


def test_compression_is_believed_only_where_it_is_protected() -> None:
    made = json_form([({"alg": "A128KW"}, oct_jwk(16))], {"enc": "A128GCM"})
    open_to_all = json.dumps(made | {"unprotected": {"zip": "DEF"}})
    report = decrypt(read(open_to_all), jwk_ring(oct_jwk(16)))
    assert report.verdict is not None
    assert report.verdict.status is REJECTED
    assert report.fault(Flaw.ZIP) is not None


# --- the JSON form ---------------------------------------------------------------------------------------------


def test_a_name_in_two_places_is_refused() -> None:
    made = json_form([({"alg": "A128KW"}, oct_jwk(16))], {"enc": "A128GCM"})
    report = decrypt(read(json.dumps(made | {"unprotected": {"enc": "A256GCM"}})), jwk_ring(oct_jwk(16)))
    assert report.fault(Flaw.COLLISION) is not None
    assert not report.decrypted


def test_a_faulty_recipient_does_not_close_the_token_to_the_others() -> None:
    made = json_form([({"alg": "A128KW"}, oct_jwk(16))], {"enc": "A128GCM"})
    made["recipients"] = [{"header": {"alg": "mock"}, "encrypted_key": "AAAA"}, {}, *made["recipients"], 7]
    report = decrypt(read(json.dumps(made)), jwk_ring(oct_jwk(16)))
    assert report.decrypted
    assert {fault.recipient for fault in report.faults} == {0, 1}


def test_one_bit_changed_anywhere_is_seen() -> None:
    header, key, iv, ciphertext, tag = encrypted_by("A128KW", "A128CBC-HS256").split(".")
    parts = {"key": key, "iv": iv, "ciphertext": ciphertext, "tag": tag}
    for name, text in parts.items():
        changed = ("B" if text[0] == "A" else "A") + text[1:]
        spoilt = ".".join([header, *(parts | {name: changed}).values()])
        report = decrypt(read(spoilt), opening("A128KW"))
        assert report.verdict is not None
        assert report.verdict.status is FAILED, name
