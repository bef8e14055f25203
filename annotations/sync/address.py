"""The address of a server, and what of it may be shown and kept: all but its secrets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlencode

from annotations.errors import UsageError

__all__ = ["Address", "parsed", "without_secrets"]

_SECRET = frozenset({"password", "sslpassword"})
_FORM = re.compile(
    r"postgres(?:ql)?://(?:(?P<user>[^@/?]*)@)?(?P<hosts>[^@/?]*)(?:/(?P<database>[^?]*))?(?:\?(?P<rest>.*))?"
)
_HINT = "It is like postgresql://kim@db.example.org/articles; passwords come from PGPASSFILE or ~/.pgpass."


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is.

    Attributes:
        shown: The address without secrets: what is said, kept, and given to libpq.
        secrets: What libpq gets beside it; never shown, also not by `repr`.
    """

    shown: str
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


def parsed(text: str) -> Address:
    """Read an address.

    Raises:
        UsageError: It is none of PostgreSQL's; the message does not repeat it, since it may hold a password.
    """
    found = _FORM.fullmatch(text.strip())
    if found is None or any(ord(sign) < 32 for sign in text):
        raise UsageError("this is no address of a PostgreSQL server", _HINT)
    user, colon, password = (found["user"] or "").partition(":")
    options = parse_qsl(found["rest"] or "", keep_blank_values=True)
    secrets = {name: value for name, value in options if name in _SECRET}
    if colon and password:
        secrets["password"] = unquote(password)
    shown = f"postgresql://{f'{user}@' if user else ''}{found['hosts']}"
    if found["database"] is not None:
        shown += f"/{found['database']}"
    if kept := [(name, value) for name, value in options if name not in _SECRET]:
        shown += f"?{urlencode(kept, quote_via=quote, safe='/')}"
    return Address(shown, secrets)


def without_secrets(text: str, address: Address) -> str:
    """Take what is secret out of something that a library has said."""
    for secret in address.secrets.values():
        if secret:
            text = text.replace(secret, "…")
    return text
