"""What cannot be merged, and why: another coding scheme, a name that two people have, a clock that was wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from annotations.errors import ConflictError, SchemaError
from annotations.identity import now
from annotations.merging.clocks import refuse_clock
from annotations.merging.sources import Source
from annotations.merging.told import IMPORTS, Told
from annotations.schema import Schema

__all__ = ["refuse_clocks", "refuse_names", "refuse_scheme"]


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


def refuse_names(source: Source, here: Mapping[str, str], told_here: Iterable[Told], same: Collection[str]) -> None:
    """Refuse an annotator who is known here and there, but has done nothing in common: these may be two people.

    Raises:
        ConflictError: There is one, and `same` does not name them.
    """
    mine: dict[str, set[str]] = {}
    for row in told_here:
        if row.action not in IMPORTS:
            mine.setdefault(row.annotator, set()).add(row.step)
    theirs: dict[str, set[str]] = {}
    for row in source.rows:
        if row.action not in IMPORTS:
            theirs.setdefault(row.annotator, set()).add(row.step)
    for name, steps in sorted(theirs.items()):
        if name in same or name not in mine or steps & mine[name] or here.get(name) == source.people.get(name):
            continue
        raise ConflictError(
            f"{name} has worked in {source.name} and in this library, with nothing in common: this may be two people",
            f"“--same {name}” if it is one person on two machines; “--rename {name}=OTHER” gives the one in"
            f" {source.name} another name here.",
        )


def refuse_clocks(source: Source) -> None:
    """Refuse steps that a clock dated which was wrong (see `refuse_clock`).

    Raises:
        ConflictError: There is one.
    """
    at = now()
    made: dict[str, str] = {}
    for row in source.rows:
        came = source.articles[row.article].texts[0].created if row.article in source.articles else row.at
        since = came if row.before is None else made.get(row.before, came)
        refuse_clock(row, since, at, where=f"in {source.name}, ", does="merges")
        if row.after is not None:
            made[row.after] = row.at
