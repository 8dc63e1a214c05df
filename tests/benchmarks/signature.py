"""How long a signature takes to verify, beside the bare primitive of `cryptography` in the same loop."""

import json
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from jotlens.inspection.keys.load import KeyForm, KeyRing, load_keys
from jotlens.inspection.model import Policy, SignatureStatus
from jotlens.inspection.signatures.algorithms import ALGORITHMS
from jotlens.inspection.signatures.mathematics import Fit, fit
from jotlens.inspection.signatures.verify import verify_signature
from jotlens.tokens.base64url import encode
from jotlens.tokens.model import Token
from jotlens.tokens.read import read
from tests.benchmarks.figures import UnmeasuredError, median, print_table
from tests.benchmarks.tokens import signed_token

METHODS = ("RS256", "ES256", "Ed25519")
_RUNS = 1_500
_CHARACTERS = 2 << 10


def measure() -> None:
    """Print microseconds for each method: bare, through the module that calls the library, and the whole step."""
    rows = []
    for method in METHODS:
        token, keys, bare = prepare(method)
        bare_us, step_us, whole_us = _side_by_side([bare, _step(token, keys), _whole(token, keys)])
        rows.append(
            [
                method,
                f"{bare_us:.0f}",
                f"{step_us:.0f}",
                f"{step_us / bare_us:.2f}",
                f"{whole_us:.0f}",
                f"{whole_us / bare_us:.2f}",
            ]
        )
    head = ["method", "cryptography alone", "signature step", "/ alone", "with choosing the key", "/ alone"]
    note = f"median of {_RUNS:,} runs, one of each after the other; a token of 2 KB, read before; one key, loaded before"
    print_table("Verifying a signature, microseconds", head, rows, note)


def prepare(method: str) -> tuple[Token, KeyRing, Callable[[], object]]:
    """Return a token of about 2 KB, the ring of its key, and the bare call that verifies it."""
    claims = signed_token(_CHARACTERS).split(".")[1]
    message = f"{encode(json.dumps({'alg': method, 'typ': 'JWT'}).encode())}.{claims}".encode()
    value, jwk, bare = {"RS256": _rsa, "ES256": _ec, "Ed25519": _ed}[method](message)
    token = read(f"{message.decode()}.{encode(value)}")
    keys = load_keys(json.dumps(jwk), KeyForm.JWK)
    if verify_signature(token, keys, Policy()).verdict.status is not SignatureStatus.VERIFIED:
        raise UnmeasuredError(f"the token of {method} does not verify")
    return token, keys, bare


def _rsa(message: bytes) -> tuple[bytes, dict[str, str], Callable[[], object]]:
    private = rsa.generate_private_key(65_537, 2048)
    public, numbers = private.public_key(), private.public_key().public_numbers()
    value = private.sign(message, padding.PKCS1v15(), SHA256())
    jwk = {"kty": "RSA", "n": encode(numbers.n.to_bytes(256)), "e": "AQAB"}
    return value, jwk, lambda: public.verify(value, message, padding.PKCS1v15(), SHA256())


def _ec(message: bytes) -> tuple[bytes, dict[str, str], Callable[[], object]]:
    """The bare call includes turning the two numbers into DER, which the primitive wants."""
    private = ec.generate_private_key(ec.SECP256R1())
    public, numbers = private.public_key(), private.public_key().public_numbers()
    r, s = decode_dss_signature(private.sign(message, ec.ECDSA(SHA256())))
    value = r.to_bytes(32) + s.to_bytes(32)
    x, y = (encode(number.to_bytes(32)) for number in (numbers.x, numbers.y))

    def bare() -> None:
        der = encode_dss_signature(int.from_bytes(value[:32]), int.from_bytes(value[32:]))
        public.verify(der, message, ec.ECDSA(SHA256()))

    return value, {"kty": "EC", "crv": "P-256", "x": x, "y": y}, bare


def _ed(message: bytes) -> tuple[bytes, dict[str, str], Callable[[], object]]:
    private = ed25519.Ed25519PrivateKey.generate()
    public, value = private.public_key(), private.sign(message)
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": encode(public.public_bytes_raw())}
    return value, jwk, lambda: public.verify(value, message)


def _step(token: Token, keys: KeyRing) -> Callable[[], object]:
    """The cryptographic step: one method, one key, one message."""
    (signature,) = token.signatures
    algorithm, message = ALGORITHMS[token.alg or ""], signature.signing_input or b""
    value = urlsafe_b64decode(token.text.rpartition(".")[2] + "==")
    if fit(algorithm, keys.keys[0], message, value) is not Fit.YES:
        raise UnmeasuredError("the step does not verify")
    return lambda: fit(algorithm, keys.keys[0], message, value)


def _whole(token: Token, keys: KeyRing) -> Callable[[], object]:
    """The same with everything before and after: what refuses a token, choosing the key, the verdict."""
    policy = Policy()
    return lambda: verify_signature(token, keys, policy)


def _side_by_side(actions: list[Callable[[], object]]) -> list[float]:
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(_RUNS):
        for action, taken in zip(actions, times, strict=True):
            began = time.perf_counter()
            action()
            taken.append((time.perf_counter() - began) * 1e6)
    return [median(taken) for taken in times]
