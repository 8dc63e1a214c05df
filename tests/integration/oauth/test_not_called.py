"""Addresses that are not called, whoever names them, are not opened in the browser either."""

from dataclasses import replace

import pytest

from jotlens.oauth.connection import Endpoints, Grant
from jotlens.oauth.failures import RefusedAddressError
from tests.integration.oauth.test_login import Login


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://[login.example/auth", "address"),
        ("file:///etc/passwd", "address"),
        ("http://login.example/auth", "not-https"),
        ("https://user:password@login.example/auth", "user-in-address"),
    ],
)
def test_an_address_that_is_not_called_is_not_opened_either(address: str, code: str) -> None:
    login = Login()
    endpoints = replace(login.connection.endpoints, authorization_endpoint=address)
    login.connection = replace(login.connection, endpoints=endpoints)
    login.thread.start()
    outcome = login.ended()
    assert isinstance(outcome, RefusedAddressError)
    assert outcome.code == code
    assert login.asked == {}


@pytest.mark.parametrize("uses_dpop", [False, True])
def test_a_token_endpoint_that_is_no_address_is_not_called(*, uses_dpop: bool) -> None:
    login = Login(grant=Grant.DEVICE_CODE)
    no_address = "https://[login.example/token"
    endpoints = Endpoints(token_endpoint=no_address, device_authorization_endpoint=no_address)
    login.connection = replace(login.connection, endpoints=endpoints, uses_dpop=uses_dpop)
    login.thread.start()
    outcome = login.ended()
    assert isinstance(outcome, RefusedAddressError)
    assert outcome.code == "address"
