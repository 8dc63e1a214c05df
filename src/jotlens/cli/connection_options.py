"""The options that describe a connection, for `connection add` and for a fetch that is made once; never a secret."""

from __future__ import annotations

import re
from argparse import Action, ArgumentParser, ArgumentTypeError, Namespace
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from jotlens.cli.failures import WrongUsageError
from jotlens.cli.source import shown
from jotlens.oauth.connection import ClientAuthentication, Connection, Endpoints, Expected, Grant
from jotlens.storage.secret_looks import names_secret

if TYPE_CHECKING:
    from collections.abc import Iterable

_ENDPOINTS = tuple(field.name for field in fields(Endpoints))
_TEXTS = ("issuer", "client_id", "audience", "organization", "redirect_uri", "provider")
_FILES = ("key_file", "key_id", "key_algorithm", "certificate_file", "ca_file")
_SWITCHES = ("uses_par", "uses_dpop", "remembers_refresh_token")


def add_connection_options(parser: ArgumentParser) -> None:
    """Add the options; each is None, or empty, where it was not given."""
    what = parser.add_argument_group("the authorization server, the client, and what is asked for")
    what.add_argument(
        "--provider", metavar="ID", help="a ready-made start, such as auth0, entra, okta, keycloak"
    )
    what.add_argument(
        "--issuer", type=issuer_of, metavar="URL", help="the issuer, such as https://acme.eu.auth0.com/"
    )
    what.add_argument("--client-id", metavar="ID", help="the client ID of the application")
    what.add_argument(
        "--grant", type=Grant, choices=tuple(Grant), metavar="GRANT", help=f"one of {_listed(Grant)}"
    )
    what.add_argument(
        "--auth",
        dest="authentication",
        type=ClientAuthentication,
        choices=tuple(ClientAuthentication),
        metavar="METHOD",
        help=f"how the client shows who it is: {_listed(ClientAuthentication)}",
    )
    what.add_argument("--scope", action="append", metavar="NAMES", help="scopes to ask for")
    what.add_argument("--audience", metavar="API", help="the API that the token is for (Auth0's audience)")
    what.add_argument(
        "--resource", action="append", metavar="URI", help="the API that the token is for (RFC 8707)"
    )
    what.add_argument("--organization", metavar="ID", help="the organization to log in to (Auth0)")
    what.add_argument(
        "--redirect-uri",
        metavar="URI",
        help="the callback on this computer, as it is registered at the server",
    )
    what.add_argument(
        "--param",
        action="append",
        type=_parameter,
        metavar="NAME=VALUE",
        help="a further parameter; no secret",
    )
    _add_ways(parser)
    _add_expectations(parser)


def connection_of(options: Namespace, base: Connection) -> Connection:
    """Return the connection with what the options say in place of what it says itself."""
    given = vars(options)
    changes: dict[str, Any] = {
        name: given[name]
        for name in (*_TEXTS, *_FILES, *_SWITCHES, "grant", "authentication")
        if given[name] is not None
    }
    if options.scope is not None:
        changes["scopes"] = words_of(options.scope)
    if options.resource is not None:
        changes["resources"] = tuple(options.resource)
    if options.param is not None:
        changes["extra"] = tuple(options.param)
    typed = {name: given[name] for name in _ENDPOINTS if given[name] is not None}
    return replace(
        base,
        **changes,
        endpoints=replace(base.endpoints, **typed),
        expected=_expected(options, base.expected),
    )


def describes(options: Namespace) -> bool:
    """Whether the options name a server: a connection of their own, made for once."""
    return options.issuer is not None or options.token_endpoint is not None


def words_of(values: Iterable[str]) -> tuple[str, ...]:
    """Split at blanks and commas, in order, each word once."""
    return tuple(dict.fromkeys(word for value in values for word in re.split(r"[\s,]+", value) if word))


def _add_ways(parser: ArgumentParser) -> None:
    ways = parser.add_argument_group("how it is asked")
    ways.add_argument("--par", dest="uses_par", action=_Switch, help="push the request first (RFC 9126)")
    ways.add_argument("--dpop", dest="uses_dpop", action=_Switch, help="bind the tokens to a key (RFC 9449)")
    ways.add_argument(
        "--remember-refresh-token",
        dest="remembers_refresh_token",
        action=_Switch,
        help="keep refresh tokens in the keyring",
    )
    ways.add_argument(
        "--key-file", metavar="FILE", help="the private key of private_key_jwt, mutual TLS or JWT bearer"
    )
    ways.add_argument("--key-id", metavar="KID", help="the kid under which it is registered")
    ways.add_argument(
        "--key-alg", dest="key_algorithm", metavar="ALG", help="the algorithm to sign with, such as RS256"
    )
    ways.add_argument("--certificate-file", metavar="FILE", help="the certificate of mutual TLS")
    ways.add_argument("--ca-file", metavar="FILE", help="certificates to trust beside the system's")
    places = parser.add_argument_group("addresses, where the server does not describe itself")
    for name in _ENDPOINTS:
        places.add_argument(f"--{name.replace('_', '-')}", metavar="URL")


def _add_expectations(parser: ArgumentParser) -> None:
    expected = parser.add_argument_group("what the tokens are held against, beside what was asked for")
    expected.add_argument("--expect-audience", metavar="API", help="default: the audience that is asked for")
    expected.add_argument("--expect-issuer", metavar="URL", help="default: the issuer")
    expected.add_argument(
        "--expect-scope", action="append", metavar="NAMES", help="scopes that the API needs"
    )
    expected.add_argument(
        "--expect-permission", action="append", metavar="NAMES", help="permissions that it needs"
    )


def _expected(options: Namespace, base: Expected) -> Expected:
    return Expected(
        audience=options.expect_audience if options.expect_audience is not None else base.audience,
        issuer=options.expect_issuer if options.expect_issuer is not None else base.issuer,
        scopes=words_of(options.expect_scope) if options.expect_scope is not None else base.scopes,
        permissions=(
            words_of(options.expect_permission) if options.expect_permission is not None else base.permissions
        ),
    )


class _Switch(Action):
    """A switch that is None where it was not given, so that a connection's own word stands."""

    def __init__(self, option_strings: list[str], dest: str, help: str) -> None:  # noqa: A002 - argparse's name
        super().__init__(option_strings, dest, nargs=0, default=None, help=help)

    def __call__(self, _parser: object, namespace: Namespace, *_: object) -> None:
        setattr(namespace, self.dest, True)


def issuer_of(text: str) -> str:
    """Return an issuer; a bare host, as people copy it from a console, becomes an https address."""
    text = text.strip()
    if text and "://" not in text:
        text = f"https://{text}" if "/" in text else f"https://{text}/"
    return text


def _parameter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (equals and name.strip()):
        raise ArgumentTypeError("a parameter is written NAME=VALUE")
    return name.strip(), value


def refuse_secret_parameters(parameters: Iterable[tuple[str, str]]) -> None:
    """Raise WrongUsageError for a parameter that would put a secret on the command line, or into a file."""
    for name, _ in parameters:
        if names_secret(name):
            raise WrongUsageError(
                f"The parameter {shown(name)} looks like a secret. Secrets are typed at the prompt, or piped in with "
                "--secret-stdin, and are in no option and no file."
            )


def _listed(values: Iterable[str]) -> str:
    return ", ".join(values)
