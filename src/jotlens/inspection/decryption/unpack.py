"""Unpacks a compressed plaintext (`zip` of RFC 7516 section 4.1.3), and stops at the limit."""

from __future__ import annotations

import zlib

from jotlens.inspection.decryption.report import Packing


def unpack(packed: bytes, limit_b: int) -> tuple[Packing, bytes]:
    """Return what the DEFLATE data (RFC 1951) holds, if that is no more than `limit_b` bytes.

    Not a byte beyond the limit is kept, however much would follow.
    """
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        data = stream.decompress(packed, limit_b + 1)
    except zlib.error:
        return Packing.DAMAGED, b""
    if len(data) > limit_b:
        return Packing.TOO_LARGE, b""
    whole = stream.eof and not stream.unused_data
    return (Packing.UNPACKED, data) if whole else (Packing.DAMAGED, b"")
