"""The holder's proof of an SD-JWT is held against the key that the issuer named, and against what was shown."""

import pytest

from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import Policy, SignatureStatus
from jotlens.inspection.signatures.report import KeyBinding
from jotlens.inspection.signatures.verify import verify_signature
from jotlens.tokens.read import read
from tests.unit.inspection.minting import ec_pair, jwk_ring, part, presentation, rsa_pair, signed

OUTCOMES: dict[str, tuple[str, KeyBinding | None]] = {
    "fits": (presentation(), KeyBinding.FITS),
    "no proof": (presentation(proof=""), None),
    "no key": (presentation(cnf={}), KeyBinding.NO_KEY),
    "a thumbprint only": (presentation(cnf={"jkt": "x"}), KeyBinding.NO_KEY),
    "another holder": (presentation(holder=ec_pair().private), KeyBinding.OTHER_SIGNATURE),
    "a secret for a key": (
        presentation(cnf={"jwk": {"kty": "oct", "k": "AAAA"}}),
        KeyBinding.OTHER_SIGNATURE,
    ),
    "another kind of key": (presentation(cnf={"jwk": rsa_pair().jwk}), KeyBinding.OTHER_SIGNATURE),
    "another presentation": (presentation(sd_hash="AAAA"), KeyBinding.OTHER_PRESENTATION),
    "another type": (presentation(typ="JWT"), KeyBinding.NO_PROOF),
    "unsigned": (presentation(proof=f"{part({'alg': 'none', 'typ': 'kb+jwt'})}.e30."), KeyBinding.NO_PROOF),
    "no token": (presentation(proof="abc"), KeyBinding.NO_PROOF),
}


@pytest.mark.parametrize(("text", "expected"), OUTCOMES.values(), ids=OUTCOMES)
def test_key_binding(text: str, expected: KeyBinding | None) -> None:
    for keys, status in (
        (KeyRing(), SignatureStatus.NOT_CHECKED),
        (jwk_ring(ec_pair().jwk), SignatureStatus.VERIFIED),
    ):
        report = verify_signature(read(text), keys, Policy())
        assert report.key_binding is expected
        assert report.verdict.status is status


def test_other_tokens_have_no_key_binding() -> None:
    assert verify_signature(read(signed()), KeyRing(), Policy()).key_binding is None
