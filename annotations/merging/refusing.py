"""What cannot be merged, and why: another coding scheme, a name that two people have, a clock that was wrong."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import chain

from annotations.errors import ConflictError, SchemaError, StoreError
from annotations.identity import is_time, now
from annotations.merging.clocks import AHEAD, BEHIND, refuse_clock
from annotations.merging.here import Past
from annotations.merging.opened import AGAIN, Opened
from annotations.merging.sources import Source
from annotations.merging.told import IMPORTS
from annotations.schema import Schema
from annotations.store import Store

__all__ = ["refuse_clocks", "refuse_names", "refuse_scheme"]

_AT_ONCE = 2000
"""Things that are looked at closer together."""


def refuse_scheme(here: Schema, source: Source) -> None:
    """Refuse a source whose coding scheme lets something else be stored than the one in use here.

    Raises:
        SchemaError: It does.
    """
    theirs = source.schema
    if theirs is None or _stored(theirs) == _stored(here):
        return
    raise SchemaError(
        f"{source.name} was coded with {theirs.name}, version {theirs.version}; this library uses {here.name},"
        f" version {here.version}",
        "Take up the same scheme in both (“stet schema show --toml” writes it, “stet schema use” takes it up), and"
        " merge then.",
    )


def _stored(schema: Schema) -> object:
    """What decides which annotations and relations may be stored; not how they look, or by which key they are set."""
    labels = {
        label.name: (
            label.scope,
            frozenset(role.name for role in label.roles),
            frozenset(
                (a.name, a.kind, a.several, frozenset(v.name for v in a.values), a.minimum, a.maximum)
                for a in label.attributes
            ),
        )
        for label in schema.labels
    }
    relations = {r.name: (frozenset(r.sources), frozenset(r.targets)) for r in schema.relations}
    return labels, relations


def refuse_names(source: Opened, store: Store, same: Collection[str]) -> None:
    """Refuse an annotator who is known here and there, but has done nothing in common: these may be two people.

    Raises:
        ConflictError: There is one, and `same` does not name them.
        StoreError: What the source tells cannot be read.
    """
    here, past = store.received.annotators(), Past(store)

    def done(name: str, step: str | None = None) -> bool:
        return any(map(past.is_told, store.received.done_by(name, IMPORTS, step)))

    for name, at in sorted(source.head.people.items()):
        if name in same or name not in here or here[name] == at:
            continue
        theirs = source.done_by(name, IMPORTS)
        first = next(theirs, None)
        if first is None or not done(name) or any(done(name, one.step) for one in chain((first,), theirs)):
            continue
        raise ConflictError(
            f"{name} has worked in {source.name} and in this library, with nothing in common: this may be two people",
            f"“--same {name}” if it is one person on two machines; “--rename {name}=OTHER” gives the one in"
            f" {source.name} another name here.",
        )


def refuse_clocks(source: Opened) -> None:
    """Refuse steps that a clock dated which was wrong (see `refuse_clock`).

    Raises:
        ConflictError: There is one.
        StoreError: What the source tells cannot be read.
    """
    at = now()
    latest = datetime.fromisoformat(at) + AHEAD
    suspects: list[str] = []
    for subject, article, first, last in source.lifetimes():
        if not (is_time(first) and is_time(last)):
            raise StoreError(f"the database {source.name} is damaged: “{last}” is no time", AGAIN)
        newest = max(datetime.fromisoformat(last), datetime.fromisoformat(_came(source, article, first)))
        if newest > latest or datetime.fromisoformat(first) < newest - BEHIND:
            suspects.append(subject)
        if len(suspects) >= _AT_ONCE:
            _refuse_times(source, suspects, at)
            suspects = []
    _refuse_times(source, suspects, at)


def _refuse_times(source: Opened, subjects: Collection[str], now: str) -> None:
    """Look closer at things whose steps are of very different times, or of tomorrow."""
    made: dict[str, str] = {}
    for row in source.about(subjects) if subjects else ():
        came = _came(source, row.article, row.at)
        since = came if row.before is None else made.get(row.before, came)
        refuse_clock(row, since, now, where=f"in {source.name}, ", does="merges")
        if row.after is not None:
            made[row.after] = row.at


def _came(source: Opened, article: str, otherwise: str) -> str:
    """When the first text of an article came to be."""
    known = source.head.articles.get(article)
    return otherwise if known is None else known.texts[0].created
