"""Exports that are merged: each is written into a database of its own first, and read from there like any other.

An export has no history. A step is made of each state; the same state makes the same step, in whichever export it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from annotations.collecting import collecting_less
from annotations.errors import FormatError
from annotations.formats import ArticleRecord, ImportFormat
from annotations.identity import just_after, now
from annotations.importing.exports import open_export
from annotations.merging.told import canonical
from annotations.model import Annotation, Relation
from annotations.schema import Schema
from annotations.store import Store, codec
from annotations.store.history import SubjectKind
from annotations.store.received import VersionRow
from annotations.watching import Advance

__all__ = ["take_down"]

_ACTION = "export"


def take_down(store: Store, form: ImportFormat, path: str, schema: Schema, advance: Advance) -> None:
    """Write an export into an empty database; `advance` is called with the number of bytes that are done.

    Raises:
        FormatError: It is not what it promises; nothing was written.
        ReadError: It cannot be read.
        StoreError: The database refused.
    """
    with open_export(Path(path)) as stream, store.writing_much(), collecting_less():
        taking, done = _Taking(store), 0
        try:
            for _, record in form.read(stream, schema):
                taking.take(record)
                at = stream.tell()
                advance(at - done)
                done = at
        except FormatError as error:
            raise FormatError(f"{path}, {error.message}", error.hint) from None


class _Taking:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._at = now()
        self._articles: dict[str, tuple[int, str]] = {}
        self._keys: dict[tuple[str, str], int] = {}
        self._people: set[str] = set()

    def take(self, record: ArticleRecord) -> None:
        """Write down an article, or an earlier or later text of one, and what is said of it."""
        info = record.info
        key = self._keys.get((info.id, info.sha256))
        if key is None:
            key = self._keys[info.id, info.sha256] = self._put(record)
        number, _ = self._articles[info.id]
        self._know({one.annotator for one in record.annotations} | {one.annotator for one in record.relations})
        self._store.received.put(self._rows(record, number, key))

    def _put(self, record: ArticleRecord) -> int:
        """Add a text; the lines of an article have its texts in their order, the current one last."""
        info = record.info
        if info.id not in self._articles:
            added = self._store.add_article(info._replace(created=self._at, updated=self._at), record.content)
            self._articles[info.id] = added.number, self._at
            return added.key
        number, last = self._articles[info.id]
        later = just_after(last)
        self._articles[info.id] = number, later
        row = VersionRow(0, info.id, number, info.version, info.sha256, later, info.sha256)
        return self._store.received.put_version(number, row, record.content)

    def _know(self, people: set[str]) -> None:
        for name in sorted(people - self._people):
            self._store.annotations.know(name, self._at)
            self._people.add(name)

    def _rows(self, record: ArticleRecord, number: int, key: int) -> Iterator[tuple[object, ...]]:
        things: tuple[Annotation | Relation, ...] = (*record.annotations, *record.relations)
        for thing in things:
            if isinstance(thing, Annotation):
                kind, text = SubjectKind.ANNOTATION, codec.encode_annotation(thing)
            else:
                kind, text = SubjectKind.RELATION, codec.encode_relation(thing)
            state = canonical(text, kind, lambda _: record.info.sha256)
            step = str(uuid5(NAMESPACE_URL, f"stet-export:{state}"))
            yield (
                step, None, None, thing.updated, thing.annotator, number, _ACTION, f"exported {thing.label}", kind,
                thing.id, None, canonical(text, kind, lambda _: key), None,
            )  # fmt: skip
