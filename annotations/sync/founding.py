"""Setting a server up, and saying who may add what."""

from __future__ import annotations

from enum import StrEnum

from annotations.errors import ConflictError, NotFoundError, SchemaError, UsageError
from annotations.layers import GOLD
from annotations.merging.refusing import refuse_scheme
from annotations.merging.sources import Source
from annotations.schema.files import from_json, to_json
from annotations.store.syncing import SyncState
from annotations.sync.address import Address
from annotations.sync.membership import Membership
from annotations.sync.refusing import refuse_tables
from annotations.sync.server import SCHEMA_VERSION, connected
from annotations.workspace import Workspace

__all__ = ["ROLES", "Founded", "dismiss", "enrol", "group_scheme", "init", "members"]

ROLES = ("annotator", "adjudicator", "reader")


class Founded(StrEnum):
    """What setting a server up came to."""

    MADE = "made"
    BROUGHT_UP_TO_DATE = "brought up to date"
    THERE = "there"


def init(workspace: Workspace, address: Address, *, new_scheme: bool = False) -> Founded:
    """Make the tables on a server, or bring them up to date. Whoever makes them is the first adjudicator.

    Args:
        workspace: The library whose coding scheme becomes the group's.
        address: The server.
        new_scheme: Make the library's scheme the group's also where that has one.

    Raises:
        OfflineError: The server is away.
        ServerError: It refused, or its tables are of a newer program.
        SchemaError: The group has another scheme.
        UsageError: Nobody can be the member of that name.
    """
    if workspace.annotator == GOLD:
        raise UsageError(f"{GOLD} is the layer of decisions, and no person", "Give your own name with --as.")
    scheme = to_json(workspace.schema)
    with connected(address) as server:
        version = server.version()
        if version is None:
            Membership(server).found(scheme, workspace.annotator)
            with workspace.store.writing():
                if workspace.store.syncing.last() is None:  # from now on the address is known
                    workspace.store.syncing.put(SyncState(server.hello().identity, address.shown))
            return Founded.MADE
        if version < SCHEMA_VERSION:
            Membership(server).bring_up_to_date(version)
        refuse_tables(server)
        found = Founded.THERE if version == SCHEMA_VERSION else Founded.BROUGHT_UP_TO_DATE
        theirs = from_json(server.hello().scheme)
        if new_scheme:
            Membership(server).put_scheme(scheme)
            return found
        try:
            refuse_scheme(workspace.schema, Source(address.shown, {}, (), theirs))
        except SchemaError as error:
            raise SchemaError(
                error.message, "“stet sync scheme” prints the group's; “--new-scheme” makes this library's the group's."
            ) from None
        return found


def enrol(address: Address, login: str, annotator: str, role: str) -> None:
    """Let a login of the server in, in the name of an annotator, as one of `ROLES`.

    Raises:
        OfflineError: The server is away.
        NotFoundError: It does not know the login, or has no tables.
        ConflictError: Somebody else has that name, or the login has added something in another one.
        ServerError: It refused.
    """
    if annotator == GOLD:
        raise UsageError(f"{GOLD} is the layer of decisions, and no person", f"An adjudicator works as {GOLD} too.")
    with connected(address) as server:
        refuse_tables(server)
        if not Membership(server).has_login(login):
            raise NotFoundError(
                f"the server {address.shown} has no login {login}",
                f"Its administrator makes one: “createuser --pwprompt {login}”.",
            )
        for other, name, _ in Membership(server).members():
            if name == annotator and other != login:
                raise ConflictError(
                    f"{annotator} is the name of {other} already; two people cannot have one layer",
                    "Give another name with --name.",
                )
            if other == login and name != annotator and server.has_added(name):
                raise ConflictError(
                    f"{login} has worked as {name}, and cannot become {annotator}", "A new login can have a new name."
                )
        Membership(server).enrol(login, annotator, role)


def dismiss(address: Address, login: str) -> None:
    """Let a login in no longer; what it has added stays.

    Raises:
        OfflineError: The server is away.
        NotFoundError: It is no member's.
        ServerError: The server refused.
    """
    with connected(address) as server:
        refuse_tables(server)
        if login not in {other for other, _, _ in Membership(server).members()}:
            raise NotFoundError(f"{login} is no member on {address.shown}", "“stet sync members” lists them.")
        Membership(server).dismiss(login)


def members(address: Address) -> list[tuple[str, str, str]]:
    """Name, login and role of everybody who is enrolled.

    Raises:
        OfflineError: The server is away.
        ServerError: It refused.
    """
    with connected(address) as server:
        refuse_tables(server)
        return [(name, login, role) for login, name, role in Membership(server).members()]


def group_scheme(address: Address) -> str:
    """The group's coding scheme as TOML.

    Raises:
        OfflineError: The server is away.
        ServerError: It refused.
    """
    from annotations.schema.toml import to_toml

    with connected(address) as server:
        refuse_tables(server)
        return to_toml(from_json(server.hello().scheme))
