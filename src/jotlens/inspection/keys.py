"""Keys that a person gives: read from secret text, PEM, certificates, JWK and JWK Sets into values."""

from __future__ import annotations
