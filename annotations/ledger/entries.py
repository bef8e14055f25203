"""What the annotations of a ledger say, read for those that are looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from annotations.columns import Sentences
from annotations.model import AttributeValue
from annotations.names.merged import Meanings, folded
from annotations.text import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from annotations.store import Store
    from annotations.store.ledger import AttributeRow, EntryRow

__all__ = ["AGAINST", "FOR", "Entry", "Filler", "Tie", "entries"]

FOR = frozenset({"evidence_for", "supports"})
"""Relations that speak for what they lead to; those in `AGAINST` speak against it."""
AGAINST = frozenset({"evidence_against", "attacks", "contradicts"})

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Filler:
    """Who or what fills a role.

    Attributes:
        called: The typed name, else the words of the text.
        means: The name that stands for it.
        words: What the text says, None where nothing there is tagged.
    """

    role: str
    called: str
    means: str
    words: str | None


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation and what is at its other end; `incoming` tells that it leads from there to here.

    `other_label` and `article` are None where the other end is not in the library.
    """

    label: str
    incoming: bool
    other: str
    other_label: str | None
    article: int | None
    words: str
    note: str
    annotator: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One annotation, wherever it is.

    Attributes:
        article: Number; `title` and `source` are the article's.
        sentence: Number of the sentence where it begins, from 1; None while sentences are not found, or of the whole
            article.
        words: Of its fragments, joined by “ … ”.
    """

    key: int
    id: str
    label: str
    article: int
    title: str
    source: str
    sentence: int | None
    fragments: tuple[Span, ...]
    words: str
    fillers: tuple[Filler, ...]
    attributes: Mapping[str, AttributeValue]
    note: str
    unsure: bool
    annotator: str
    origin: str
    created: str
    ties: tuple[Tie, ...] = ()

    def role(self, role: str) -> tuple[Filler, ...]:
        """The fillers of a role."""
        return tuple(filler for filler in self.fillers if filler.role == role)

    @property
    def evidence_for(self) -> tuple[Tie, ...]:
        """What speaks for it."""
        return tuple(tie for tie in self.ties if tie.incoming and tie.label in FOR)

    @property
    def evidence_against(self) -> tuple[Tie, ...]:
        """What speaks against it."""
        return tuple(tie for tie in self.ties if tie.incoming and tie.label in AGAINST)


def entries(store: Store, keys: Sequence[int], means: Meanings) -> list[Entry]:
    """Read annotations by their keys, in this order; those that are gone are left out."""
    rows = store.ledger
    heads = {row.key: row for row in rows.entries(keys)}
    fragments = _grouped(rows.fragments(keys), attrgetter("annotation"))
    roles = _grouped(rows.roles(keys), attrgetter("annotation"))
    attributes = _grouped(rows.attributes(keys), attrgetter("annotation"))
    ids = [row.id for row in heads.values()]
    ties: dict[str, list[Tie]] = {}
    for tie in rows.ties(ids):
        words = folded(tie.words or "")
        ties.setdefault(tie.annotation, []).append(
            Tie(tie.label, bool(tie.incoming), tie.other, tie.other_label, tie.article, words, tie.note, tie.annotator)
        )

    @lru_cache(maxsize=64)
    def sentences(version: int) -> Sentences | None:
        packed = rows.sentences(version)
        return None if packed is None else Sentences.unpack(packed)

    def entry(row: EntryRow) -> Entry:
        spans = [Span(one.start, one.end) for one in fragments.get(row.key, ())]
        found = sentences(row.version) if spans else None
        return Entry(
            key=row.key,
            id=row.id,
            label=row.label,
            article=row.article,
            title=row.title,
            source=row.source,
            sentence=found.index_at(spans[0].start) + 1 if found else None,
            fragments=tuple(spans),
            words=" … ".join(folded(one.exact) for one in fragments.get(row.key, ())),
            fillers=tuple(
                Filler(one.role, called, means.of(called), None if one.exact is None else folded(one.exact))
                for one in roles.get(row.key, ())
                for called in [folded(one.name if one.name is not None else one.exact or "")]
            ),
            attributes=_attributes(attributes.get(row.key, ())),
            note=row.note,
            unsure=bool(row.unsure),
            annotator=row.annotator,
            origin=row.origin,
            created=row.created,
            ties=tuple(ties.get(row.id, ())),
        )

    return [entry(heads[key]) for key in keys if key in heads]


def _grouped(rows: Iterable[_Row], key: Callable[[_Row], int]) -> dict[int, list[_Row]]:
    return {annotation: list(group) for annotation, group in groupby(rows, key)}


def _attributes(rows: Sequence[AttributeRow]) -> dict[str, AttributeValue]:
    values: dict[str, AttributeValue] = {}
    for row in rows:
        if row.position:
            before = values.get(row.name, ())
            values[row.name] = (*(before if isinstance(before, tuple) else ()), str(row.value))
        else:
            values[row.name] = bool(row.value) if row.kind == "flag" else row.value
    return values
