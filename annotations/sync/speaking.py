"""What goes wrong between here and a server, in words that hold no secret."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from annotations.errors import OfflineError, ServerError, StetError
from annotations.sync.address import Address, without_secrets

if TYPE_CHECKING:
    import psycopg

__all__ = ["needs_psycopg", "speaking"]

_PASSWORDS = "Passwords come from PGPASSFILE or ~/.pgpass, a line host:port:database:user:password."

# What libpq says where a connection is refused: it passes no code on.
_REFUSED = (
    (
        r"password authentication failed|no password supplied|PAM|LDAP|GSSAPI|peer authentication",
        "does not take this login and password",
        _PASSWORDS,
    ),
    (r'database "(.*)" does not exist', "has no such database", "Its name stands after the last “/” of the address."),
    (r'role "(.*)" does not exist', "does not know this login", "Its name stands before the “@” of the address."),
    (
        r"no pg_hba.conf entry|no encryption|SSL off",
        "lets nobody in from here with this login and database",
        "Its administrator says who may (pg_hba.conf), and whether TLS is needed (sslmode=require).",
    ),
    (r"too many (connections|clients)|remaining connection slots", "has too many connections", "Try again later."),
    (
        r"does not match host name",
        "shows a certificate that is for another host",
        "The address has to name the host as its certificate does; with another, anybody could be answering.",
    ),
    (
        r"root certificate file .* does not exist",
        "cannot be checked: the certificates that are trusted are not where they should be",
        "“sslrootcert=FILE” in the address names them, “sslrootcert=system” takes those of this machine.",
    ),
    (
        r"certificate verify failed",
        "shows a certificate that nobody has signed who is trusted here, or that is no longer valid",
        "“sslrootcert=FILE” in the address names whom to trust; its administrator has that file.",
    ),
    (
        r"does not support SSL|server does not support",
        "has no TLS, which the address asks for",
        "Its administrator sets it up; “sslmode” in the address says what is asked.",
    ),
    (
        r"certificate|SSL error",
        "and this machine cannot agree on a secure connection",
        "sslmode and sslrootcert in the address say what is asked of it.",
    ),
    (
        r"unsupported frontend protocol|received invalid response|expected authentication request",
        "does not speak PostgreSQL's language",
        "The port stands after the “:” of the host.",
    ),
    (
        r"definition of service|service file",
        "is named by a service that is not to be found",
        "Services stand in ~/.pg_service.conf, or where PGSERVICEFILE says.",
    ),
    (
        r"invalid|missing|unrecognized",
        "cannot be called with what stands in the address",
        "What may stand there is listed under “Connection Strings” in PostgreSQL's manual.",
    ),
)
_AWAY = (
    (r"refused", "does not answer: nobody listens there"),
    (r"translate host name|Name or service|No address|could not resolve", "is not to be found"),
    (r"timeout|timed out", "does not answer in time"),
    (r"starting up|shutting down|recovery mode", "is starting or ending"),
    (r"No such file", "is not running on this machine"),
)
_BY_CODE = {
    "25006": ("only lends its data for reading", "Name the server that takes writes: a replica cannot."),
    "42501": ("does not let you do that", "Whoever set it up says who may: “stet sync enrol”."),
    "53100": ("has no room left on its disk", "What was sent before stays."),
    "53300": ("has too many connections", "Try again later."),
    "55P03": ("is busy: somebody has been sending for a minute", "Try again later; what was sent before stays."),
}
_CUT = frozenset({"57P01", "57P02", "57P03", "57014"})


@contextmanager
def needs_psycopg() -> Iterator[None]:
    """Say which extra to install where an import in the block fails.

    Raises:
        ServerError: psycopg is not installed, or finds no libpq.
    """
    try:
        yield
    except ImportError as error:
        raise ServerError(
            "syncing needs the extra “sync”, which is not installed", "Install it: pip install 'stet-tui[sync]'."
        ) from error


@contextmanager
def speaking(address: Address) -> Iterator[None]:
    """Turn errors of psycopg into a sentence and a hint.

    Raises:
        OfflineError: The server is away, or was cut off.
        ServerError: It refused.
    """
    with needs_psycopg():
        import psycopg
    try:
        yield
    except psycopg.Error as error:
        # Not “from error”: what libpq said may hold a password.
        raise _in_words(error, address) from None


def _in_words(error: psycopg.Error, address: Address) -> StetError:
    import psycopg

    said = without_secrets(" ".join(str(error).split()), address)
    code = error.sqlstate or ""
    if code in _BY_CODE:
        words, hint = _BY_CODE[code]
        detail = f" ({error.diag.message_primary})" if code == "42501" and error.diag.message_primary else ""
        return ServerError(f"the server {address.shown} {words}{detail}", hint)
    if code in _CUT or code.startswith("08"):
        return _cut(address)
    if code in {"42P01", "42883", "42703", "3F000"}:
        return ServerError(
            f"the tables of Stet on {address.shown} are not whole",
            "Restore a backup of the database that is whole; where the schema “stet” is another program's, take another"
            " database.",
        )
    if code:
        return ServerError(f"the server {address.shown} refused: {said}")
    if isinstance(error, psycopg.OperationalError):
        for pattern, words in _AWAY:
            if re.search(pattern, said):
                return OfflineError(f"the server {address.shown} {words}", "Go on working; sync again later.")
        for pattern, words, hint in _REFUSED:
            if re.search(pattern, said):
                return ServerError(f"the server {address.shown} {words}", hint)
        return _cut(address)
    return ServerError(f"the server {address.shown} refused: {said}")


def _cut(address: Address) -> OfflineError:
    return OfflineError(
        f"the connection to {address.shown} was cut", "Nothing is lost; the next sync goes on from here."
    )
